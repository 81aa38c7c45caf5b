"""A Z report on the screen: the cash, and the facts beside it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.money import Currency
from cashier_app.domain.shifts import ZReport
from ui.models.cash_words import movement_lines
from ui.widgets.ledger import LedgerLine


def money_lines(report: ZReport, currency: Currency) -> tuple[LedgerLine, ...]:
    """From the float to the difference."""
    translate, show = QCoreApplication.translate, currency.show
    return (
        LedgerLine(translate("Z", "Opening float"), show(report.float_amount), weight="row"),
        LedgerLine(
            translate("Z", "Cash taken, less change given"), show(report.cash_taken), weight="row"
        ),
        *movement_lines(report.moved, currency),
        LedgerLine(
            translate("Z", "Cash expected"), show(report.expected), weight="strong", rule="line"
        ),
        LedgerLine(
            translate("Z", "Cash counted"), show(report.counted), weight="strong",
            rule="line_strong",
        ),
        difference_line(report, currency),
    )  # fmt: skip


def difference_line(report: ZReport, currency: Currency) -> LedgerLine:
    """Short in red, over in amber."""
    translate = QCoreApplication.translate
    label, tone = translate("Z", "No difference"), "ink"
    if report.difference < 0:
        label, tone = translate("Z", "Short"), "stop_text"
    elif report.difference > 0:
        label, tone = translate("Z", "Over"), "warn_ink"
    return LedgerLine(label, currency.show(abs(report.difference)), weight="sum", tone=tone)


def fact_lines(report: ZReport, currency: Currency) -> tuple[LedgerLine, ...]:
    """What else stands on it."""
    translate, show = QCoreApplication.translate, currency.show
    names = {
        "cheque": translate("Z", "Cheques, {n}"), "card": translate("Z", "Card slips, {n}"),
        "cash": translate("Z", "Cash, {n}"),
    }  # fmt: skip
    tenders = tuple(
        LedgerLine(
            names.get(tender.kind, tender.kind).format(n=tender.count), show(tender.amount),
            weight="row",
        )
        for tender in report.tenders
    )  # fmt: skip
    counts = [
        (translate("Z", "Receipts"), report.receipts),
        (translate("Z", "Cancelled receipts"), report.undos),
        (translate("Z", "Reversed receipts"), report.reversals),
        (translate("Z", "Copies printed"), report.reprints),
        (translate("Z", "Drawer opened without money"), report.drawer_openings),
        (translate("Z", "Not settled yet"), len(report.unsettled)),
    ]
    return (
        *tenders,
        *(LedgerLine(label, str(n)) for label, n in counts),
    )
