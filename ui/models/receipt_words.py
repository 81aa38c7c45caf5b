"""How a stored receipt was paid, and what goes back when it is taken back."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.money import Currency
from cashier_app.domain.payments import Receipt, TenderKind
from ui.models import words
from ui.widgets.ledger import LedgerLine


def tender_lines(receipt: Receipt, currency: Currency, weight: str) -> tuple[LedgerLine, ...]:
    """Each tender with its number; cash as received."""
    translate = QCoreApplication.translate
    return tuple(
        LedgerLine(
            translate("Receipt", "Received")
            if tender.kind is TenderKind.CASH
            else words.tender_word(tender.kind),
            currency.show(tender.tendered),
            detail=tender.detail,
            weight=weight,
            rule="line",
        )
        for tender in receipt.tenders
    )


def hand_back_words(receipt: Receipt, currency: Currency) -> str:
    """What the customer gets when `receipt` is cancelled: cash, the cheque, or both."""
    translate = QCoreApplication.translate
    amount = currency.show(abs(receipt.cash))
    if all(tender.kind is not TenderKind.CHEQUE for tender in receipt.tenders):
        return translate("Receipt", "Then hand back {amount}").format(amount=amount)
    if receipt.cash == 0:
        return translate("Receipt", "Then hand back the cheque")
    text = translate("Receipt", "Then hand back the cheque and {amount}")
    return text.format(amount=amount)
