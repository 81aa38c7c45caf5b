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
from ui.screen import Screen
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


class FieldsFormScreen(Screen):
    """`given` carries values by name (None where empty), and whether odd readings may count."""

    given = Signal(object, bool)
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._words = FormWords("", "", "")
        self._waiting = self._accept = False
        self._esc = ""
        self._build()
        self.bind(Key.DOWN, lambda: self._grid.move_caret(1))
        self.bind(Key.UP, lambda: self._grid.move_caret(-1))
        self._grid.edited.connect(self._on_edited)

    def begin(self, words: FormWords, asks: tuple[Ask, ...], header: HeaderContent) -> None:
        """Other fields, filled with what stands."""
        self._words = words
        self._waiting = self._accept = False
        self._grid.set_asks(asks)
        self.title.setText(words.title)
        self.ledger.set_lines(words.lines)
        self.notice.tell("")
        self.set_frame(
            question=words.question, header=header, banner=None, esc=self.tr("Back"),
            find_enabled=False, shift_enabled=False,
            keys=(KeyHint("Tab", self.tr("Next field"), len(asks) > 1),),
        )  # fmt: skip
        self._redraw()

    def begin_again(self) -> None:
        """As it stands: what was given can be given once more."""
        self._wait(False)
        self._redraw()

    def end_wait(self) -> None:
        """Nobody has said what became of it: it can be given once more, or left."""
        if self._waiting:
            self.begin_again()

    def clear(self) -> None:
        """Nothing of anybody stays."""
        self._waiting = self._accept = False
        self._grid.set_asks(())
        self._words = FormWords("", "", "")
        self.title.setText("")
        self.ledger.set_lines(())
        self.notice.tell("")

    def enter(self) -> None:
        self._grid.focus_first()

    def press(self, key: Key) -> bool:
        """Enter goes to the field that is still to be filled before it acts."""
        if key is Key.ENTER and not self._waiting and self._grid.wrong() is not None:
            self._grid.focus_first()
            return True
        return super().press(key)

    def next_pressed(self) -> None:
        answers = self._grid.answers()
        self._wait(True)
        self.notice.tell("")
        self._redraw()
        self.given.emit(answers, self._accept)

    def escape_pressed(self) -> None:
        self.left.emit()

    def scanned(self, code: str) -> None:
        """Into the field with the caret: the number of a new meter."""
        if not self._waiting:
            self._grid.put(code)

    def show_failure(self, error: CashierError) -> None:
        """Say why; what is typed stays. An odd reading is asked about once."""
        self._wait(False)
        message = message_for(error)
        lead, text = message.lead, message.text
        if error.code == "reading_odd" and not self._accept:
            self._accept = True
            lead = f"{hold_words(error.facts.get('reason', ''))}."
        stop = message.gravity is Gravity.STOP
        self.notice.tell(lead, text, Tone.STOP if stop else Tone.WARN)
        self._redraw()

    def texts(self) -> dict[str, str]:
        """What is typed so far, without secrets."""
        return self._grid.texts()

    def focus_on(self, name: str) -> None:
        """The caret to the field that is to be mended."""
        self._grid.focus(name)

    @property
    def is_waiting(self) -> bool:
        """True from what was given to its answer."""
        return self._waiting

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

    def _wait(self, waiting: bool) -> None:
        """What was sent stays as it was sent, and the screen stays, until the answer is there."""
        if waiting == self._waiting:
            return
        self._waiting = waiting
        self._grid.set_read_only(waiting)
        if waiting:
            self._esc = self.frame.esc
        self.set_frame(esc="" if waiting else self._esc)

    def _on_edited(self) -> None:
        self._accept = False
        self.notice.tell("")
        self._redraw()

    def _redraw(self) -> None:
        wrong = self._grid.wrong()
        problem = self._grid.problem(wrong) if wrong is not None else ""
        is_typed = wrong is not None and self._grid.is_typed(wrong)
        self.problem.tell(
            wrong.label if wrong is not None and is_typed else "", f"{problem}.", Tone.WARN
        )
        self.set_frame(next_key=self._next_key(wrong, problem))

    def _next_key(self, wrong: Ask | None, problem: str) -> NextKeyContent:
        words = self._words
        if self._waiting:
            under_way = words.waiting or self.tr("Asking the server")
            return NextKeyContent(self.tr("Wait"), under_way, waiting=True)
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
