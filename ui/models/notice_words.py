"""Notices before they are given, in words: who gets one, who is left out and why, the sums."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.bill_office import LeftOut, NoticeRow, Notices, NoticesLook
from ui import dates
from ui.models.disconnection_words import since
from ui.widgets.cell_table import Cell, Column
from ui.widgets.ledger import LedgerLine

Show = Callable[[Decimal], str]


def columns(symbol: str, *, left_out: bool) -> tuple[Column, ...]:
    """Of who gets a notice, or of who is left out."""
    translate = QCoreApplication.translate
    why = translate("Notices", "Why not") if left_out else translate("Notices", "Overdue since")
    overdue = translate("Notices", "Overdue, {currency}").format(currency=symbol)
    return (
        Column(translate("Notices", "Customer")), Column(translate("Notices", "Account"), 170),
        Column(why, 230), Column(overdue, 170, trailing=True),
    )  # fmt: skip


def cells(row: NoticeRow, show: Show, today: date) -> tuple[Cell, ...]:
    """A row of either list."""
    age = since(row.oldest_due_on, today)
    why = Cell(age) if row.left_out is None else Cell(reason_words(row.left_out), age)
    route = QCoreApplication.translate("Notices", "Route {code}").format(code=row.route)
    return (
        Cell(row.customer_name, row.address),
        Cell(row.account_no, route if row.route else ""),
        why,
        Cell(amount=show(row.overdue)),
    )


def reason_words(reason: LeftOut) -> str:
    """Why an overdue connection gets no notice."""
    translate = QCoreApplication.translate
    return {
        LeftOut.OFF: translate("Notices", "Is cut off already"),
        LeftOut.NOTICED: translate("Notices", "Has a notice"),
        LeftOut.PLAN: translate("Notices", "Keeps its instalments"),
        LeftOut.SMALL: translate("Notices", "Too little overdue"),
    }[reason]


def asked_lines(notices: Notices, show: Show) -> tuple[LedgerLine, ...]:
    """What was asked for."""
    translate = QCoreApplication.translate
    return (
        LedgerLine(
            translate("Notices", "Overdue by more than"),
            translate("Notices", "{n} days").format(n=notices.days),
        ),
        LedgerLine(translate("Notices", "and by more than"), show(notices.minimum)),
        LedgerLine(
            translate("Notices", "Route"), notices.route or translate("Notices", "all routes")
        ),
        LedgerLine(translate("Notices", "Cut off on"), dates.weekday(notices.cut_on)),
        LedgerLine(translate("Notices", "unless they pay"), tone="ink2"),
    )


def sum_lines(look: NoticesLook, show: Show) -> tuple[LedgerLine, ...]:
    """All that would get one, also those that are not shown."""
    translate = QCoreApplication.translate
    given = look.given
    return (
        LedgerLine(translate("Notices", "Notices"), f"{given.connections:,}", weight="total"),
        LedgerLine(translate("Notices", "Overdue"), show(given.overdue), weight="sum"),
    )


def left_out_lines(look: NoticesLook, show: Show) -> tuple[LedgerLine, ...]:
    """How many are overdue and get none, by reason, and over how much."""
    lines = tuple(
        LedgerLine(f"{reason_words(reason)}, {total.connections:,}", show(total.overdue))
        for reason in LeftOut
        if (total := look.without.get(reason)) is not None
    )
    return lines or (LedgerLine(QCoreApplication.translate("Notices", "Nobody"), tone="ink2"),)


def count_left_out(look: NoticesLook) -> int:
    """All of them, for whatever reason."""
    return sum(total.connections for total in look.without.values())
