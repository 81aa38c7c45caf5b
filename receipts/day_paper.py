"""The hall's day on paper: what came in, whether it ties out, what is still open."""

from __future__ import annotations

from collections.abc import Iterator

from cashier_app.domain.hall import HallDay, Line
from cashier_app.domain.money import ZERO, Currency
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
from receipts.z_paper import difference_label


def day_document(
    day: HallDay, counter: str, person: str, utility: Utility, offset_minutes: int
) -> Document:
    """The paper of one snapshot; it has no number and is stored nowhere."""
    currency = utility.currency
    elements = (
        *paper_head(utility, day.office, counter, 0),
        Pair(texts.DAY, texts.date_text(day.day), HEAD),
        Pair(texts.AS_OF, texts.moment_text(day.asked_at, offset_minutes), BODY, right_yields=True),
        *_collected(day, currency),
        *_ties(day, currency),
        *_shifts(day, currency),
        *_open(day, currency),
        Space(72),
        Rule(),
        Text(f"{texts.SIGN_HERE}, {person}", NOTE),
        *paper_foot(utility, 0),
    )
    return Document(f"day-{day.day:%Y-%m-%d}", elements)


def _collected(day: HallDay, currency: Currency) -> Iterator[Element]:
    yield Rule(dashed=True)
    yield Pair(texts.COLLECTED, currency.symbol, NOTE)
    shifts = day.of_the_day
    for kind, amounts in (
        ("cash", [shift.cash for shift in shifts]),
        ("card", [shift.card for shift in shifts]),
        ("cheque", [shift.cheque for shift in shifts]),
        ("transfer", [shift.transfer for shift in shifts]),
    ):
        if kind == "transfer" and not day.has_transfers:
            continue
        yield Pair(texts.TENDERS[kind], currency.show(sum(amounts, ZERO)), ROW)
    yield Rule()
    yield Pair(texts.TOTAL, currency.show(day.tendered), TOTAL)
    yield Pair(texts.RECEIPTS, str(day.receipts), ROW)


def _ties(day: HallDay, currency: Currency) -> Iterator[Element]:
    yield Rule(dashed=True)
    yield Pair(texts.TIE_OUT, currency.symbol, NOTE)
    for line in day.tie_out():
        if line.line is Line.RECEIPTS:
            continue
        note = "" if line.ties else texts.OFF_BY.format(amount=currency.show(line.off))
        yield Pair(texts.TIE_LINES[line.line], currency.show(line.amount), BODY, note=note)
    yield Text(texts.TIES if day.ties else texts.DOES_NOT_TIE, HEAD)


def _shifts(day: HallDay, currency: Currency) -> Iterator[Element]:
    if not day.shifts:
        return
    yield Rule(dashed=True)
    yield Pair(texts.SHIFTS, currency.symbol, NOTE)
    for shift in day.shifts:
        yield Pair(shift.cashier, shift.counter, BODY, right_yields=True)
        if shift.difference is None:
            yield Pair(texts.STILL_OPEN, currency.show(shift.expected), BODY)
        else:
            label = difference_label(shift.difference)
            yield Pair(label, currency.show(shift.difference), BODY)


def _open(day: HallDay, currency: Currency) -> Iterator[Element]:
    waiting = [
        *((one.counter, currency.show(one.difference)) for one in day.differences),
        *((item.reference, currency.show(item.total)) for item in day.unsettled),
        *((f"{way.giver}, {way.receiver}", currency.show(way.amount)) for way in day.on_the_way),
    ]
    if not waiting:
        return
    yield Rule(dashed=True)
    yield Text(texts.WAITS, NOTE)
    for label, amount in waiting:
        yield Pair(label, amount, BODY)
