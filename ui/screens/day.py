"""The supervisor's day: does it tie out, and what waits for somebody."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier_app.domain.errors import CashierError
from ui.keys import Key
from ui.messages import message_for
from ui.models.day_view import DIFFERENCE, ITEM, WAY, DayView
from ui.screen import Screen
from ui.theme.look import look
from ui.widgets.cards import Columns
from ui.widgets.chart import ConsumptionChart
from ui.widgets.collections_table import CollectionsTable
from ui.widgets.drawn import Label
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.state_list import StateList
from ui.widgets.tie_out import TieOut

_WITH_FILES = 5
"""Amounts of a row on a day with money from a bank's or mobile service's file."""


class DayScreen(Screen):
    """`row_asked` carries "kind:id"; `day_asked` -1 for the day before, +1 for the day after."""

    row_asked = Signal(str)
    day_asked = Signal(int)
    print_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("day", parent)
        self._view: DayView | None = None
        self._build()
        self.bind(Key.UP, partial(self.list.move_choice, -1))
        self.bind(Key.DOWN, partial(self.list.move_choice, 1))
        self.bind(Key.F9, self._on_f9_pressed)
        self.bind(Key.PAGE_UP, partial(self.day_asked.emit, -1))
        self.bind(Key.PAGE_DOWN, partial(self.day_asked.emit, 1))
        self.list.chosen.connect(self._redraw_key)
        self.list.pressed.connect(self.row_asked)

    def begin(self, header: HeaderContent) -> None:
        """Before the first answer."""
        self._view = None
        self.body.hide()
        self.set_frame(
            question=self.tr("Does the day tie out?"), chip=None, header=header, banner=None,
            esc=self.tr("Back"), find_enabled=False, shift_enabled=False,
            keys=(
                KeyHint("Up Down", self.tr("Choose")), KeyHint("PgUp PgDn", self.tr("Other day")),
                KeyHint("F9", self.tr("Print")),
            ),
            next_key=NextKeyContent(self.tr("Wait"), self.tr("Reading the day"), waiting=True),
        )  # fmt: skip

    def show_view(self, view: DayView) -> None:
        """A newer snapshot; the chosen row stays chosen."""
        self._view = view
        self.body.show()
        unit = view.unit
        heads = (
            self.tr("Collections by counter, {currency}").format(currency=unit),
            self.tr("Receipts"), self.tr("Cash"), self.tr("Card"), self.tr("Cheque"),
            *((self.tr("Files"),) if len(view.total.amounts) == _WITH_FILES else ()),
            self.tr("Total"),
        )  # fmt: skip
        self.collections.set_content(heads, view.collections, view.total)
        self.hours_title.setText(
            self.tr("Collected by the hour, thousand {currency}").format(currency=unit)
            if view.hours
            else ""
        )
        self.hours_aside.setText(view.so_far if view.hours else "")
        self.hours.set_bars(view.hours)
        title = self.tr("Tie-out, {currency}").format(currency=unit)
        self.ties.set_content(title, view.ties, (self.tr("ties"), self.tr("does not tie")))
        drawer = self.tr("Cash in drawer, {currency}").format(currency=unit)
        self.list.set_content((self.tr("Shifts"), drawer), view.rows)
        self.set_frame(
            chip=view.chip, banner=None,
            header=HeaderContent(
                "bolt", view.name, view.facts, view.label, view.collected, unit
            ),
        )  # fmt: skip
        self._redraw_key()

    def _on_f9_pressed(self) -> None:
        if self._view is not None:
            self.print_asked.emit()

    def show_failure(self, error: CashierError) -> None:
        """The last snapshot stays, with why there is no newer one."""
        self.set_frame(banner=message_for(error).banner)

    @property
    def view(self) -> DayView | None:
        """What is shown."""
        return self._view

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        row = self.list.current
        if row is not None:
            self.row_asked.emit(row.key)

    def escape_pressed(self) -> None:
        self.left.emit()

    def _build(self) -> None:
        self.body = Columns()
        self.collections = CollectionsTable("collections")
        self.hours_title = Label(step="small_strong", name="hours_title")
        self.hours_aside = Label(step="small", tone="ink2", name="hours_aside")
        self.hours = ConsumptionChart("hours")
        title = QHBoxLayout()
        title.addWidget(self.hours_title)
        title.addStretch(1)
        title.addWidget(self.hours_aside)
        left = self.body.left
        left.addWidget(self.collections)
        left.addSpacing(look().space("gutter"))
        left.addLayout(title)
        left.addSpacing(look().space("small"))
        left.addWidget(self.hours, 1)
        self.ties, self.list = TieOut("tie_out"), StateList("shifts")
        panel = self.body.panel.column
        panel.addWidget(self.ties)
        panel.addSpacing(look().space("base"))
        panel.addWidget(self.list, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.body)

    def _redraw_key(self) -> None:
        row = self.list.current
        if row is None:
            nothing = self.tr("No shift on this day")
            self.set_frame(
                next_key=NextKeyContent(nothing, self.tr("PgUp shows the day before"), waiting=True)
            )
            return
        kind = row.key.split(":")[0]
        title = self.tr("Open counter {counter}").format(counter=row.code)
        if kind == ITEM:
            title = self.tr("Settle {reference}").format(reference=row.title)
        elif kind == WAY:
            title = self.tr("See what is on its way")
        elif kind == DIFFERENCE:
            title = self.tr("Look into {amount}").format(amount=row.state)
        self.set_frame(next_key=NextKeyContent(title, f"{row.title}: {row.state}"))
