"""One number is asked for: of a receipt, of an account."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.screens.form import FormScreen
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent
from ui.widgets.ledger import LedgerLine

_LONGEST = 400


@dataclass(frozen=True, slots=True)
class NumberQuestion:
    """What is asked, and what it is about."""

    question: str
    label: str
    hint: str
    title: str = ""
    lines: tuple[LedgerLine, ...] = ()
    act: str = ""
    """What the green block says instead of looking a number up, where words are asked for."""
    consequence: str = ""


class AskNumberScreen(FormScreen):
    """`given` carries what was typed or scanned."""

    given = Signal(str)
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._asked = NumberQuestion("", "", "")
        self.number_field = Field(f"{name}_number", " ", height="field")
        self.number_field.edit.setMaxLength(_LONGEST)
        self.add(self.number_field)
        self.finish()

    def begin(self, asked: NumberQuestion, header: HeaderContent) -> None:
        """An empty field."""
        self.clear()
        self._asked = asked
        self.number_field.label.setText(asked.label)
        self.number_field.edit.setAccessibleName(asked.label)
        self.number_field.set_hint(asked.hint)
        self.show_about(asked.title, asked.lines)
        self.set_frame(
            question=asked.question, header=header, banner=None, esc=self.tr("Back"),
            find_enabled=False, shift_enabled=False,
        )  # fmt: skip
        self.redraw()

    def scanned(self, code: str) -> None:
        """A scan is a number, too."""
        if not self.is_waiting:
            self.number_field.set_text(code)

    def next_pressed(self) -> None:
        self.given.emit(self.number_field.text().strip())

    def escape_pressed(self) -> None:
        self.left.emit()

    def next_key(self) -> NextKeyContent:
        typed, asked = self.number_field.text().strip(), self._asked
        if asked.act:
            return NextKeyContent(asked.act, asked.consequence, waiting=not typed)
        if not typed:
            return NextKeyContent(self.tr("Type the number"), self.tr("Or scan it"), waiting=True)
        return NextKeyContent(self.tr("Look it up"), self.tr("Nothing is changed yet"))
