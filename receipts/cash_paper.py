"""Slips of cash that moved besides payments, of counts and of the safe; the bank's deposit slip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cashier_app.domain.drawer import CashKind, CashSlip
from cashier_app.domain.money import ZERO, Currency
from cashier_app.domain.shifts import Pieces
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
from receipts.z_paper import HASH_SHOWN, difference_label

_COUNTS = {CashKind.CHECK, CashKind.SAFE_COUNT}
_TWO_SIGN = {
    CashKind.PAID_OUT: texts.RECEIVED_BY,
    CashKind.PAID_IN: texts.BROUGHT_BY,
    CashKind.DROP: texts.FOR_THE_SAFE,
    CashKind.CHANGE: texts.FOR_THE_SAFE,
    CashKind.SAFE_DEPOSIT: texts.CARRIED_BY,
}
"""Who signs beside the person who stored it, where the slip knows no name."""


def cash_document(slip: CashSlip, utility: Utility, offset_minutes: int) -> Document:
    """The paper of a stored act with cash; a copy by `slip.copy_no`."""
    currency = utility.currency
    elements = (
        *paper_head(utility, slip.office, slip.counter_name, slip.copy_no),
        *_identity(slip, offset_minutes),
        *_ruled(_amounts(slip, currency)),
        *_pieces(slip, currency),
        *_proof(slip),
        *paper_foot(utility, slip.copy_no),
    )
    copy = f"-copy-{slip.copy_no}" if slip.copy_no else ""
    return Document(f"cash-{slip.number}{copy}", elements)


def _identity(slip: CashSlip, offset_minutes: int) -> Iterator[Element]:
    yield Pair(texts.CASH_TITLES[slip.kind], slip.number, HEAD)
    when = texts.moment_text(slip.stored_at, offset_minutes)
    yield Pair(when, slip.person, BODY, right_yields=True)
    label = texts.OTHER_PERSON.get(slip.kind)
    if label and slip.other_person:
        yield Pair(label, slip.other_person, BODY, right_yields=True)
    if slip.bag_no:
        yield Pair(texts.BAG, slip.bag_no, HEAD, right_yields=True)
        yield Text(texts.TO_BANK.format(bank=slip.bank), BODY)
    if slip.reason:
        yield Text(texts.REASON_WHY.format(reason=slip.reason), BODY, max_lines=WHOLE)
    if slip.approved_by:
        yield Text(texts.APPROVED_BY.format(name=slip.approved_by), BODY)


def _ruled(elements: Iterator[Element]) -> Iterator[Element]:
    """A line above `elements`, if there are any."""
    for at, element in enumerate(elements):
        if not at:
            yield Rule(dashed=True)
        yield element


def _amounts(slip: CashSlip, currency: Currency) -> Iterator[Element]:
    if slip.kind is CashKind.CHECK and slip.expected is not None and slip.counted is not None:
        yield Pair(texts.EXPECTED, currency.show(slip.expected), ROW)
        yield Pair(texts.COUNTED, currency.show(slip.counted), ROW)
    if slip.kind is CashKind.SAFE_COUNT and slip.held is not None:
        yield Pair(texts.SAFE_BEFORE, currency.show(slip.held - slip.amount), ROW)
        yield Pair(texts.COUNTED, currency.show(slip.held), ROW)
    if slip.kind in _COUNTS:
        yield Pair(difference_label(slip.amount), currency.show(slip.amount), HEAD)
    elif slip.amount != ZERO:
        yield Pair(f"{texts.AMOUNT}, {currency.symbol}", currency.show(abs(slip.amount)), TOTAL)
    if slip.kind is CashKind.SAFE_DEPOSIT and slip.held is not None:
        yield Pair(texts.SAFE_AFTER, currency.show(slip.held), ROW)


def _pieces(slip: CashSlip, currency: Currency) -> Iterator[Element]:
    if slip.kind is CashKind.CHANGE:
        yield from _list(texts.OUT_OF_DRAWER, [p for p in slip.pieces if p.count < 0], currency)
        yield from _list(texts.INTO_DRAWER, [p for p in slip.pieces if p.count > 0], currency)
    else:
        yield from _list(texts.COUNT, slip.pieces, currency)


def _list(title: str, pieces: Sequence[Pieces], currency: Currency) -> Iterator[Element]:
    if not pieces:
        return
    yield Rule(dashed=True)
    yield Pair(title, currency.symbol, NOTE)
    for piece in pieces:
        number = abs(piece.count)
        label = f"{number} \u00d7 {currency.show_short(piece.value)}"
        yield Pair(label, currency.show(piece.value * number), BODY)
    total = sum((piece.value * abs(piece.count) for piece in pieces), ZERO)
    yield Pair(texts.TOTAL, currency.show(total), ROW)


def _proof(slip: CashSlip) -> Iterator[Element]:
    yield Rule(dashed=True)
    yield Text(texts.JOURNAL_HASH.format(value=slip.hash.hex()[:HASH_SHOWN]), NOTE)
    other = _TWO_SIGN.get(slip.kind) or (
        slip.other_person if slip.kind in texts.OTHER_PERSON else ""
    )
    for name in filter(None, (slip.person, other)):
        yield Space(72)
        yield Rule()
        yield Text(f"{texts.SIGN_HERE}, {name}", NOTE)
    yield Space(16)
