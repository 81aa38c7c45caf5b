"""What a file of customers, meters or readings is refused for: a record with its place, or whole.

Also the command line's words; `{names}` are facts of the refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cashier_app.services.imports.table import RowRefusal
from ui.texts.marks import QT_TRANSLATE_NOOP

Translate = Callable[[str], str]

RECORD: dict[str, str] = {
    "wrong_number_of_fields": QT_TRANSLATE_NOOP(
        "Imports", "{fields} fields where the head line has {columns} columns"
    ),
    "field_missing": QT_TRANSLATE_NOOP("Imports", "is empty, and must not be"),
    "needed_with_connection": QT_TRANSLATE_NOOP("Imports", "is needed where a connection is named"),
    "needed_when_replacing": QT_TRANSLATE_NOOP(
        "Imports", "replaces and final_reading are given together, or not at all"
    ),
    "replaces_itself": QT_TRANSLATE_NOOP("Imports", "a meter does not replace itself"),
    "needs_connection_no": QT_TRANSLATE_NOOP("Imports", "is given, but no connection_no"),
    "not_a_number_text": QT_TRANSLATE_NOOP(
        "Imports", "“{value}” is no number: letters and digits, at most 24"
    ),
    "not_a_phone": QT_TRANSLATE_NOOP(
        "Imports", "“{value}” is no phone number: 3 to 20 digits, | between several"
    ),
    "too_long": QT_TRANSLATE_NOOP("Imports", "longer than {most} characters"),
    "not_printable": QT_TRANSLATE_NOOP("Imports", "holds characters that cannot be printed"),
    "not_a_code": QT_TRANSLATE_NOOP(
        "Imports", "“{value}” is no code: at most {most} plain characters"
    ),
    "not_one_of": QT_TRANSLATE_NOOP("Imports", "“{value}” is none of: {words}"),
    "not_a_date": QT_TRANSLATE_NOOP("Imports", "“{value}” is no date such as 2026-11-25"),
    "not_a_month": QT_TRANSLATE_NOOP("Imports", "“{value}” is no month such as 2026-11"),
    "no_such_day": QT_TRANSLATE_NOOP("Imports", "there is no day {value}"),
    "not_a_figure": QT_TRANSLATE_NOOP(
        "Imports", "“{value}” is no figure: digits with a decimal point, no grouping"
    ),
    "comma_in_doubt": QT_TRANSLATE_NOOP(
        "Imports", "“{value}” could be two amounts: decimals stand behind a point, as in 1,250.50"
    ),
    "too_many_decimals": QT_TRANSLATE_NOOP("Imports", "{value} has more than {most} decimals"),
    "not_positive": QT_TRANSLATE_NOOP("Imports", "{value} is not above 0, or too large"),
    "is_zero": QT_TRANSLATE_NOOP("Imports", "is zero"),
    "too_short": QT_TRANSLATE_NOOP("Imports", "a few words, please: {least} letters at least"),
    "below_zero": QT_TRANSLATE_NOOP("Imports", "{value} is below zero"),
    "not_in_range": QT_TRANSLATE_NOOP("Imports", "{value} is not from {least} to {most}"),
    "twice_in_file": QT_TRANSLATE_NOOP("Imports", "stands in line {line} of this file already"),
    "customer_differs": QT_TRANSLATE_NOOP("Imports", "the customer stands with “{stands}”"),
    "account_differs": QT_TRANSLATE_NOOP("Imports", "the account stands with “{stands}”"),
    "connection_differs": QT_TRANSLATE_NOOP("Imports", "the connection stands with “{stands}”"),
    "connection_taken": QT_TRANSLATE_NOOP(
        "Imports", "account {account} is liable for the connection: move it out first"
    ),
    "liable_before_opened": QT_TRANSLATE_NOOP("Imports", "is before the account was opened"),
    "before_moving_in": QT_TRANSLATE_NOOP("Imports", "is before the first day, {day}"),
    "reading_missing": QT_TRANSLATE_NOOP(
        "Imports", "meter {meter} needs a reading of that day for each of its registers"
    ),
    "period_billed": QT_TRANSLATE_NOOP("Imports", "a bill has been issued for days after that"),
    "load_later": QT_TRANSLATE_NOOP("Imports", "the connection has another load from {day} on"),
    "tariff_later": QT_TRANSLATE_NOOP("Imports", "the connection has another tariff from {day} on"),
    "no_such_tariff": QT_TRANSLATE_NOOP("Imports", "there is no tariff {value}"),
    "needs_tariff": QT_TRANSLATE_NOOP("Imports", "is given, but no tariff"),
    "no_such_scheme": QT_TRANSLATE_NOOP(
        "Imports", "tariff {tariff} knows no scheme {value}; it knows: {known}"
    ),
    "no_such_route": QT_TRANSLATE_NOOP(
        "Imports", "there is no route {value}: give a route_name to make it"
    ),
    "no_office": QT_TRANSLATE_NOOP(
        "Imports", "a route belongs to an office, and there is none yet: add a counter first"
    ),
    "no_such_connection": QT_TRANSLATE_NOOP("Imports", "there is no connection {value}"),
    "day_in_future": QT_TRANSLATE_NOOP("Imports", "{value} has not come yet"),
    "meter_differs": QT_TRANSLATE_NOOP("Imports", "the meter stands with “{stands}”"),
    "meter_taken": QT_TRANSLATE_NOOP(
        "Imports", "the meter stands at connection {connection} on that day"
    ),
    "position_taken": QT_TRANSLATE_NOOP(
        "Imports", "meter {meter} stands at this position on that day"
    ),
    "not_standing_there": QT_TRANSLATE_NOOP(
        "Imports", "meter {value} does not stand at this position"
    ),
    "half_replaced": QT_TRANSLATE_NOOP(
        "Imports", "line {line}, of the same change of meters, was refused"
    ),
    "no_such_meter": QT_TRANSLATE_NOOP("Imports", "there is no meter {value}"),
    "no_such_register": QT_TRANSLATE_NOOP("Imports", "the meter's registers are: {registers}"),
    "which_register": QT_TRANSLATE_NOOP("Imports", "the meter has several registers: {registers}"),
    "not_on_route": QT_TRANSLATE_NOOP("Imports", "the meter stands on route {route}"),
    "negative_reading": QT_TRANSLATE_NOOP("Imports", "{value} is below zero"),
    "beyond_dial": QT_TRANSLATE_NOOP("Imports", "{value} does not fit on a dial of {dials} digits"),
    "reading_in_future": QT_TRANSLATE_NOOP("Imports", "{day} has not come yet"),
    "meter_not_fitted": QT_TRANSLATE_NOOP("Imports", "the meter was fitted nowhere on {day}"),
    "reading_before_last": QT_TRANSLATE_NOOP(
        "Imports", "{day} is before the last reading, of {last}"
    ),
    "reading_twice": QT_TRANSLATE_NOOP("Imports", "there is a reading of {last} already"),
    "reading_stands": QT_TRANSLATE_NOOP(
        "Imports", "a reading of that day stands with {stands} ({status})"
    ),
    "reading_odd": QT_TRANSLATE_NOOP(
        "Imports", "looks wrong ({reason}): change this meter at the screen, where it can be seen"
    ),
    "too_many_estimates": QT_TRANSLATE_NOOP(
        "Imports", "two estimated readings in a row stand already, the last of {last}"
    ),
}

FILE: dict[str, str] = {
    "file_unreadable": QT_TRANSLATE_NOOP("Imports", "The file cannot be read: {why}."),
    "file_too_large": QT_TRANSLATE_NOOP(
        "Imports", "The file is larger than {most} bytes: cut it into parts."
    ),
    "file_empty": QT_TRANSLATE_NOOP("Imports", "The file holds no records."),
    "not_utf8": QT_TRANSLATE_NOOP(
        "Imports", "Line {line} is not UTF-8 text: save the file as UTF-8."
    ),
    "missing_columns": QT_TRANSLATE_NOOP(
        "Imports", "Line 1: these columns are missing: {columns}."
    ),
    "unknown_columns": QT_TRANSLATE_NOOP(
        "Imports", "Line 1: no columns of this kind of file: {columns}."
    ),
    "column_twice": QT_TRANSLATE_NOOP("Imports", "Line 1: these columns stand twice: {columns}."),
    "bad_quotes": QT_TRANSLATE_NOOP("Imports", "Line {line}: the quotes do not close ({why})."),
    "no_right": QT_TRANSLATE_NOOP("Imports", "You have no right to do this."),
    "not_allowed": QT_TRANSLATE_NOOP("Imports", "You have no right to do this."),
    "not_a_person": QT_TRANSLATE_NOOP("Imports", "This database user is no person of the utility."),
    "person_disabled": QT_TRANSLATE_NOOP("Imports", "You are disabled."),
    "upgrade_running": QT_TRANSLATE_NOOP("Imports", "The database is being upgraded."),
    "exists_already": QT_TRANSLATE_NOOP(
        "Imports", "Somebody else stored one of these numbers at the same moment: try again."
    ),
    "meter_taken": QT_TRANSLATE_NOOP(
        "Imports", "Somebody else fitted one of these meters at the same moment: try again."
    ),
    "position_taken": QT_TRANSLATE_NOOP(
        "Imports", "Somebody else fitted a meter there at the same moment: try again."
    ),
    "connection_taken": QT_TRANSLATE_NOOP(
        "Imports", "Somebody else moved in there at the same moment: try again."
    ),
    "period_billed": QT_TRANSLATE_NOOP(
        "Imports", "Bills were issued for this period at the same moment: try again."
    ),
    "reading_billed": QT_TRANSLATE_NOOP(
        "Imports", "Bills were issued on these readings at the same moment: try again."
    ),
    "meter_billed": QT_TRANSLATE_NOOP(
        "Imports", "Bills were issued for one of these meters at the same moment: try again."
    ),
    "import_running": QT_TRANSLATE_NOOP(
        "Imports", "Another file is being read in: try again when it is done."
    ),
    "busy": QT_TRANSLATE_NOOP("Imports", "The database is busy: try again."),
    "server_unreachable": QT_TRANSLATE_NOOP(
        "Imports",
        "The server cannot be reached. Read the file in again later: what is stored"
        " already is not stored twice.",
    ),
}

HOLDS: dict[str, str] = {
    "lower": QT_TRANSLATE_NOOP("Imports", "lower than before"),
    "high": QT_TRANSLATE_NOOP("Imports", "much more than usual"),
    "low": QT_TRANSLATE_NOOP("Imports", "much less than usual"),
    "zero": QT_TRANSLATE_NOOP("Imports", "nothing used, though the supply is on"),
}

_REFUSED = QT_TRANSLATE_NOOP("Imports", "refused: {code}")
_PLACE = QT_TRANSLATE_NOOP("Imports", "Line {line}, {column}: {reason}.")
_LINE = QT_TRANSLATE_NOOP("Imports", "Line {line}: {reason}.")
_NOTHING = QT_TRANSLATE_NOOP("Imports", "Nothing was changed.")


def as_it_is(text: str) -> str:
    """No translation: for the command line."""
    return text


def record_reason(found: RowRefusal, translate: Translate = as_it_is) -> str:
    """Why a record was refused, without its place."""
    facts = {"code": found.code.replace("_", " "), **found.facts}
    if facts.get("reason") in HOLDS:
        facts["reason"] = translate(HOLDS[facts["reason"]])
    return translate(RECORD.get(found.code, _REFUSED)).format_map(facts)


def record_sentence(found: RowRefusal, translate: Translate = as_it_is) -> str:
    """One line for a refused record, with its place."""
    words = translate(_PLACE if found.column else _LINE)
    reason = record_reason(found, translate)
    return words.format(line=found.line, column=found.column, reason=reason)


def file_sentence(code: str, facts: Mapping[str, str], translate: Translate = as_it_is) -> str:
    """Why the whole file was not read in; nothing was changed."""
    known = {"code": code.replace("_", " "), **facts}
    if code in FILE:
        reason = translate(FILE[code]).format_map(known)
    else:
        reason = f"{translate(_REFUSED).format_map(known).capitalize()}."
    return f"{reason} {translate(_NOTHING)}"
