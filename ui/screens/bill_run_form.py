"""A new bill run: which month, which routes, which day on the bills."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cashier_app.domain.bill_run import RunOrder
from ui import dates
from ui.models.typed import date_in, day_text
from ui.screens.form import FormScreen
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent
from ui.widgets.ledger import LedgerLine

_SHOWN_ROUTES = 14


@dataclass(frozen=True, slots=True)
class Proposed:
    """What stands in the fields at first, and the routes there are (code, name)."""

    cycle: date
    issue_on: date
    due_on: date
    routes: tuple[tuple[str, str], ...]


class BillRunFormScreen(FormScreen):
    """`given` carries the RunOrder."""

    given = Signal(object)
    left = Signal()
    GAP = "base"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bill_run_form", parent)
        self._codes: frozenset[str] = frozenset()
        self._today = date.min
        self._all = self.tr("all")
        self.month = Field("cycle", self.tr("Month that was read"), height="field")
        self.month.set_hint(self.tr("like 2026-11"))
        self.route = Field("route", self.tr("Route"), height="field")
        self.route.set_hint(self.tr("a code, or {all}").format(all=self._all))
        self.issue_on = Field("issue_on", self.tr("Day on the bills"), height="field")
        self.due_on = Field("due_on", self.tr("Due on"), height="field")
        for field in (self.month, self.route, self.issue_on, self.due_on):
            self.add(field)
        self.finish()

    def begin(self, proposed: Proposed, header: HeaderContent) -> None:
        """What is usual stands there already."""
        self.clear()
        self._codes, self._today = frozenset(code for code, _ in proposed.routes), proposed.issue_on
        self.month.set_text(f"{proposed.cycle:%Y-%m}")
        self.route.set_text(self._all)
        self.issue_on.set_text(day_text(proposed.issue_on))
        self.due_on.set_text(day_text(proposed.due_on))
        lines = [LedgerLine(f"{code}  {name}") for code, name in proposed.routes[:_SHOWN_ROUTES]]
        more = len(proposed.routes) - len(lines)
        if more > 0:
            lines.append(LedgerLine(self.tr("and {count} more").format(count=more), tone="ink2"))
        self.show_about(self.tr("Routes"), tuple(lines))
        self.set_frame(
            question=self.tr("Which month is billed?"), header=header, banner=None,
            esc=self.tr("Back"), find_enabled=False, shift_enabled=False,
        )  # fmt: skip
        self.redraw()

    def next_pressed(self) -> None:
        order = self._order()
        if order is not None and not self.is_waiting:
            self.given.emit(order)

    def escape_pressed(self) -> None:
        self.left.emit()

    def next_key(self) -> NextKeyContent:
        title = self.tr("Price it")
        missing = self._missing()
        if missing:
            return NextKeyContent(title, missing, waiting=True)
        order = self._order()
        if order is not None and order.issue_on > self._today:
            day = self.tr("Shown to you first; issued on {day} at the earliest")
            return NextKeyContent(title, day.format(day=dates.day(order.issue_on)))
        return NextKeyContent(title, self.tr("Shown to you first; nothing is issued"))

    def _missing(self) -> str:
        if _month(self.month.text()) is None:
            return self.tr("The month is written like 2026-11")
        route = self.route.text().strip()
        if route != self._all and route not in self._codes:
            return self.tr("There is no route {code}").format(code=route)
        issue_on, due_on = date_in(self.issue_on.text()), date_in(self.due_on.text())
        if issue_on is None or due_on is None:
            return self.tr("A day is written like 30.11.2026")
        if due_on < issue_on:
            return self.tr("Bills are due after the day that is on them")
        if due_on < self._today:
            return self.tr("The day on which they are due is over")
        return ""

    def _order(self) -> RunOrder | None:
        cycle = _month(self.month.text())
        issue_on, due_on = date_in(self.issue_on.text()), date_in(self.due_on.text())
        if self._missing() or cycle is None or issue_on is None or due_on is None:
            return None
        route = self.route.text().strip()
        return RunOrder(cycle, "" if route == self._all else route, issue_on, due_on)


def _month(text: str) -> date | None:
    return date_in(f"{text.strip()}-01")
