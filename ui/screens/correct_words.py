"""Why something is corrected; for a refund also how much is paid out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Signal
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
class Correction:
    """`act` is what the green block says; `{amount}` in it is what is in the amount field."""

    question: str
    act: str
    note: str
    title: str
    lines: tuple[LedgerLine, ...]
    most: Decimal | None = None
    """With an amount to be asked for: no more than this."""
    is_approver: bool = False
    """The person may approve it, and needs nobody else."""


class ReasonScreen(FormScreen):
    """`given` carries the reason and the amount (zero where none is asked)."""

    given = Signal(str, object)
    left = Signal()

    def __init__(self, name: str, currency: Currency, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._currency = currency
        self._correction: Correction | None = None
        self.amount_field = AmountField(f"{name}_amount", self.tr("Pay out"), currency)
        self.amount_field.changed.connect(self.redraw)
        self.reason_field = Field(
            f"{name}_reason", self.tr("Reason"), hint=self.tr("Stands in the books for ever"),
            height="field",
        )  # fmt: skip
        self.reason_field.edit.setMaxLength(REASON_LENGTH)
        self.note_label = Label(step="body", tone="ink2", name=f"{name}_note")
        self.note_label.setWordWrap(True)
        for part in (self.amount_field, self.reason_field, self.note_label):
            self.add(part)
        self.finish()

    def begin(self, correction: Correction, header: HeaderContent) -> None:
        """Ask about `correction`; nothing is filled in."""
        self.clear()
        self._correction = correction
        self.amount_field.set_currency(self._currency)
        self.amount_field.setVisible(correction.most is not None)
        self.note_label.setText(correction.note)
        self.show_about(correction.title, correction.lines)
        self.set_frame(
            question=correction.question, header=header, banner=None, esc=self.tr("Back"),
            find_enabled=False, shift_enabled=False,
        )  # fmt: skip
        self.redraw()

    def enter(self) -> None:
        if self.amount_field.isHidden() or not self.amount_field.is_empty:
            super().enter()
        else:
            self.amount_field.setFocus()

    def next_pressed(self) -> None:
        self.given.emit(self.reason_field.text().strip(), self.amount_field.amount())

    def escape_pressed(self) -> None:
        self.left.emit()

    def next_key(self) -> NextKeyContent:
        correction = self._correction
        if correction is None:
            return NextKeyContent(self.tr("Wait"), "", waiting=True)
        amount, most = self.amount_field.amount(), correction.most
        if most is not None and amount <= 0:
            return NextKeyContent(
                self.tr("How much is paid out?"),
                self.tr("At most {amount}").format(amount=self._currency.show(most)), waiting=True,
            )  # fmt: skip
        if most is not None and amount > most:
            return NextKeyContent(
                self.tr("That is more than there is"),
                self.tr("At most {amount}").format(amount=self._currency.show(most)), waiting=True,
            )  # fmt: skip
        if len(self.reason_field.text().strip()) < LEAST_REASON:
            return NextKeyContent(
                self.tr("Write the reason"), self.tr("A few words are enough"), waiting=True
            )
        act = correction.act.replace("{amount}", self._currency.show(amount))
        if correction.is_approver:
            return NextKeyContent(act, self.tr("It is carried out at once"))
        return NextKeyContent(act, self.tr("Somebody else approves it next"))
