"""What a restored backup has lost, as the counter's log has it, and what becomes of each line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from cashier_app.domain.canonical import micros
from cashier_app.domain.errors import Refused
from cashier_app.domain.money import ZERO, thousandths
from cashier_app.domain.payments import Receipt, TakePayment, UndoPayment, tender_row

_TAKE_BACK = frozenset({"undo", "reversal"})
LINES_AT_ONCE = 200
_BYTES_AT_ONCE = 50_000
"""One receipt of many bills may be longer: a loss is refused above 262,144 bytes, and what
take_payment takes in 65,535 bytes makes fewer than that."""


@dataclass(frozen=True, slots=True)
class LoggedAct:
    """An act that a counter's log has as acknowledged. `taken_at` is UTC."""

    request_id: UUID
    kind: str
    number: str
    entry_hash: bytes
    total: Decimal
    person: str
    taken_at: datetime
    facts: str
    order: str
    """What a payment is entered again from (JSON), or what an undo took back; else empty."""
    account_no: str

    @property
    def place(self) -> tuple[str, str, int]:
        """Counter, kind and running number."""
        return self.number.split("-")[0], self.kind, int(self.number.rsplit("-", 1)[-1])


@dataclass(frozen=True, slots=True)
class LostAct:
    """A lost act, and whether it is entered again. `why_not` says why it is not."""

    act: LoggedAct
    enter_again: bool
    why_not: str = ""
    """taken_back: nothing of it stands. newer: it was entered again since. by_hand: no payment."""


@dataclass(frozen=True, slots=True)
class LostFound:
    """What a counter's log has and the server has not."""

    lost: tuple[LostAct, ...] = ()
    changed: tuple[str, ...] = ()
    """Numbers that the server has with other contents: not lost, but changed."""

    @property
    def total(self) -> Decimal:
        """What the payments that are entered again make."""
        return again_total(self.lost)


@dataclass(frozen=True, slots=True)
class RecordedLoss:
    """A stored loss: from here on its numbers are explained."""

    number: str
    hash: bytes


@dataclass(frozen=True, slots=True)
class LostReceipt:
    """A lost receipt that waits to be entered again. `taken_at` is UTC."""

    loss_id: int
    line_no: int
    number: str
    total: Decimal
    person: str
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class EnteredAgain:
    """Lost receipts beside what they are now, and those that the server refused, with its code."""

    entered: tuple[tuple[LostReceipt, Receipt], ...]
    refused: tuple[tuple[LostReceipt, Refused], ...]

    @property
    def cash(self) -> Decimal:
        """What belongs into the drawer with them."""
        return sum((receipt.cash for _, receipt in self.entered), ZERO)


def again_total(lost: Iterable[LostAct]) -> Decimal:
    """What an approval is for."""
    return sum((line.act.total for line in lost if line.enter_again), ZERO)


def judge(lost: Sequence[LoggedAct], acts: Iterable[LoggedAct]) -> tuple[LostAct, ...]:
    """What becomes of each lost act; `acts` are all that the log has, lost or not."""
    taken_back: set[str] = set()
    entered_again: set[str] = set()
    for act in acts:
        facts = _facts(act)
        if act.kind in _TAKE_BACK:
            taken_back.add(str(facts.get("receipt", "")))
        elif act.kind == "payment":
            entered_again.add(str(facts.get("again", "")))
    judged = (_judged(act, taken_back, entered_again) for act in lost)
    return tuple(sorted(judged, key=lambda line: line.act.place))


def _judged(act: LoggedAct, taken_back: set[str], entered_again: set[str]) -> LostAct:
    if act.number in taken_back:
        return LostAct(act, enter_again=False, why_not="taken_back")
    if act.number in entered_again:
        return LostAct(act, enter_again=False, why_not="newer")
    if act.kind != "payment" or not act.order or not act.account_no:
        return LostAct(act, enter_again=False, why_not="by_hand")
    return LostAct(act, enter_again=True)


def must_repeat(lost: Iterable[LostAct]) -> tuple[LoggedAct, ...]:
    """Lost acts that people do again themselves: the program has no money of a customer in them.

    An undo or reversal whose receipt is lost too has taken nothing back that would stand.
    """
    lines = tuple(lost)
    gone = {line.act.number for line in lines if line.why_not == "taken_back"}
    return tuple(
        line.act
        for line in lines
        if line.why_not == "by_hand"
        and not (line.act.kind in _TAKE_BACK and _facts(line.act).get("receipt") in gone)
        and line.act.kind != "lost"
    )


def batches(lost: Iterable[LostAct]) -> Iterator[tuple[LostAct, ...]]:
    """As many lines as one request takes."""
    batch: list[LostAct] = []
    size = 0
    for line in lost:
        length = len(json.dumps(lost_row(line), ensure_ascii=False).encode()) + 2
        if batch and (len(batch) >= LINES_AT_ONCE or size + length > _BYTES_AT_ONCE):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(line)
        size += length
    if batch:
        yield tuple(batch)


def lost_row(line: LostAct) -> list[object]:
    """By place, as take_lost_numbers takes it."""
    act = line.act
    code, kind, number = act.place
    order = {"account": act.account_no, **_facts(act)} if line.enter_again else None
    return [
        code,
        kind,
        number,
        act.request_id.hex,
        act.entry_hash.hex(),
        thousandths(act.total),
        micros(act.taken_at),
        int(line.enter_again),
        act.person[:80],
        json.dumps(order, ensure_ascii=False) if order else act.facts[:2000],
    ]


def payment_order(order: TakePayment) -> str:
    """What the counter log keeps of a payment, so that it can be entered again.

    By numbers and not by keys: after a restore a key may be somebody else's. The credit used for
    an account stands at the first of its bills.
    """
    credit = {use.account_id: use.amount for use in order.credit_used}
    bills = [
        [a.bill_no, thousandths(a.amount), thousandths(credit.pop(a.account_id, ZERO))]
        for a in order.allocations
    ]
    return json.dumps(
        {
            "bills": bills,
            "tenders": [tender_row(tender) for tender in order.tenders],
            "rounding": thousandths(order.rounding),
        },
        ensure_ascii=False,
    )


def undo_order(order: UndoPayment) -> str:
    """What the counter log keeps of an undo: the receipt that it took back."""
    return json.dumps({"receipt": order.receipt_no})


def entered_again_order(act: LoggedAct) -> str:
    """What the log keeps of a payment that was entered again: enough to do so once more."""
    return json.dumps({**_facts(act), "again": act.number}, ensure_ascii=False)


def _facts(act: LoggedAct) -> dict[str, Any]:
    """The order as the log has it; a correction's own text stands in its facts."""
    for text in (act.order, act.facts):
        try:
            found = json.loads(text) if text.startswith("{") else None
        except ValueError:
            found = None
        if isinstance(found, dict):
            return found
    return {}
