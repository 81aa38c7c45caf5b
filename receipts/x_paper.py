"""The X report on paper: a shift as it stands. What is not to be told yet is left out."""

from __future__ import annotations

from collections.abc import Iterator

from cashier_app.domain.money import ZERO, Currency
from cashier_app.domain.shifts import XReport
from cashier_app.domain.utility import Utility
from receipts import texts
from receipts.document import BODY, HEAD, NOTE, ROW, TOTAL, Document, Element, Pair, Rule, Text
from receipts.papers import paper_foot, paper_head
from receipts.z_paper import moved_lines, receipt_range, tender_lines


def x_document(report: XReport, utility: Utility, offset_minutes: int) -> Document:
    """The paper of a shift that goes on; it has no number and is stored nowhere."""
    currency = utility.currency
    elements = (
        *paper_head(utility, report.office, report.counter_name, 0),
        Text(texts.X_REPORT, HEAD),
        *_identity(report, offset_minutes),
        *_collected(report, currency),
        *_drawer(report, currency),
        *_exceptions(report, currency),
        *paper_foot(utility, 0),
    )
    return Document(f"x-{report.counter_code}-{report.shift_id}", elements)


def _identity(report: XReport, offset_minutes: int) -> Iterator[Element]:
    for label, value in (
        (texts.BUSINESS_DATE, texts.date_text(report.business_date)),
        (texts.CASHIER, report.cashier),
        (texts.OPENED, texts.moment_text(report.opened_at, offset_minutes)),
        (texts.AS_OF, texts.moment_text(report.asked_at, offset_minutes)),
    ):
        yield Pair(label, value, BODY, right_yields=True)
    yield Rule(dashed=True)


def _collected(report: XReport, currency: Currency) -> Iterator[Element]:
    yield Pair(texts.COLLECTED, currency.symbol, NOTE)
    yield from tender_lines(report.tenders, currency)
    if report.cash_taken is not None:
        total = sum((tender.amount for tender in report.tenders), ZERO)
        yield Rule()
        yield Pair(texts.TOTAL, currency.show(total), TOTAL)
    yield Rule()
    note = receipt_range(report.first_receipt, report.last_receipt)
    yield Pair(texts.RECEIPTS, str(report.receipts), ROW, note=note)


def _drawer(report: XReport, currency: Currency) -> Iterator[Element]:
    yield Rule(dashed=True)
    yield Pair(texts.DRAWER, currency.symbol, NOTE)
    yield Pair(texts.FLOAT, currency.show(report.float_amount), ROW)
    if report.cash_taken is not None:
        yield Pair(texts.CASH_TAKEN, currency.show(report.cash_taken), ROW)
    yield from moved_lines(report.moved, currency)
    if report.expected is not None:
        yield Pair(texts.EXPECTED, currency.show(report.expected), HEAD)


def _exceptions(report: XReport, currency: Currency) -> Iterator[Element]:
    yield Rule(dashed=True)
    for label, count, amount in (
        (texts.UNDOS, report.undos, report.undone_amount),
        (texts.REVERSALS, report.reversals, report.reversed_amount),
    ):
        yield Pair(label, str(count), BODY, note=currency.show(amount) if count else "")
    yield Pair(texts.REPRINTS, str(report.reprints), BODY)
    yield Pair(texts.DRAWER_OPENINGS, str(report.drawer_openings), BODY)
