"""How a receipt was really paid: cash, card or cheque; the money stays."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cashier_app.domain.corrections import ChequePaper, StandingTender
from cashier_app.domain.money import Currency
from cashier_app.domain.payments import TenderKind
from ui.key_map import keyed
from ui.keys import Key
from ui.models.cheque_words import BANK_LENGTH, NUMBER_LENGTH, number_fault
from ui.models.correction_words import tender_word
from ui.models.field_readers import LEAST_REASON
from ui.models.typed import date_in
from ui.screens.form import REASON_LENGTH, FormScreen
from ui.widgets.cards import AmountCard
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import LedgerLine

_KEYS = {Key.F5: TenderKind.CASH, Key.F6: TenderKind.CARD, Key.F7: TenderKind.CHEQUE}


class CorrectTenderScreen(FormScreen):
    """F5, F6, F7 choose what it was. `given` carries tender, kind, reason and cheque or None."""

    GAP = "snug"

    given = Signal(object, object, str, object)
    left = Signal()

    def __init__(self, currency: Currency, parent: QWidget | None = None) -> None:
        super().__init__("correct_tender", parent)
        self._currency = currency
        self._tenders: tuple[StandingTender, ...] = ()
        self._at = 0
        self._kind: TenderKind | None = None
        self.card = AmountCard("correct_tender_card", "sum", "correct_tender_card")
        self.add(self.card)
        self.bank_field = self._field("tender_bank", self.tr("Bank"), "")
        self.cheque_field = self._field("tender_cheque_no", self.tr("Cheque number"), "")
        self.date_field = self._field(
            "tender_date", self.tr("Date on the cheque"), self.tr("Day, month, year: 23 11 2026")
        )
        self.reason_field = self._field(
            "tender_reason", self.tr("Reason"), self.tr("Stands in the books for ever")
        )
        self.reason_field.edit.setMaxLength(REASON_LENGTH)
        self.bank_field.edit.setMaxLength(BANK_LENGTH)
        self.cheque_field.edit.setMaxLength(NUMBER_LENGTH)
        self._is_faulty = False
        self.finish()
        for key, kind in _KEYS.items():
            self.bind(key, partial(self._choose, kind))
        self.bind(Key.DOWN, partial(self._move, 1))
        self.bind(Key.UP, partial(self._move, -1))

    def begin(
        self, tenders: tuple[StandingTender, ...], title: str, lines: tuple[LedgerLine, ...],
        header: HeaderContent,
    ) -> None:  # fmt: skip
        """Ask what the first of `tenders` was; arrows go to the others."""
        self.clear()
        self._tenders, self._at, self._kind = tenders, 0, None
        self.show_about(title, lines)
        self.set_frame(
            question=self.tr("How was it really paid?"), header=header, banner=None,
            esc=self.tr("Back"), find_enabled=False, shift_enabled=False,
        )  # fmt: skip
        self._show_choice()

    def next_pressed(self) -> None:
        cheque = None
        if self._kind is TenderKind.CHEQUE:
            dated_on = date_in(self.date_field.text())
            if dated_on is None:
                return
            bank, number = self.bank_field.text().strip(), self.cheque_field.text().strip()
            cheque = ChequePaper(bank, number, dated_on)
        reason = self.reason_field.text().strip()
        self.given.emit(self._tenders[self._at], self._kind, reason, cheque)

    def escape_pressed(self) -> None:
        self.left.emit()

    def next_key(self) -> NextKeyContent:
        if self._kind is None:
            return NextKeyContent(
                self.tr("How was it paid?"),
                keyed(self.tr("F5 cash, F6 card, F7 cheque")),
                waiting=True,
            )
        if self._tell_fault():
            where = self.tr("What is wrong stands at the left")
            return NextKeyContent(self.tr("Look at the number"), where, waiting=True)
        if self._kind is TenderKind.CHEQUE and not self._has_cheque():
            return NextKeyContent(
                self.tr("Describe the cheque"), self.tr("Bank, number and date"), waiting=True
            )
        if len(self.reason_field.text().strip()) < LEAST_REASON:
            return NextKeyContent(
                self.tr("Write the reason"), self.tr("A few words are enough"), waiting=True
            )
        words = self.tr("Change {was} to {now}")
        was = tender_word(self._tenders[self._at].kind)
        title = words.format(was=was.lower(), now=tender_word(self._kind).lower())
        return NextKeyContent(title, self.tr("Somebody else approves it next"))

    def _field(self, name: str, label: str, hint: str) -> Field:
        field = Field(name, label, hint=hint)
        self.add(field)
        return field

    def _tell_fault(self) -> bool:
        """Whether the cheque's number can be none. Takes back only what it told itself."""
        number = self.cheque_field.text().strip()
        is_cheque = self._kind is TenderKind.CHEQUE
        lead, text = number_fault(number) if is_cheque and number else ("", "")
        if lead or self._is_faulty:
            self.tell(lead, text)
        self._is_faulty = bool(lead)
        return self._is_faulty

    def _has_cheque(self) -> bool:
        words = (self.bank_field.text().strip(), self.cheque_field.text().strip())
        return all(words) and date_in(self.date_field.text()) is not None

    def _choose(self, kind: TenderKind) -> None:
        if not self.is_waiting and self._tenders and self._tenders[self._at].kind is not kind:
            self._kind = kind
            self._show_choice()
            self.enter()

    def _move(self, step: int) -> None:
        if not self.is_waiting and 0 <= self._at + step < len(self._tenders):
            self._at, self._kind = self._at + step, None
            self._show_choice()

    def _show_choice(self) -> None:
        if not self._tenders:
            return
        tender = self._tenders[self._at]
        lines = (self.tr("Receipt says {kind}").format(kind=tender_word(tender.kind).lower()),)
        title = tender_word(self._kind) if self._kind else self.tr("Not said yet")
        self.card.set_content(title, self._currency.show(tender.amount), lines)
        for field in (self.bank_field, self.cheque_field, self.date_field):
            field.setVisible(self._kind is TenderKind.CHEQUE)
        self.set_frame(
            keys=tuple(
                KeyHint(key.value, tender_word(kind), tender.kind is not kind)
                for key, kind in _KEYS.items()
            )
        )
        self.redraw()
