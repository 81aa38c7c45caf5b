"""The disconnection list in words: states, rows, the side panel."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.accounts import Supply
from cashier_app.domain.bill_office import ToDisconnect
from ui import dates
from ui.widgets.cell_table import Cell
from ui.widgets.chip import ChipContent, Tone
from ui.widgets.ledger import LedgerLine

Show = Callable[[Decimal], str]


def count_connections(count: int) -> str:
    """As in "1 connection", "12 connections"."""
    if count == 1:
        return QCoreApplication.translate("Disconnections", "1 connection")
    return QCoreApplication.translate("Disconnections", "{n} connections").format(n=f"{count:,}")


def waits_for_power(row: ToDisconnect) -> bool:
    """Cut off although enough was paid: to be switched on."""
    return row.supply is Supply.OFF and row.minimum <= 0


def is_due(row: ToDisconnect, today: date) -> bool:
    """True from the day of its notice on."""
    day = row.disconnect_on
    return row.supply is Supply.NOTICE and day is not None and day <= today


def state_chip(row: ToDisconnect, today: date) -> ChipContent:
    """What is to be done about it, if anything."""
    translate = QCoreApplication.translate
    if waits_for_power(row):
        return ChipContent(
            translate("Disconnections", "Paid, still off"), "triangle-alert", Tone.WARN
        )
    if row.supply is Supply.OFF:
        return ChipContent(translate("Disconnections", "Supply off"), "octagon-alert", Tone.STOP)
    if is_due(row, today):
        return ChipContent(translate("Disconnections", "To be cut off"), "clock", Tone.WARN)
    return ChipContent(_from_day(row), "clock", Tone.QUIET)


def cells(row: ToDisconnect, show: Show, today: date) -> tuple[Cell, ...]:
    """A row of the list."""
    route = QCoreApplication.translate("Disconnections", "Route {code}").format(code=row.route)
    return (
        Cell(row.customer_name, row.address),
        Cell(row.account_no, route if row.route else ""),
        Cell(chip=state_chip(row, today)),
        Cell(amount=show(row.minimum)),
    )


def facts(row: ToDisconnect, show: Show, today: date) -> tuple[LedgerLine, ...]:
    """Who, what is owed, since when, and what keeps the supply on."""
    translate = QCoreApplication.translate
    at_least = translate("Disconnections", "Pay at least")
    lines = [
        LedgerLine(translate("Disconnections", "Account"), row.account_no),
        LedgerLine(translate("Disconnections", "Connection"), row.connection_no),
        LedgerLine(translate("Disconnections", "Owed"), show(row.owed)),
    ]
    if row.oldest_due_on is not None:
        lines.append(
            LedgerLine(translate("Disconnections", "Since"), since(row.oldest_due_on, today))
        )
    if row.noticed_on is not None:
        noticed = _full_day(row.noticed_on, today)
        lines.append(LedgerLine(translate("Disconnections", "Notice of"), noticed))
    lines.append(LedgerLine(at_least, show(row.minimum), weight="total"))
    lines.append(LedgerLine(_meaning(row, today), tone="ink2"))
    return tuple(lines)


def since(day: date, today: date) -> str:
    """As in "12 Nov, 14 days"."""
    days = max((today - day).days, 0)
    if days == 1:
        words = QCoreApplication.translate("Disconnections", "{day}, 1 day")
    else:
        words = QCoreApplication.translate("Disconnections", "{day}, {n} days")
    return words.format(day=_full_day(day, today), n=days)


def sums(rows: Iterable[ToDisconnect], show: Show, today: date) -> tuple[LedgerLine, ...]:
    """How many of each state, and what would keep them all on."""
    translate = QCoreApplication.translate
    found = tuple(rows)
    counts = (
        (translate("Disconnections", "Paid, still off"), sum(map(waits_for_power, found))),
        (translate("Disconnections", "To be cut off"), sum(is_due(row, today) for row in found)),
        (
            translate("Disconnections", "Later"),
            sum(row.supply is Supply.NOTICE and not is_due(row, today) for row in found),
        ),
        (
            translate("Disconnections", "Supply off"),
            sum(row.supply is Supply.OFF and not waits_for_power(row) for row in found),
        ),
    )
    total = sum((row.minimum for row in found), Decimal(0))
    lines = [LedgerLine(label, f"{count:,}") for label, count in counts]
    return (*lines, LedgerLine(count_connections(len(found)), show(total), weight="total"))


def _meaning(row: ToDisconnect, today: date) -> str:
    translate = QCoreApplication.translate
    if waits_for_power(row):
        return translate("Disconnections", "Enough was paid: switch it on")
    if row.supply is Supply.OFF:
        return translate("Disconnections", "Brings the supply back")
    if is_due(row, today):
        return translate("Disconnections", "Keeps it on until somebody cuts it off")
    return translate("Disconnections", "Keeps it on. {cut}").format(cut=_from_day(row))


def _from_day(row: ToDisconnect) -> str:
    if row.disconnect_on is None:
        return QCoreApplication.translate("Disconnections", "Without a day")
    words = QCoreApplication.translate("Disconnections", "Cut off {day}")
    return words.format(day=dates.day(row.disconnect_on))


def _full_day(day: date, today: date) -> str:
    return dates.day(day) if day.year == today.year else f"{dates.day(day)} {day.year}"
