"""One printer: its settings, its state as it says itself, test page and drawer, then into use."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.errors import CashierError
from ui.keys import Key
from ui.messages import message_for
from ui.models.printer_words import Choosable
from ui.screens.sending import SendingScreen
from ui.theme.look import look
from ui.widgets.cards import Columns, PanelTitle
from ui.widgets.cell_table import Cell, CellTable, Column
from ui.widgets.chip import Tone
from ui.widgets.drawn import Label
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine
from ui.widgets.notice_card import NoticeCard


class PrinterSetupScreen(SendingScreen):
    """`changed` carries a setting's name and how far on its value goes.

    `letter_typed` asks for the next model of that initial, while the model is selected.
    """

    changed = Signal(str, int)
    letter_typed = Signal(str)
    trial_asked = Signal()
    drawer_asked = Signal()
    use_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("printer_setup", parent)
        self._rows: tuple[Choosable, ...] = ()
        self._before: tuple[Choosable, ...] = ()
        self._given: set[str] = set()
        """Settings that somebody changed: a model brings others of its own."""
        body = Columns()
        self.notice = NoticeCard("printer_setup_notice")
        self.table = CellTable(
            "printer_setup_table", self.tr("Settings of the printer"),
            (Column(self.tr("Setting")), Column(self.tr("Now"), 320)),
        )  # fmt: skip
        body.left.addWidget(self.table, 1)
        self.title = PanelTitle(name="printer_setup_title")
        self.detail = Label(step="body", tone="ink2", name="printer_setup_where")
        for label in (self.title, self.detail):
            label.setWordWrap(True)
            body.panel.column.addWidget(label)
        self.state = Ledger("printer_setup_state")
        body.panel.column.addSpacing(look().space("base"))
        body.panel.column.addWidget(self.state)
        body.panel.column.addStretch(1)
        body.panel.column.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
        for key, step in ((Key.DOWN, 1), (Key.UP, -1)):
            self.bind(key, partial(self.table.move_choice, step))
        self.bind(Key.SPACE, partial(self._change, 1))
        self.bind(Key.BACKSPACE, partial(self._change, -1))
        self.bind(Key.F5, partial(self._ask, self.trial_asked))
        self.bind(Key.F6, partial(self._ask, self.drawer_asked))

    def begin(self, title: str, where: str, header: HeaderContent) -> None:
        """A printer that was not asked yet."""
        self.title.setText(title)
        self.detail.setText(where)
        self.notice.tell("")
        self._before, self._given = (), set()
        self._end_wait()
        self.set_frame(
            question=self.tr("How is this printer set up?"), header=header, banner=None,
            esc=self.tr("Back"), find_enabled=False, shift_enabled=False,
        )  # fmt: skip

    def show_settings(self, rows: tuple[Choosable, ...]) -> None:
        """The settings; the one that was selected stays so."""
        at = max(self.table.current_row(), 0)
        self._rows = rows
        self._before = self._before or rows
        self.table.show_rows(
            tuple((Cell(row.label, row.detail), Cell(row.shown)) for row in rows),
            min(at, max(len(rows) - 1, 0)),
        )
        self.redraw()

    def show_state(self, lines: tuple[LedgerLine, ...]) -> None:
        """What the printer said just now."""
        self.state.set_lines(lines)

    def tell(self, words: tuple[str, str, Tone]) -> None:
        """What became of a test."""
        self._end_wait()
        self.notice.tell(*words)
        self.redraw()

    def show_failure(self, error: CashierError) -> None:
        """Why it was not taken into use."""
        message = message_for(error)
        self.tell((message.lead, message.text, Tone.STOP))

    def wait(self, what: str, *, may_leave: bool = False) -> None:
        """As any screen that sends; older news go."""
        self.notice.tell("")
        super().wait(what, may_leave=may_leave)

    @property
    def settings(self) -> tuple[Choosable, ...]:
        """What is shown."""
        return self._rows

    def unsent(self) -> int:
        """Settings that somebody changed and that are not as they were."""
        before = {row.name: row.shown for row in self._before}
        return sum(row.name in self._given and row.shown != before[row.name] for row in self._rows)

    def leaving_question(self) -> str:
        return self.tr("Leave without using this printer?")

    def enter(self) -> None:
        self.setFocus()

    def key_typed(self, event: QKeyEvent) -> bool:
        """A letter jumps among the many models."""
        row = self.table.current_row()
        is_model = 0 <= row < len(self._rows) and self._rows[row].name == "profile"
        if self.is_waiting or not is_model or not event.text().isalnum():
            return False
        self._given.add("profile")
        self.letter_typed.emit(event.text())
        return True

    def next_pressed(self) -> None:
        self.use_asked.emit()

    def escape_pressed(self) -> None:
        self.left.emit()

    def _ask(self, signal: SignalInstance) -> None:
        if not self.is_waiting:
            signal.emit()

    def _change(self, step: int) -> None:
        row = self.table.current_row()
        if not self.is_waiting and 0 <= row < len(self._rows):
            self._given.add(self._rows[row].name)
            self.changed.emit(self._rows[row].name, step)

    def redraw(self) -> None:
        """The keys and the green block."""
        ready = bool(self._rows) and not self.is_waiting
        keys = (
            KeyHint("Space", self.tr("Next value"), ready),
            KeyHint("F5", self.tr("Test page"), ready),
            KeyHint("F6", self.tr("Open drawer"), ready),
        )
        if self._waiting_for:
            key = NextKeyContent(self.tr("Wait"), self._waiting_for, waiting=True)
        else:
            key = NextKeyContent(
                self.tr("Use this printer"), self.tr("From the next paper on, on this computer")
            )
        self.set_frame(keys=keys, next_key=key)
