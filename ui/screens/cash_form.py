"""How much cash moves, and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cashier_app.domain.money import Currency
from ui.models.field_readers import LEAST_REASON
from ui.screens.form import REASON_LENGTH, FormScreen
from ui.widgets.amount_field import AmountField
from ui.widgets.drawn import Label
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent
from ui.widgets.ledger import LedgerLine


@dataclass(frozen=True, slots=True)
class CashQuestion:
    """`act` is what the green block says; `{amount}` in it is what is in the amount field."""

    question: str
    act: str
    consequence: str
    amount_label: str = ""
    """Empty where no amount is asked for."""
    reason_label: str = ""
    reason_hint: str = ""
    note: str = ""
    title: str = ""
    lines: tuple[LedgerLine, ...] = ()


class CashFormScreen(FormScreen):
    """`given` carries the amount (zero where none is asked) and the reason."""

    given = Signal(object, str)
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._currency = Currency("", "", 2)
        self._asked = CashQuestion("", "", "")
        self.amount_field = AmountField(f"{name}_amount", "", self._currency)
        self.amount_field.changed.connect(self.redraw)
        self.reason_field = Field(f"{name}_reason", " ", height="field")
        self.reason_field.edit.setMaxLength(REASON_LENGTH)
        self.note_label = Label(step="body", tone="ink2", name=f"{name}_note")
        self.note_label.setWordWrap(True)
        for part in (self.amount_field, self.reason_field, self.note_label):
            self.add(part)
        self.finish()

    def begin(self, asked: CashQuestion, currency: Currency, header: HeaderContent) -> None:
        """Empty fields."""
        self.clear()
        self._asked, self._currency = asked, currency
        self.amount_field.set_currency(currency)
        self.amount_field.set_label(asked.amount_label)
        self.amount_field.set_amount(None)
        self.amount_field.setVisible(bool(asked.amount_label))
        self.reason_field.label.setText(asked.reason_label)
        self.reason_field.edit.setAccessibleName(asked.reason_label)
        self.reason_field.set_hint(asked.reason_hint)
        self.note_label.setText(asked.note)
        self.show_about(asked.title, asked.lines)
        self.set_frame(
            question=asked.question, header=header, banner=None, esc=self.tr("Back"),
            find_enabled=False, shift_enabled=False,
        )  # fmt: skip
        self.redraw()

    @property
    def amount(self) -> Decimal:
        """What is typed; 0 where no amount is asked for."""
        return self.amount_field.amount() if self._asked.amount_label else Decimal(0)

    def enter(self) -> None:
        if self._asked.amount_label and self.amount_field.is_empty:
            self.amount_field.setFocus()
        else:
            super().enter()

    def key_typed(self, event: QKeyEvent) -> bool:
        """Letters typed in the amount field are the beginning of the reason."""
        begins = self.amount_field.hasFocus() and event.text().isalpha()
        if self.is_waiting or not begins:
            return False
        self.reason_field.edit.setFocus()
        self.reason_field.edit.insert(event.text())
        return True

    def next_pressed(self) -> None:
        self.given.emit(self.amount, self.reason_field.text().strip())

    def escape_pressed(self) -> None:
        self.left.emit()

    def next_key(self) -> NextKeyContent:
        asked = self._asked
        if asked.amount_label and self.amount <= 0:
            return NextKeyContent(self.tr("Type the amount"), asked.consequence, waiting=True)
        act = asked.act.replace("{amount}", self._currency.show(self.amount))
        if len(self.reason_field.text().strip()) < LEAST_REASON:
            missing = self.tr("Then write: {what}").format(what=_lower(asked.reason_label))
            return NextKeyContent(act, missing, waiting=True)
        return NextKeyContent(act, asked.consequence)


def _lower(text: str) -> str:
    """A label inside a sentence."""
    return text[:1].lower() + text[1:]
