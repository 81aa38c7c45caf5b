"""Cash besides payments in words: what an act is called, what its slip tells on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.drawer import CashKind, CashSlip
from cashier_app.domain.money import Currency
from cashier_app.domain.shifts import MovementTotal
from ui.widgets.ledger import LedgerLine


def kind_word(kind: CashKind | str) -> str:
    """What happened, as a heading: "Paid out"."""
    translate = QCoreApplication.translate
    return {
        CashKind.PAID_IN: translate("Cash", "Paid in"),
        CashKind.PAID_OUT: translate("Cash", "Paid out"),
        CashKind.DROP: translate("Cash", "Brought to the safe"),
        CashKind.CHANGE: translate("Cash", "Changed with the safe"),
        CashKind.NO_SALE: translate("Cash", "Drawer opened"),
        CashKind.HANDOVER: translate("Cash", "Handed over"),
        CashKind.RECEIVED: translate("Cash", "Received"),
        CashKind.RETURNED: translate("Cash", "Taken back"),
        CashKind.CHECK: translate("Cash", "Drawer counted"),
        CashKind.SAFE_OPENING: translate("Cash", "Safe opened"),
        CashKind.SAFE_COUNT: translate("Cash", "Safe counted"),
        CashKind.SAFE_DEPOSIT: translate("Cash", "Taken to the bank"),
    }[CashKind(kind)]


def other_word(kind: CashKind) -> str:
    """What the other person of a slip is."""
    translate = QCoreApplication.translate
    return {
        CashKind.HANDOVER: translate("Cash", "To"),
        CashKind.RECEIVED: translate("Cash", "From"),
        CashKind.RETURNED: translate("Cash", "Was meant for"),
        CashKind.CHECK: translate("Cash", "Drawer of"),
    }.get(kind, "")


def difference_word(currency: Currency, difference: Decimal) -> str:
    """Like "40.00 short", "5.00 over" or "No difference"."""
    translate = QCoreApplication.translate
    if not difference:
        return translate("Cash", "No difference")
    words = translate("Cash", "{amount} short")
    if difference > 0:
        words = translate("Cash", "{amount} over")
    return words.format(amount=currency.show(abs(difference)))


def slip_lines(slip: CashSlip, currency: Currency) -> tuple[LedgerLine, ...]:
    """What is stored, for the screen that tells it."""
    translate, show = QCoreApplication.translate, currency.show
    lines = [LedgerLine(translate("Cash", "Number"), slip.number, weight="row", rule="line")]
    if slip.other_person:
        label = other_word(slip.kind)
        lines.append(LedgerLine(label, slip.other_person, weight="row", rule="line"))
    if slip.bag_no:
        lines.append(
            LedgerLine(
                translate("Cash", "Bag {bag}").format(bag=slip.bag_no),
                detail=slip.bank,
                rule="line",
            )
        )
    if slip.reason:
        reason = translate("Cash", "Reason")
        lines.append(LedgerLine(reason, detail=slip.reason, rule="line"))
    if slip.approved_by:
        label = translate("Cash", "Approved by")
        lines.append(LedgerLine(label, slip.approved_by, weight="row", rule="line"))
    if slip.expected is not None and slip.counted is not None:
        lines.append(LedgerLine(translate("Cash", "Expected"), show(slip.expected), weight="row"))
        lines.append(
            LedgerLine(
                translate("Cash", "Counted"), show(slip.counted), weight="row", rule="line_strong"
            )
        )
    if slip.kind in {CashKind.CHECK, CashKind.SAFE_COUNT}:
        tone = "stop_text" if slip.amount < 0 else "warn_ink" if slip.amount > 0 else "ink"
        lines.append(
            LedgerLine(difference_label(slip), show(abs(slip.amount)), weight="sum", tone=tone)
        )
    elif slip.amount:
        lines.append(LedgerLine(translate("Cash", "Amount"), show(abs(slip.amount)), weight="sum"))
    if slip.held is not None:
        lines.append(LedgerLine(translate("Cash", "The safe holds"), show(slip.held), weight="row"))
    return tuple(lines)


def movement_lines(moved: Sequence[MovementTotal], currency: Currency) -> list[LedgerLine]:
    """Cash in and out besides payments, by its kind; openings without money are left out."""
    with_number = QCoreApplication.translate("Cash", "{what}, {n}")
    return [
        LedgerLine(
            with_number.format(what=kind_word(total.kind), n=total.count),
            currency.show(total.amount),
            weight="row",
        )
        for total in moved
        if total.kind != CashKind.NO_SALE
    ]


def difference_label(slip: CashSlip) -> str:
    """Short, over, or that there is none."""
    translate = QCoreApplication.translate
    if not slip.amount:
        return translate("Cash", "No difference")
    return translate("Cash", "Short") if slip.amount < 0 else translate("Cash", "Over")
