"""Acts that need approval, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.corrections import Act, Correctable
from cashier_app.domain.money import Currency
from cashier_app.domain.payments import TenderKind
from ui.widgets.ledger import LedgerLine


def act_word(act: Act) -> str:
    """An act as a heading."""
    translate = QCoreApplication.translate
    return {
        Act.REVERSAL: translate("Corrections", "Reverse a receipt"),
        Act.MOVE: translate("Corrections", "Move a payment"),
        Act.CORRECTION: translate("Corrections", "Change the way of paying"),
        Act.REFUND: translate("Corrections", "Pay credit out"),
        Act.BOUNCE: translate("Corrections", "Returned cheque"),
        Act.MOVEMENT: translate("Corrections", "Cash in or out"),
        Act.DIFFERENCE: translate("Corrections", "Difference of a drawer"),
        Act.PAPER: translate("Corrections", "Paper receipts"),
    }[act]


def state_word(state: str) -> str:
    """What became of an act on the list."""
    translate = QCoreApplication.translate
    return {
        "waiting": translate("Corrections", "Waits for approval"),
        "approved": translate("Corrections", "Approved, to be carried out"),
        "declined": translate("Corrections", "Refused"),
        "withdrawn": translate("Corrections", "Withdrawn"),
        "ended": translate("Corrections", "The approval has run out"),
        "void": translate("Corrections", "Given up when the connection broke"),
        "done": translate("Corrections", "Carried out"),
    }[state]


def tender_word(kind: TenderKind) -> str:
    """A way of paying."""
    translate = QCoreApplication.translate
    return {
        TenderKind.CASH: translate("Corrections", "Cash"),
        TenderKind.CHEQUE: translate("Corrections", "Cheque"),
        TenderKind.CARD: translate("Corrections", "Card"),
    }[kind]


def standing_lines(found: Correctable, currency: Currency, day: str) -> tuple[LedgerLine, ...]:
    """A receipt as it stands: of whom, when, how it was paid, where it is booked."""
    translate = QCoreApplication.translate
    receipt = found.receipt
    tenders = (
        LedgerLine(tender_word(t.kind), currency.show(t.amount), weight="row", rule="line")
        for t in found.tenders
    )
    booked = LedgerLine(
        translate("Corrections", "Booked to"), detail=f"{found.booked_name}, {found.booked_to}",
        rule="line",
    )  # fmt: skip
    taken = LedgerLine(
        translate("Corrections", "Taken by {name}").format(name=receipt.cashier),
        detail=f"{day}, {receipt.counter_name}", rule="line",
    )  # fmt: skip
    total = LedgerLine(translate("Corrections", "Paid"), currency.show(found.net), weight="sum")
    return (taken, booked, *tenders, total)
