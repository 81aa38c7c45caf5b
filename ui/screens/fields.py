"""A form of a few named fields, each of a kind that says what may stand in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from ui.models.typed import date_in, number_in
from ui.screens.form import LEAST_REASON, REASON_LENGTH, FormScreen
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent
from ui.widgets.ledger import LedgerLine


class Kind(StrEnum):
    """What a field takes."""

    AMOUNT = "amount"
    """Above zero."""
    SIGNED = "signed"
    """Not zero."""
    COUNT = "count"
    DAY = "day"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Asked:
    """One field; `name` is what the flow reads it by."""

    name: str
    label: str
    kind: Kind
    hint: str = ""


Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked, what it is about, and what Enter does with right values.

    `act` gives title and consequence of the green block; where the second says that it cannot be
    done, the first is empty.
    """

    question: str
    title: str
    lines: tuple[LedgerLine, ...]
    act: Callable[[Values], tuple[str, str]]


class FieldsScreen(FormScreen):
    """`given` carries the values by name; every one of them can be read."""

    given = Signal(object)
    left = Signal()
    GAP = "base"

    def __init__(self, name: str, asked: tuple[Asked, ...], parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._asked = asked
        self._form: Form | None = None
        self.fields: dict[str, Field] = {}
        for one in asked:
            field = Field(f"{name}_{one.name}", one.label, hint=one.hint, height="field")
            field.edit.setMaxLength(REASON_LENGTH)
            self.fields[one.name] = field
            self.add(field)
        self.finish()

    def begin(self, form: Form, header: HeaderContent, values: Values | None = None) -> None:
        """Ask; `values` stand in the fields already."""
        self._form = form
        self.clear()
        for name, text in (values or {}).items():
            self.fields[name].set_text(text)
        self.show_about(form.title, form.lines)
        self.set_frame(
            question=form.question, header=header, banner=None, esc=self.tr("Back"),
            find_enabled=False, shift_enabled=False,
        )  # fmt: skip
        self.redraw()

    def next_pressed(self) -> None:
        content = self.next_key()
        if not content.waiting and not self.is_waiting:
            self.given.emit(self._values())

    def escape_pressed(self) -> None:
        self.left.emit()

    def next_key(self) -> NextKeyContent:
        values = self._values()
        for one in self._asked:
            missing = missing_words(one.kind, values[one.name])
            if missing:
                return NextKeyContent(one.label, missing, waiting=True)
        if self._form is None:
            return NextKeyContent(self.tr("Wait"), "", waiting=True)
        title, consequence = self._form.act(values)
        if not title:
            return NextKeyContent(self.tr("Not like this"), consequence, waiting=True)
        return NextKeyContent(title, consequence)

    def _values(self) -> Values:
        return {name: field.text().strip() for name, field in self.fields.items()}


def missing_words(kind: Kind, text: str) -> str:
    """What is wrong with a field, or "" if it can be read."""
    translate = QCoreApplication.translate
    if kind is Kind.WORDS:
        short = len(text) < LEAST_REASON
        return translate("Fields", "A few words, please") if short else ""
    if kind is Kind.DAY:
        return "" if date_in(text) else translate("Fields", "A day like 30.11.2026")
    if kind is Kind.COUNT:
        right = text.isascii() and text.isdecimal() and int(text) > 0
        return "" if right else translate("Fields", "A whole number")
    number = number_in(text)
    if number is None or number == 0 or (kind is Kind.AMOUNT and number < 0):
        signed = kind is Kind.SIGNED
        return (
            translate("Fields", "An amount, with - before it for less")
            if signed
            else translate("Fields", "An amount above zero")
        )
    return ""
