"""What `cashier import` says: one sentence for each reason against a record or a file."""

from __future__ import annotations

from collections.abc import Mapping

from cashier_app.services.imports.table import RowRefusal

_RECORD = {
    "wrong_number_of_fields": "{fields} fields where the head line has {columns} columns",
    "field_missing": "is empty, and must not be",
    "needed_with_connection": "is needed where a connection is named",
    "needs_connection_no": "is given, but no connection_no",
    "not_a_number_text": "“{value}” is no number: letters and digits, at most 24",
    "not_a_phone": "“{value}” is no phone number: 3 to 20 digits, | between several",
    "too_long": "longer than {most} characters",
    "not_printable": "holds characters that cannot be printed",
    "not_a_code": "“{value}” is no code: at most {most} plain characters",
    "not_one_of": "“{value}” is none of: {words}",
    "not_a_date": "“{value}” is no date such as 2026-11-25",
    "no_such_day": "there is no day {value}",
    "not_a_figure": "“{value}” is no figure: digits with a decimal point, no grouping",
    "too_many_decimals": "{value} has more than {most} decimals",
    "not_positive": "{value} is not above 0, or too large",
    "not_in_range": "{value} is not from {least} to {most}",
    "twice_in_file": "stands in line {line} of this file already",
    "customer_differs": "the customer stands with “{stands}”",
    "account_differs": "the account stands with “{stands}”",
    "connection_differs": "the connection stands with “{stands}”",
    "connection_taken": "account {account} is liable for the connection: move it out first",
    "liable_before_opened": "is before the account was opened",
    "no_such_tariff": "there is no tariff {value}",
    "no_such_route": "there is no route {value}: give a route_name to make it",
    "no_office": "a route belongs to an office, and there is none yet: add a counter first",
    "no_such_connection": "there is no connection {value}",
    "day_in_future": "{value} has not come yet",
    "meter_differs": "the meter stands with {stands}",
    "meter_taken": "the meter stands at connection {connection} on that day",
    "position_taken": "meter {meter} stands at this position on that day",
    "no_such_meter": "there is no meter {value}",
    "no_such_register": "the meter's registers are: {registers}",
    "which_register": "the meter has several registers: {registers}",
    "not_on_route": "the meter stands on route {route}",
    "negative_reading": "{value} is below zero",
    "beyond_dial": "{value} does not fit on a dial of {dials} digits",
    "reading_in_future": "{day} has not come yet",
    "meter_not_fitted": "the meter was fitted nowhere on {day}",
    "reading_before_last": "{day} is before the last reading, of {last}",
    "reading_twice": "there is a reading of {last} already",
    "reading_stands": "a reading of that day stands with {stands} ({status})",
    "too_many_estimates": "two estimated readings in a row stand already, the last of {last}",
}
_FILE = {
    "file_unreadable": "The file cannot be read: {why}.",
    "file_too_large": "The file is larger than {most} bytes: cut it into parts.",
    "file_empty": "The file holds no records.",
    "not_utf8": "Line {line} is not UTF-8 text: save the file as CSV UTF-8.",
    "missing_columns": "Line 1: these columns are missing: {columns}.",
    "unknown_columns": "Line 1: no columns of this kind of file: {columns}.",
    "column_twice": "Line 1: these columns stand twice: {columns}.",
    "bad_quotes": "Line {line}: the quotes do not close ({why}).",
    "no_right": "You have no right to do this.",
    "not_allowed": "You have no right to do this.",
    "not_a_person": "This database user is no person of the utility.",
    "person_disabled": "You are disabled.",
    "upgrade_running": "The database is being upgraded.",
    "exists_already": "Somebody else stored one of these numbers at the same moment.",
    "import_running": "Another file is being read in: try again when it is done.",
    "busy": "The database is busy: try again.",
}
HOLDS = {
    "lower": "lower than before",
    "high": "much more than usual",
    "low": "much less than usual",
    "zero": "nothing used, though the supply is on",
}


def record_sentence(found: RowRefusal) -> str:
    """One line for a refused record, with its place."""
    where = f"Line {found.line}, {found.column}: " if found.column else f"Line {found.line}: "
    return f"{where}{_told(_RECORD, found.code, found.facts)}."


def file_sentence(code: str, facts: Mapping[str, str]) -> str:
    """Why the whole file was not read in; nothing was changed."""
    return f"{_told(_FILE, code, facts)} Nothing was changed."


def _told(sentences: Mapping[str, str], code: str, facts: Mapping[str, str]) -> str:
    found = sentences.get(code)
    if found is not None:
        return found.format_map(facts)
    told = ", ".join(f"{name}: {value}" for name, value in facts.items())
    return f"{code.replace('_', ' ')}{', ' if told else ''}{told}."
