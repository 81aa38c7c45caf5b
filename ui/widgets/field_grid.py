"""Named fields in columns, each with a reader: what is typed is checked while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QGridLayout

from cashier_app.services.imports.fields import BadField
from ui.models.supply_words import bad_field
from ui.theme.look import look
from ui.widgets.fields import Field

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ask:
    """A field; `read` makes its value of the text, or raises BadField."""

    name: str
    label: str
    read: Callable[[str], Any]
    value: str = ""
    hint: str = ""
    needed: bool = True
    secret: bool = False


class FieldGrid(QGridLayout):
    """`edited` when something was typed. A layout, so that a field's ring is never cut off."""

    edited = Signal()

    def __init__(self, columns: int) -> None:
        super().__init__()
        self._columns = columns
        self._asks: tuple[Ask, ...] = ()
        self._fields: dict[str, Field] = {}
        self.setHorizontalSpacing(look().space("gutter"))
        self.setVerticalSpacing(look().space("base"))
        for column in range(columns):
            self.setColumnStretch(column, 1)

    def set_asks(self, asks: tuple[Ask, ...]) -> None:
        """Other fields, filled with what stands."""
        for field in self._fields.values():
            self.removeWidget(field)
            # Hidden before it leaves the window: shown without a parent it would be one.
            field.hide()
            field.setParent(None)
            field.deleteLater()
        self._asks, self._fields = asks, {}
        for number, ask in enumerate(asks):
            field = Field(
                ask.name, ask.label, hint=ask.hint, password=ask.secret,
                parent=self.parentWidget(),
            )  # fmt: skip
            field.set_text(ask.value)
            field.edit.textChanged.connect(self._on_edited)
            self._fields[ask.name] = field
            self.addWidget(field, number // self._columns, number % self._columns)

    def set_read_only(self, read_only: bool) -> None:
        """Whether nothing can be typed; the caret stays where it is."""
        for field in self._fields.values():
            field.edit.setReadOnly(read_only)

    def field(self, name: str) -> Field:
        """The field of that name."""
        return self._fields[name]

    def texts(self) -> dict[str, str]:
        """What is typed so far, readable or not; secrets are left out."""
        return {ask.name: self._fields[ask.name].text() for ask in self._asks if not ask.secret}

    def typed(self) -> int:
        """How many fields somebody filled in, secrets left out."""
        return sum(field.is_typed for field in self._fields.values())

    def focus(self, name: str) -> None:
        """The caret to the field of that name, if there is one."""
        if name in self._fields:
            self._focus(name)

    def answers(self) -> Answers:
        """The values by name, None where nothing is typed. Only while nothing is wrong."""
        return {ask.name: self._value(ask) for ask in self._asks}

    def wrong(self) -> Ask | None:
        """The first field that cannot be read or must still be filled in."""
        return next((ask for ask in self._asks if self.problem(ask)), None)

    def problem(self, ask: Ask) -> str:
        """What is wrong with a field, or ""."""
        text = self._text(ask)
        if not text:
            needed = QCoreApplication.translate("FieldGrid", "to be filled in")
            return needed if ask.needed else ""
        try:
            ask.read(text)
        except BadField as bad:
            return bad_field(bad, text)
        return ""

    def is_typed(self, ask: Ask) -> bool:
        """True when something stands in the field."""
        return bool(self._text(ask))

    def focus_first(self) -> None:
        """The caret to the first field that is still wrong, else to the first."""
        first = self.wrong() or (self._asks[0] if self._asks else None)
        if first is not None:
            self._focus(first.name)

    def move_caret(self, step: int) -> None:
        """The caret `step` fields on."""
        names = [ask.name for ask in self._asks]
        at = next((n for n, name in enumerate(names) if self._fields[name].edit.hasFocus()), 0)
        if names:
            self._focus(names[max(0, min(at + step, len(names) - 1))])

    def put(self, text: str) -> None:
        """Into the field with the caret: what was scanned."""
        for field in self._fields.values():
            if field.edit.hasFocus():
                field.set_text(text)

    def _focus(self, name: str) -> None:
        edit = self._fields[name].edit
        edit.setFocus()
        edit.selectAll()

    def _text(self, ask: Ask) -> str:
        return self._fields[ask.name].text().strip()

    def _value(self, ask: Ask) -> Any:
        text = self._text(ask)
        return ask.read(text) if text else None

    def _on_edited(self, _text: str) -> None:
        self.edited.emit()
