"""A form of several fields in two columns; what is typed is checked while it is typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from cashier_app.domain.errors import CashierError
from cashier_app.services.imports.fields import BadField
from ui.keys import Key
from ui.messages import message_for
from ui.models.supply_words import bad_field, hold_words
from ui.screen import Screen
from ui.theme.look import look
from ui.widgets.banner import Gravity
from ui.widgets.cards import Columns
from ui.widgets.chip import Tone
from ui.widgets.drawn import Label
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine
from ui.widgets.notice_card import NoticeCard

_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Ask:
    """A field; `read` makes its value of the text, or raises BadField."""

    name: str
    label: str
    read: Callable[[str], Any]
    value: str = ""
    hint: str = ""
    needed: bool = True


@dataclass(frozen=True, slots=True)
class FormWords:
    """The question, the answer on the green block and its consequence.

    `title` and `lines` stand in the side panel: what it is about.
    """

    question: str
    answer: str
    consequence: str
    title: str = ""
    lines: tuple[LedgerLine, ...] = ()


class FieldsFormScreen(Screen):
    """`given` carries values by name (None where empty), and whether odd readings may count."""

    given = Signal(object, bool)
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._words = FormWords("", "", "")
        self._asks: tuple[Ask, ...] = ()
        self._fields: dict[str, Field] = {}
        self._waiting = self._accept = False
        self._build()
        self.bind(Key.DOWN, lambda: self._move(1))
        self.bind(Key.UP, lambda: self._move(-1))

    def begin(self, words: FormWords, asks: tuple[Ask, ...], header: HeaderContent) -> None:
        """Other fields, filled with what stands."""
        self._empty_grid()
        self._words, self._asks = words, asks
        self._waiting = self._accept = False
        for number, ask in enumerate(asks):
            field = Field(ask.name, ask.label, hint=ask.hint, parent=self)
            field.set_text(ask.value)
            field.edit.textChanged.connect(self._on_edited)
            self._fields[ask.name] = field
            self._grid.addWidget(field, number // _COLUMNS, number % _COLUMNS)
        self.title.setText(words.title)
        self.ledger.set_lines(words.lines)
        self.notice.tell("")
        self.set_frame(
            question=words.question, header=header, banner=None, esc=self.tr("Back"),
            find_enabled=False, shift_enabled=False, keys=(KeyHint("Tab", self.tr("Next field")),),
        )  # fmt: skip
        self._redraw()

    def begin_again(self) -> None:
        """As it stands: what was given can be given once more."""
        self._waiting = False
        self._redraw()

    def clear(self) -> None:
        """Nothing of anybody stays."""
        self._empty_grid()
        self._asks, self._words = (), FormWords("", "", "")
        self.title.setText("")
        self.ledger.set_lines(())
        self.notice.tell("")

    def enter(self) -> None:
        wrong = self._wrong()
        first = wrong or (self._asks[0] if self._asks else None)
        if first is not None:
            self._focus(first.name)

    def press(self, key: Key) -> bool:
        """Enter goes to the field that is still to be filled before it acts."""
        if key is Key.ENTER and not self._waiting:
            wrong = self._wrong()
            if wrong is not None:
                self._focus(wrong.name)
                return True
        return super().press(key)

    def next_pressed(self) -> None:
        values = {ask.name: self._value(ask) for ask in self._asks}
        self._waiting = True
        self.notice.tell("")
        self._redraw()
        self.given.emit(values, self._accept)

    def escape_pressed(self) -> None:
        self.left.emit()

    def scanned(self, code: str) -> None:
        """Into the field with the caret: the number of a new meter."""
        for field in self._fields.values():
            if field.edit.hasFocus():
                field.set_text(code)

    def show_failure(self, error: CashierError) -> None:
        """Say why; what is typed stays. An odd reading is asked about once."""
        self._waiting = False
        message = message_for(error)
        lead, text = message.lead, message.text
        if error.code == "reading_odd" and not self._accept:
            self._accept = True
            lead = f"{hold_words(error.facts.get('reason', ''))}."
        stop = message.gravity is Gravity.STOP
        self.notice.tell(lead, text, Tone.STOP if stop else Tone.WARN)
        self._redraw()

    def field(self, name: str) -> Field:
        """The field of that name."""
        return self._fields[name]

    def _build(self) -> None:
        body = Columns()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look().space("gutter"))
        self._grid.setVerticalSpacing(look().space("base"))
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self.notice = NoticeCard(f"{self.objectName()}_notice")
        body.left.addSpacing(look().space("tight"))
        body.left.addWidget(self.notice)
        body.left.addSpacing(look().space("gap"))
        body.left.addLayout(self._grid)
        body.left.addStretch(1)
        self.title = Label(step="lead_strong", name=f"{self.objectName()}_title")
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

    def _empty_grid(self) -> None:
        for field in self._fields.values():
            self._grid.removeWidget(field)
            field.setParent(None)
            field.deleteLater()
        self._fields = {}

    def _value(self, ask: Ask) -> Any:
        text = self._fields[ask.name].text().strip()
        return ask.read(text) if text else None

    def _problem(self, ask: Ask) -> str:
        text = self._fields[ask.name].text().strip()
        if not text:
            return self.tr("to be filled in") if ask.needed else ""
        try:
            ask.read(text)
        except BadField as bad:
            return bad_field(bad, text)
        return ""

    def _wrong(self) -> Ask | None:
        return next((ask for ask in self._asks if self._problem(ask)), None)

    def _focus(self, name: str) -> None:
        edit = self._fields[name].edit
        edit.setFocus()
        edit.selectAll()

    def _move(self, step: int) -> None:
        names = [ask.name for ask in self._asks]
        at = next((n for n, name in enumerate(names) if self._fields[name].edit.hasFocus()), 0)
        if names:
            self._focus(names[max(0, min(at + step, len(names) - 1))])

    def _on_edited(self, _text: str) -> None:
        self._accept = self._waiting = False
        self.notice.tell("")
        self._redraw()

    def _redraw(self) -> None:
        words, wrong = self._words, self._wrong()
        is_typed = wrong is not None and bool(self._fields[wrong.name].text().strip())
        self.problem.tell(
            wrong.label if wrong is not None and is_typed else "",
            f"{self._problem(wrong)}." if wrong is not None else "", Tone.WARN,
        )  # fmt: skip
        if self._waiting:
            key = NextKeyContent(self.tr("Wait"), self.tr("Asking the server"), waiting=True)
        elif wrong is not None:
            problem = f"{wrong.label}: {self._problem(wrong)}"
            key = NextKeyContent(words.answer, problem, waiting=True)
        elif self._accept:
            key = NextKeyContent(self.tr("It counts as it is"), words.consequence)
        else:
            key = NextKeyContent(words.answer, words.consequence)
        self.set_frame(next_key=key)
