"""The Z report on paper: the numbered closing of a shift, for the cashier to sign."""

from __future__ import annotations

from collections.abc import Iterator

from cashier_app.domain.money import ZERO, Currency
from cashier_app.domain.shifts import ZReport
from cashier_app.domain.utility import Utility
from receipts import texts
from receipts.document import (
    BODY,
    HEAD,
    NOTE,
    ROW,
    TOTAL,
    Document,
    Element,
    Pair,
    Rule,
    Space,
    Text,
)
from receipts.papers import paper_foot, paper_head

HASH_SHOWN = 16


def z_document(report: ZReport, utility: Utility, offset_minutes: int) -> Document:
    """The paper of a stored Z; `signed` and the fingerprint as the report carries them."""
    currency = utility.currency
    elements = (
        *paper_head(utility, report.office, report.counter_name, report.copy_no),
        *_identity(report, offset_minutes),
        *_collected(report, currency),
        *_drawer(report, currency),
        *_count(report, currency),
        *_exceptions(report, currency),
        *_proof(report, currency),
        *paper_foot(utility, report.copy_no),
    )
    copy = f"-copy-{report.copy_no}" if report.copy_no else ""
    return Document(f"z-{report.counter_code}-{report.number}{copy}", elements)


def _identity(report: ZReport, offset_minutes: int) -> Iterator[Element]:
    yield Pair(texts.Z_REPORT, report.number, HEAD)
    for label, value in (
        (texts.BUSINESS_DATE, texts.date_text(report.business_date)),
        (texts.CASHIER, report.cashier),
        (texts.OPENED, texts.moment_text(report.opened_at, offset_minutes)),
        (texts.CLOSED, texts.moment_text(report.closed_at, offset_minutes)),
    ):
        yield Pair(label, value, BODY, right_yields=True)
    yield Rule(dashed=True)


def _collected(report: ZReport, currency: Currency) -> Iterator[Element]:
    yield Pair(texts.COLLECTED, currency.symbol, NOTE)
    for tender in report.tenders:
        label = texts.TENDERS.get(tender.kind, tender.kind.capitalize())
        yield Pair(label, currency.show(tender.amount), ROW, note=f"\u00d7 {tender.count}")
    total = sum((tender.amount for tender in report.tenders), ZERO)
    yield Rule()
    yield Pair(texts.TOTAL, currency.show(total), TOTAL)
    yield Rule()
    yield Pair(texts.RECEIPTS, str(report.receipts), ROW, note=_receipt_range(report))


def _receipt_range(report: ZReport) -> str:
    if not report.first_receipt:
        return ""
    words = texts.RECEIPTS_FROM_TO
    return words.format(first=report.first_receipt, last=report.last_receipt)


def _drawer(report: ZReport, currency: Currency) -> Iterator[Element]:
    yield Rule(dashed=True)
    yield Pair(texts.DRAWER, currency.symbol, NOTE)
    for label, amount in (
        (texts.FLOAT, report.float_amount),
        (texts.CASH_TAKEN, report.cash_taken),
        (texts.MOVEMENTS, report.movements),
        (texts.EXPECTED, report.expected),
        (texts.COUNTED, report.counted),
    ):
        yield Pair(label, currency.show(amount), ROW)
    yield Pair(_difference_label(report), currency.show(report.difference), HEAD)
    if report.reason:
        yield Text(texts.REASON.format(reason=report.reason), BODY)
    if not report.decided:
        yield Text(texts.TO_BE_DECIDED, BODY)


def _difference_label(report: ZReport) -> str:
    if report.difference == ZERO:
        return texts.NO_DIFFERENCE
    return texts.SHORT if report.difference < ZERO else texts.OVER


def _count(report: ZReport, currency: Currency) -> Iterator[Element]:
    counted = [pieces for pieces in report.pieces if pieces.count]
    if not counted:
        return
    yield Rule(dashed=True)
    yield Pair(texts.COUNT, currency.symbol, NOTE)
    for pieces in counted:
        label = f"{pieces.count} \u00d7 {currency.show_short(pieces.value)}"
        yield Pair(label, currency.show(pieces.value * pieces.count), BODY)


def _exceptions(report: ZReport, currency: Currency) -> Iterator[Element]:
    yield Rule(dashed=True)
    undone = currency.show(report.undone_amount) if report.undos else ""
    yield Pair(texts.UNDOS, str(report.undos), BODY, note=undone)
    yield Pair(texts.REPRINTS, str(report.reprints), BODY)
    yield Pair(texts.DRAWER_OPENINGS, str(report.drawer_openings), BODY)
    for reference in report.unsettled:
        yield Pair(texts.UNSETTLED, reference, BODY, right_yields=True)


def _proof(report: ZReport, currency: Currency) -> Iterator[Element]:
    yield Rule(dashed=True)
    yield Pair(texts.GRAND_TOTAL, currency.show(report.grand_total), BODY)
    yield Text(texts.JOURNAL_HASH.format(value=report.hash.hex()[:HASH_SHOWN]), NOTE)
    if report.key_fingerprint:
        yield Text(texts.KEY.format(value=report.key_fingerprint), NOTE)
    yield Text(texts.SIGNED if report.signed else texts.NOT_SIGNED, NOTE)
    yield Space(72)
    yield Rule()
    yield Text(f"{texts.SIGN_HERE}, {report.cashier}", NOTE)
    yield Space(16)
