"""The disconnection list: who is to be cut off or switched on, and by how much it is kept on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.accounts import Supply
from cashier_app.domain.bill_office import ToDisconnect
from cashier_app.domain.errors import CashierError
from ui.key_map import keyed
from ui.keys import Key
from ui.messages import message_for
from ui.models import disconnection_words as words
from ui.screens.sending import SendingScreen
from ui.theme.look import look
from ui.widgets.banner import BannerContent
from ui.widgets.cards import Columns, PanelTitle
from ui.widgets.cell_table import CellTable, Column
from ui.widgets.drawn import Label
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger

_TYPING_PAUSE_MS = 150
_MOST_SHOWN = 500

Rows = tuple[ToDisconnect, ...]


class DisconnectionsScreen(SendingScreen):
    """`cut_off_asked` and `keep_on_asked` carry a row; `search_asked` and `save_asked` the text."""

    cut_off_asked = Signal(object)
    keep_on_asked = Signal(object)
    notices_asked = Signal()
    search_asked = Signal(str)
    save_asked = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("disconnections", parent)
        self._rows: Rows = ()
        self._today = date.min
        self._show: Callable[[Decimal], str] = str
        self._may_save = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_timeout)
        self._build()
        for key, step in ((Key.DOWN, 1), (Key.UP, -1), (Key.PAGE_DOWN, 6), (Key.PAGE_UP, -6)):
            self.bind(key, partial(self.table.move_choice, step))
        self.bind(Key.F9, self._on_f9_pressed)
        self.bind(Key.F11, self._on_f11_pressed)
        self.bind(Key.F12, self._on_f12_pressed)
        self.table.row_chosen.connect(self._on_row_chosen)

    def begin(
        self, header: HeaderContent, show: Callable[[Decimal], str], today: date,
        *, may_save: bool,
    ) -> None:  # fmt: skip
        """While the list is read; what is looked for stays."""
        self._show, self._today, self._may_save = show, today, may_save
        self.set_frame(
            question=self.tr("Whose supply is cut off or switched on?"), header=header,
            banner=None, find_enabled=False, shift_enabled=False,
        )  # fmt: skip
        self._wait_for_list()

    def show_list(self, rows: Rows) -> None:
        """The list as it is now; the place in it is kept."""
        at = max(0, self.table.current_row())
        self._end_wait()
        self._rows = rows
        shown = rows[:_MOST_SHOWN]
        self.table.show_rows(
            tuple(words.cells(row, self._show, self._today) for row in shown),
            min(at, len(shown) - 1),
        )
        self.sums.set_lines(words.sums(rows, self._show, self._today) if rows else ())
        more = len(rows) > _MOST_SHOWN
        self.search_field.set_hint(
            self.tr("The first {n} are shown, type on").format(n=_MOST_SHOWN) if more else ""
        )
        self.redraw()

    def clear(self) -> None:
        """Nothing of anybody stays."""
        self._pause.stop()
        self.search_field.edit.blockSignals(True)
        self.search_field.edit.clear()
        self.search_field.edit.blockSignals(False)
        self.show_list(())

    def tell(self, banner: BannerContent) -> None:
        """What became of the last act."""
        self._end_wait()
        self.set_frame(banner=banner)
        self.redraw()

    def show_failure(self, error: CashierError) -> None:
        """Why it was not done."""
        self.tell(message_for(error).banner)

    @property
    def search_text(self) -> str:
        """What is looked for."""
        return self.search_field.text().strip()

    def enter(self) -> None:
        self.search_field.edit.setFocus()

    def leave(self) -> None:
        self._pause.stop()

    def next_pressed(self) -> None:
        row = self._chosen
        if row is not None:
            asked = self.keep_on_asked if row.supply is Supply.OFF else self.cut_off_asked
            asked.emit(row)

    def escape_pressed(self) -> None:
        if self.search_field.text():
            self.search_field.edit.clear()
        else:
            self.left.emit()

    @property
    def _chosen(self) -> ToDisconnect | None:
        row = self.table.current_row()
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def _build(self) -> None:
        body = Columns()
        self.search_field = Field(
            "disconnections_search", self.tr("Route, number, name or address"), height="field"
        )
        self.search_field.edit.textChanged.connect(self._on_text_changed)
        columns = (
            Column(self.tr("Customer")), Column(self.tr("Account"), 190),
            Column(self.tr("State"), 180), Column(self.tr("Pay at least"), 150, trailing=True),
        )  # fmt: skip
        self.table = CellTable("disconnections_table", self.tr("Disconnection list"), columns)
        body.left.addSpacing(look().space("tight"))
        body.left.addWidget(self.search_field)
        body.left.addSpacing(look().space("gap"))
        body.left.addWidget(self.table, 1)
        self.title = PanelTitle(name="disconnections_title")
        self.title.setWordWrap(True)
        self.address = Label(step="body", tone="ink2", name="disconnections_address")
        self.address.setWordWrap(True)
        self.facts = Ledger("disconnections_facts")
        self.sums = Ledger("disconnections_sums")
        column = body.panel.column
        column.addWidget(self.title)
        column.addWidget(self.address)
        column.addSpacing(look().space("small"))
        column.addWidget(self.facts)
        column.addStretch(1)
        column.addWidget(self.sums)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(body)

    def _on_text_changed(self, _text: str) -> None:
        self._wait_for_list()
        self._pause.start()

    def _wait_for_list(self) -> None:
        self.wait(self.tr("Reading the list"), may_leave=True)

    def _on_pause_timeout(self) -> None:
        self.search_asked.emit(self.search_text)

    def _on_row_chosen(self, _row: int) -> None:
        self.redraw()

    def _on_f9_pressed(self) -> None:
        if self._rows and self._may_save and not self.is_waiting:
            self.save_asked.emit(self.search_text)

    def _on_f11_pressed(self) -> None:
        row = self._chosen
        if row is not None and row.supply is Supply.NOTICE and not self.is_waiting:
            self.keep_on_asked.emit(row)

    def _on_f12_pressed(self) -> None:
        if not self.is_waiting:
            self.notices_asked.emit()

    def redraw(self) -> None:
        row = self._chosen
        self.title.setText(row.customer_name if row else "")
        self.address.setText(row.address if row else "")
        self.facts.set_lines(words.facts(row, self._show, self._today) if row else ())
        has_notice = row is not None and row.supply is Supply.NOTICE
        keys = (
            KeyHint("F9", self.tr("Save as PDF"), bool(self._rows) and self._may_save),
            KeyHint("F11", self.tr("Withdraw it"), has_notice),
            KeyHint("F12", self.tr("Give notices")),
        )
        self.set_frame(
            keys=keys, next_key=self._next_key(row),
            esc=self.tr("Clear") if self.search_field.text() else self.tr("Back"),
        )  # fmt: skip

    def _next_key(self, row: ToDisconnect | None) -> NextKeyContent:
        if self.is_waiting:
            return NextKeyContent(self.tr("Wait"), self._waiting_for, waiting=True)
        if row is None and self.search_text:
            return NextKeyContent(
                self.tr("Nobody found"), self.tr("Who has paid is not on it"), waiting=True
            )
        if row is None:
            return NextKeyContent(
                self.tr("Nobody is on the list"), keyed(self.tr("F12 gives notices")), waiting=True
            )
        reason = self.tr("The reason is asked next")
        if row.supply is Supply.OFF:
            return NextKeyContent(
                self.tr("Switched on: {number}").format(number=row.connection_no), reason
            )
        return NextKeyContent(self.tr("Cut off: {number}").format(number=row.connection_no), reason)
