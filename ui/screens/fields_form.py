"""A form of several fields in two columns; what is typed is checked while it is typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.errors import CashierError
from ui.keys import Key
from ui.messages import message_for
from ui.models.supply_words import hold_words
from ui.screens.sending import SendingScreen
from ui.theme.look import look
from ui.widgets.banner import Gravity
from ui.widgets.cards import Columns, PanelTitle
from ui.widgets.chip import Tone
from ui.widgets.field_grid import Answers, Ask, FieldGrid
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine
from ui.widgets.notice_card import NoticeCard

_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class FormWords:
    """The question, the answer on the green block and its consequence.

    `title` and `lines` stand in the side panel: what it is about. `act` gives answer and
    consequence for answers that can all be read; without an answer it cannot be done like this.
    """

    question: str
    answer: str
    consequence: str
    title: str = ""
    lines: tuple[LedgerLine, ...] = ()
    act: Callable[[Answers], tuple[str, str]] | None = None
    waiting: str = ""
    """What is under way once it was given; the server is asked where nothing is said."""


class FieldsFormScreen(SendingScreen):
    """`given` carries values by name (None where empty), and whether odd readings may count."""

    given = Signal(object, bool)
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._words = FormWords("", "", "")
        self._accept = False
        self._build()
        self.bind(Key.DOWN, lambda: self._grid.move_caret(1))
        self.bind(Key.UP, lambda: self._grid.move_caret(-1))
        self._grid.edited.connect(self._on_edited)

    def begin(self, words: FormWords, asks: tuple[Ask, ...], header: HeaderContent) -> None:
        """Other fields, filled with what stands."""
        self._end_wait()
        self._words, self._accept = words, False
        self._grid.set_asks(asks)
        self.title.setText(words.title)
        self.ledger.set_lines(words.lines)
        self.notice.tell("")
        self.set_frame(
            question=words.question, header=header, banner=None, esc=self.tr("Back"),
            find_enabled=False, shift_enabled=False,
            keys=(KeyHint("Tab", self.tr("Next field"), len(asks) > 1),),
        )  # fmt: skip
        self.redraw()

    def clear(self) -> None:
        """Nothing of anybody stays."""
        self._end_wait()
        self._accept = False
        self._grid.set_asks(())
        self._words = FormWords("", "", "")
        self.title.setText("")
        self.ledger.set_lines(())
        self.notice.tell("")

    def enter(self) -> None:
        self._grid.focus_first()

    def press(self, key: Key) -> bool:
        """Enter goes to the field that is still to be filled before it acts."""
        acts = key is Key.ENTER and not self.is_waiting and not self.is_leaving
        if acts and self._grid.wrong() is not None:
            self._grid.focus_first()
            return True
        return super().press(key)

    def next_pressed(self) -> None:
        answers = self._grid.answers()
        self.notice.tell("")
        self.wait(self._words.waiting or self.tr("Asking the server"))
        self.given.emit(answers, self._accept)

    def escape_pressed(self) -> None:
        self.left.emit()

    def scanned(self, code: str) -> None:
        """Into the field with the caret: the number of a new meter."""
        if not self.is_waiting:
            self._grid.put(code)

    def unsent(self) -> int:
        """Fields that somebody filled in."""
        return self._grid.typed()

    def show_failure(self, error: CashierError) -> None:
        """Say why; what is typed stays. An odd reading is asked about once."""
        self._end_wait()
        message = message_for(error)
        lead, text = message.lead, message.text
        if error.code == "reading_odd" and not self._accept:
            self._accept = True
            lead = f"{hold_words(error.facts.get('reason', ''))}."
        stop = message.gravity is Gravity.STOP
        self.notice.tell(lead, text, Tone.STOP if stop else Tone.WARN)
        self.redraw()

    def texts(self) -> dict[str, str]:
        """What is typed so far, without secrets."""
        return self._grid.texts()

    def focus_on(self, name: str) -> None:
        """The caret to the field that is to be mended."""
        self._grid.focus(name)

    def field(self, name: str) -> Field:
        """The field of that name."""
        return self._grid.field(name)

    def _build(self) -> None:
        body = Columns()
        self._grid = FieldGrid(_COLUMNS)
        self.notice = NoticeCard(f"{self.objectName()}_notice")
        body.left.addSpacing(look().space("tight"))
        body.left.addWidget(self.notice)
        body.left.addSpacing(look().space("gap"))
        body.left.addLayout(self._grid)
        body.left.addStretch(1)
        self.title = PanelTitle(name=f"{self.objectName()}_title")
        self.title.setWordWrap(True)
        self.ledger = Ledger(f"{self.objectName()}_ledger")
        body.panel.column.addWidget(self.title)
        body.panel.column.addSpacing(look().space("small"))
        body.panel.column.addWidget(self.ledger)
        body.panel.column.addStretch(1)
        # At the foot, where it moves no field.
        self.problem = NoticeCard(f"{self.objectName()}_problem")
        body.panel.column.addWidget(self.problem)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(body)

    def _set_read_only(self, read_only: bool) -> None:
        self._grid.set_read_only(read_only)

    def _on_edited(self) -> None:
        self._accept = False
        self.notice.tell("")
        self.redraw()

    def redraw(self) -> None:
        """What is wrong with what is typed, and what Enter would do with it."""
        wrong = self._grid.wrong()
        problem = self._grid.problem(wrong) if wrong is not None else ""
        is_typed = wrong is not None and self._grid.is_typed(wrong)
        self.problem.tell(
            wrong.label if wrong is not None and is_typed else "", f"{problem}.", Tone.WARN
        )
        self.set_frame(next_key=self._next_key(wrong, problem))

    def _next_key(self, wrong: Ask | None, problem: str) -> NextKeyContent:
        words = self._words
        if self._waiting_for:
            return NextKeyContent(self.tr("Wait"), self._waiting_for, waiting=True)
        if wrong is not None:
            return NextKeyContent(words.answer, f"{wrong.label}: {problem}", waiting=True)
        answer, consequence = words.answer, words.consequence
        if words.act is not None:
            answer, consequence = words.act(self._grid.answers())
        if not answer:
            return NextKeyContent(self.tr("Not like this"), consequence, waiting=True)
        if self._accept:
            return NextKeyContent(self.tr("It counts as it is"), consequence)
        return NextKeyContent(answer, consequence)
