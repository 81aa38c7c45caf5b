"""The Z report on paper: the numbered closing of a shift, for the cashier to sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from cashier_app.domain.money import ZERO, Currency
from cashier_app.domain.shifts import MovementTotal, TenderTotal, ZReport
from cashier_app.domain.utility import Utility
from receipts import texts
from receipts.document import (
    BODY,
    HEAD,
    NOTE,
    ROW,
    TOTAL,
    WHOLE,
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
    yield from _when_and_who(report, offset_minutes)
    if report.closed_by:
        yield Text(texts.CLOSED_BY.format(name=report.closed_by), BODY)
    yield Rule(dashed=True)


def _when_and_who(report: ZReport, offset_minutes: int) -> Iterator[Element]:
    for label, value in (
        (texts.BUSINESS_DATE, texts.date_text(report.business_date)),
        (texts.CASHIER, report.cashier),
        (texts.OPENED, texts.moment_text(report.opened_at, offset_minutes)),
        (texts.CLOSED, texts.moment_text(report.closed_at, offset_minutes)),
    ):
        yield Pair(label, value, BODY, right_yields=True)


def _collected(report: ZReport, currency: Currency) -> Iterator[Element]:
    yield Pair(texts.COLLECTED, currency.symbol, NOTE)
    yield from tender_lines(report.tenders, currency)
    total = sum((tender.amount for tender in report.tenders), ZERO)
    yield Rule()
    yield Pair(texts.TOTAL, currency.show(total), TOTAL)
    yield Rule()
    yield Pair(
        texts.RECEIPTS,
        str(report.receipts),
        ROW,
        note=receipt_range(report.first_receipt, report.last_receipt),
    )


def tender_lines(tenders: Sequence[TenderTotal], currency: Currency) -> Iterator[Element]:
    """What came in by each way of paying."""
    for tender in tenders:
        label = texts.TENDERS.get(tender.kind, tender.kind.capitalize())
        yield Pair(label, currency.show(tender.amount), ROW, note=f"\u00d7 {tender.count}")


def receipt_range(first: str, last: str) -> str:
    """From the first receipt's number to the last; empty without one."""
    return texts.RECEIPTS_FROM_TO.format(first=first, last=last) if first else ""


def _drawer(report: ZReport, currency: Currency) -> Iterator[Element]:
    yield Rule(dashed=True)
    yield Pair(texts.DRAWER, currency.symbol, NOTE)
    yield Pair(texts.FLOAT, currency.show(report.float_amount), ROW)
    yield Pair(texts.CASH_TAKEN, currency.show(report.cash_taken), ROW)
    yield from moved_lines(report.moved, currency)
    yield Pair(texts.EXPECTED, currency.show(report.expected), ROW)
    yield Pair(texts.COUNTED, currency.show(report.counted), ROW)
    yield Pair(difference_label(report.difference), currency.show(report.difference), HEAD)
    if report.reason:
        yield Text(texts.REASON.format(reason=report.reason), BODY, max_lines=WHOLE)
    if report.approved_by:
        yield Text(texts.APPROVED_BY.format(name=report.approved_by), BODY)
    if report.outcome:
        yield Text(texts.DECIDED[report.outcome].format(name=report.decided_by), BODY)
        yield Text(texts.REASON.format(reason=report.decision_reason), BODY, max_lines=WHOLE)
    elif not report.decided:
        yield Text(texts.TO_BE_DECIDED, BODY)


def moved_lines(moved: Sequence[MovementTotal], currency: Currency) -> Iterator[Element]:
    """Cash in and out besides payments, a line for each kind; openings without money are not."""
    for total in moved:
        if total.amount or total.kind == "change":
            label = texts.MOVED_BY_KIND[total.kind]
            yield Pair(label, currency.show(total.amount), ROW, note=f"\u00d7 {total.count}")


def difference_label(difference: Decimal) -> str:
    """Short, over, or that there is none."""
    if difference == ZERO:
        return texts.NO_DIFFERENCE
    return texts.SHORT if difference < ZERO else texts.OVER


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
    if report.reversals:
        amount = currency.show(report.reversed_amount)
        yield Pair(texts.REVERSALS, str(report.reversals), BODY, note=amount)
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
    for name in (report.cashier, report.closed_by or texts.SUPERVISOR):
        yield Space(72)
        yield Rule()
        yield Text(f"{texts.SIGN_HERE}, {name}", NOTE)
    yield Space(16)
