"""One cashier's day at one counter: float, customers, drops, count, Z."""

from __future__ import annotations

from collections import Counter as Tally
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from cashier_app.domain import canonical
from cashier_app.domain.money import ZERO
from cashier_app.sample.calendar import utc_at
from cashier_app.sample.chain import Act, Chain, Entry
from cashier_app.sample.keys import Keys
from cashier_app.sample.money_facts import Taken, Tender, Visit
from cashier_app.sample.rows import RowBuffer
from cashier_app.sample.seeds import random_for
from cashier_app.sample.signing import CounterKey

DENOMINATIONS = tuple(map(Decimal, ("1000", "500", "100", "50", "20", "10", "5", "2", "1", "0.5")))
COINS = frozenset(map(Decimal, ("2", "1", "0.5")))
FLOAT_PIECES = tuple(
    zip(DENOMINATIONS[2:], (8, 10, 20, 20, 10, 15, 10, 20), strict=True)
)  # 100s down to 0.50: 2,000 in all
FLOAT = sum((value * pieces for value, pieces in FLOAT_PIECES), ZERO)
DROP_ABOVE = Decimal(60_000)
DROP_KEEPS = Decimal(5_000)
DIFFERENCE_LIMIT = Decimal(50)
UNDO_LIMIT = 3
OPENS = time(8, 0)
OPEN_SECONDS = 8 * 3600
LEAST_GAP = 25
TENDER_KINDS = ("cash", "cheque", "card")
_UNDO_REASONS = ("Wrong amount entered", "Customer wants to pay more", "Typed one digit too few")
_DIFFERENCES = (
    (Decimal("-0.50"), "Coin missing"), (Decimal("0.50"), "No coin for the change"),
    (Decimal(-1), "Coins miscounted"), (Decimal(-5), "Change given wrongly"),
    (Decimal(10), "Customer left the change"), (Decimal(-10), "Change given wrongly"),
    (Decimal(-50), "A note is missing"), (Decimal(-120), "A note is missing"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cashier:
    """Who sits at the counter."""

    user_id: int
    user_name: str


class Shift:
    """Writes one shift; `run` returns nothing, everything is in `rows` and the chain."""

    def __init__(
        self,
        rows: RowBuffer,
        keys: Keys,
        random: Random,
        chain: Chain,
        key: CounterKey,
        supervisor: Cashier,
    ) -> None:
        self._rows = rows
        self._keys = keys
        self._random = random
        self._chain = chain
        self._key = key
        self._supervisor = supervisor
        self._cash = self._movements = self._undone = ZERO
        self._receipts: list[str] = []
        self._undos = 0
        self._tenders: dict[str, list[Decimal]] = {kind: [] for kind in TENDER_KINDS}
        self._slips: Tally[str] = Tally()

    def run(self, day: date, cashier: Cashier, visits: list[Visit]) -> None:
        """From float to Z."""
        self._act = Act(
            cashier.user_id,
            cashier.user_name,
            None,
            day,
            utc_at(day, OPENS) + timedelta(microseconds=self._random.randrange(600_000_000)),
        )
        opening = self._open()
        for visit, moment in zip(visits, self._moments(visits), strict=True):
            self._serve(visit, moment)
        self._drop_surplus()
        self._close(opening)

    def _at(self, moment: datetime) -> Act:
        act = self._act
        return Act(act.user_id, act.user_name, act.shift_id, act.business_date, moment)

    def _append(self, moment: datetime, kind: str, total: Decimal, children: list[str]) -> Entry:
        return self._chain.append(self._random, self._at(moment), kind, total, children)

    def _moments(self, visits: list[Visit]) -> list[datetime]:
        """When each customer is served: over the day, never closer than a visit takes."""
        random = self._random
        start = self._act.taken_at + timedelta(minutes=4)
        drawn = sorted(random.randrange(OPEN_SECONDS * 1_000_000) for _ in visits)
        moments: list[datetime] = []
        earliest = start
        for visit, offset in zip(visits, drawn, strict=True):
            moment = max(start + timedelta(microseconds=offset), earliest)
            moments.append(moment)
            earliest = moment + timedelta(seconds=LEAST_GAP * (1 + 2 * (len(visit) - 1)))
        return moments

    # Opening.

    def _open(self) -> Entry:
        children = [canonical.pieces_child(value, pieces) for value, pieces in FLOAT_PIECES]
        children.append(canonical.total_child("float", FLOAT))
        entry = self._append(self._act.taken_at, "opening", FLOAT, children)
        self._act = Act(
            self._act.user_id,
            self._act.user_name,
            entry.entry_id,
            self._act.business_date,
            self._act.taken_at,
        )
        self._count_rows(entry, "opening", FLOAT, dict(FLOAT_PIECES), (0, 0))
        return entry

    def _count_rows(
        self,
        entry: Entry,
        kind: str,
        counted: Decimal,
        pieces: dict[Decimal, int],
        papers: tuple[int, int],
    ) -> None:
        self._rows["counts"].append((entry.entry_id, entry.shift_id, kind, counted, *papers))
        self._rows["denomination_counts"].extend(
            (entry.entry_id, value, number) for value, number in pieces.items()
        )

    # Customers.

    def _serve(self, visit: Visit, moment: datetime) -> None:
        for taken in visit:
            entry = self._take(taken, moment)
            if taken.undone:
                self._undo(taken, entry, moment + timedelta(seconds=LEAST_GAP))
                moment += timedelta(seconds=2 * LEAST_GAP)

    def _take(self, taken: Taken, moment: datetime) -> Entry:
        children = [
            canonical.allocation_child(n, line.bill_id, line.amount, line.discount)
            for n, line in enumerate(taken.allocations, start=1)
        ]
        children.extend(
            canonical.credit_child(n, line.account_id, line.amount)
            for n, line in enumerate(taken.credits, start=1)
        )
        children.append(
            canonical.payment_child(taken.account_id, ZERO, taken.due_after, taken.credit_after)
        )
        children.extend(
            canonical.tender_child(n, tender.kind, tender.tendered, tender.change, _numbers(tender))
            for n, tender in enumerate(taken.tenders, start=1)
        )
        entry = self._append(moment, "payment", taken.net, children)
        self._payment_rows(taken, entry)
        self._receipts.append(self._chain.receipt_no(entry.number))
        return entry

    def _payment_rows(self, taken: Taken, entry: Entry) -> None:
        entry_id, rows = entry.entry_id, self._rows
        rows["payments"].append(
            (
                entry_id, taken.account_id, self._chain.receipt_no(entry.number), ZERO,
                taken.due_after, taken.credit_after,
            )
        )  # fmt: skip
        for n, line in enumerate(taken.allocations, start=1):
            rows["payment_allocations"].append(
                (entry_id, n, line.bill_id, line.amount, line.balance_after)
            )
            if line.discount:
                self._discount_row(line.bill_id, line.discount, entry, n)
        for n, change in enumerate(taken.credits, start=1):
            rows["credit_entries"].append(
                (
                    self._keys.take("credit_entries"), change.account_id, entry_id, n, None,
                    change.amount, change.balance_after, entry.stored_at,
                )
            )  # fmt: skip
        for n, tender in enumerate(taken.tenders, start=1):
            self._tender_row(entry, n, tender, sign=1)
        self._print_rows(entry)

    def _discount_row(self, bill_id: int, discount: Decimal, entry: Entry, line_no: int) -> None:
        self._rows["bill_adjustments"].append(
            (
                self._keys.take("bill_adjustments"), bill_id, "prompt_discount", None, -discount,
                "Paid in time", self._act.business_date, entry.stored_at, entry.entry_id, line_no,
                None,
            )
        )  # fmt: skip

    def _tender_row(self, entry: Entry, n: int, tender: Tender, *, sign: int) -> None:
        self._rows["tenders"].append(
            (
                entry.entry_id, n, entry.shift_id, tender.kind, sign * tender.tendered,
                sign * tender.change,
            )
        )  # fmt: skip
        self._tenders[tender.kind].append(sign * tender.net)
        self._slips[tender.kind] += sign
        if tender.kind == "cash":
            self._cash += sign * tender.net
        if tender.cheque and sign > 0:
            cheque = tender.cheque
            self._rows["cheques"].append(
                (
                    entry.entry_id, n, cheque.bank, cheque.cheque_no, cheque.dated_on,
                    tender.tendered,
                )
            )  # fmt: skip
        if tender.slip_no and sign > 0:
            self._rows["card_slips"].append((entry.entry_id, n, tender.slip_no))

    def _print_rows(self, entry: Entry) -> None:
        after = timedelta(microseconds=self._random.randrange(1_200_000, 2_600_000))
        for state, moment in (("queued", entry.stored_at), ("printed", entry.stored_at + after)):
            self._rows["print_log"].append(
                (
                    self._keys.take("print_log"), entry.entry_id, 0, state, moment,
                    self._act.user_id, self._chain.counter_id,
                )
            )  # fmt: skip

    def _undo(self, taken: Taken, undone: Entry, moment: datetime) -> None:
        """Only a wrong amount without credit and discount is undone in this sample."""
        children = [
            canonical.allocation_child(n, line.bill_id, -line.amount, -line.discount)
            for n, line in enumerate(taken.allocations, start=1)
        ]
        children.append(
            canonical.payment_child(taken.account_id, ZERO, taken.due_before, taken.credit_before)
        )
        children.append(canonical.undo_child(undone.entry_id, "undo"))
        children.extend(
            canonical.tender_child(n, tender.kind, -tender.tendered, -tender.change)
            for n, tender in enumerate(taken.tenders, start=1)
        )
        entry = self._append(moment, "undo", taken.net, children)
        self._rows["reversals"].append(
            (
                entry.entry_id, undone.entry_id, "undo", self._random.choice(_UNDO_REASONS), None,
                taken.account_id, taken.due_before, taken.credit_before,
            )
        )  # fmt: skip
        self._rows["payment_allocations"].extend(
            (entry.entry_id, n, line.bill_id, -line.amount, line.balance_before)
            for n, line in enumerate(taken.allocations, start=1)
        )
        for n, tender in enumerate(taken.tenders, start=1):
            self._tender_row(entry, n, tender, sign=-1)
        self._undos += 1
        self._undone += taken.net
        self._print_rows(entry)

    # Closing.

    def _drop_surplus(self) -> None:
        """Much cash goes to the safe before the count."""
        if FLOAT + self._cash <= DROP_ABOVE:
            return
        amount = ((FLOAT + self._cash - DROP_KEEPS) // 1000) * 1000
        reason = "Surplus to the safe"
        entry = self._append(
            self._end() + timedelta(minutes=4),
            "movement",
            amount,
            [canonical.movement_child("drop", -amount, reason)],
        )
        self._rows["cash_movements"].append(
            (entry.entry_id, entry.shift_id, "drop", -amount, reason)
        )
        self._movements -= amount

    def _end(self) -> datetime:
        """After the last customer, and not before the hall closes."""
        closing = utc_at(self._act.business_date, OPENS) + timedelta(seconds=OPEN_SECONDS + 1_200)
        return max(closing, self._chain.last_stored_at + timedelta(seconds=30))

    def _close(self, opening: Entry) -> None:
        expected = FLOAT + self._cash + self._movements
        difference, reason = ZERO, ""
        if self._random.random() < 0.07:
            difference, reason = self._random.choice(_DIFFERENCES)
        counted = expected + difference
        count = self._count(counted)
        z = self._z(count, expected, counted, reason)
        self._rows["shifts"].append(
            (
                opening.entry_id, self._chain.counter_id, self._act.user_id,
                self._act.business_date, opening.stored_at, FLOAT, "closed", len(self._receipts),
                self._undos, self._cash, self._movements, count.stored_at, z.stored_at,
            )
        )  # fmt: skip

        if abs(difference) > DIFFERENCE_LIMIT:
            self._decide(z, difference)

    def _decide(self, z: Entry, difference: Decimal) -> None:
        """The past is settled: a supervisor decided every open difference on its own day."""
        outcome, reason = "accepted", "Counted twice, nothing found"
        act = Act(
            self._supervisor.user_id,
            self._supervisor.user_name,
            z.shift_id,
            self._act.business_date,
            z.stored_at + timedelta(minutes=25),
        )
        children = canonical.decision_children(z.entry_id, outcome, difference, reason)
        # A source of its own: what is drawn after this shift stays as it was.
        random = random_for(z.entry_id, "decision")
        entry = self._chain.append(random, act, "decision", ZERO, children)
        self._rows["decisions"].append((entry.entry_id, z.entry_id, outcome, difference, reason))

    def _count(self, counted: Decimal) -> Entry:
        pieces = count_out(counted)
        papers = (self._slips["cheque"], self._slips["card"])
        children = [canonical.pieces_child(value, number) for value, number in pieces.items()]
        children.append(canonical.total_child("counted", counted))
        children.append(canonical.total_child("cheques", papers[0]))
        children.append(canonical.total_child("slips", papers[1]))
        moment = self._end() + timedelta(microseconds=self._random.randrange(900_000_000))
        entry = self._append(moment, "count", counted, children)
        self._count_rows(entry, "closing", counted, pieces, papers)
        return entry

    def _z(self, count: Entry, expected: Decimal, counted: Decimal, reason: str) -> Entry:
        difference = counted - expected
        is_decided = abs(difference) <= DIFFERENCE_LIMIT
        grand_total = self._chain.totals["payment"]
        # Taken-back money lowers the amount; the count is of receipts.
        tenders = [
            (kind, sum(amount > 0 for amount in amounts), sum(amounts, ZERO))
            for kind, amounts in self._tenders.items()
            if amounts
        ]
        totals: list[tuple[str, Decimal | int]] = [
            ("float", FLOAT), ("cash_taken", self._cash), ("movements", self._movements),
            ("expected", expected), ("counted", counted), ("difference", difference),
            ("receipts", len(self._receipts)), ("undos", self._undos), ("undone", self._undone),
            ("reprints", 0), ("drawer_openings", 0), ("grand_total", grand_total),
        ]  # fmt: skip
        for kind, receipts, amount in tenders:
            totals += [(f"tender_{kind}_receipts", receipts), (f"tender_{kind}_amount", amount)]
        totals.append(("decided", int(is_decided)))
        children = [canonical.total_child(field, value) for field, value in totals]
        moment = count.stored_at + timedelta(
            microseconds=self._random.randrange(60_000_000, 240_000_000)
        )
        entry = self._append(moment, "z", ZERO, children)
        first, last = (self._receipts[0], self._receipts[-1]) if self._receipts else ("", "")
        self._rows["z_reports"].append(
            (
                entry.entry_id, entry.shift_id, FLOAT, self._cash, self._movements, expected,
                counted, difference, reason, is_decided, len(self._receipts), first, last,
                self._undos, self._undone, 0, 0, grand_total,
            )
        )  # fmt: skip
        self._rows["z_tenders"].extend((entry.entry_id, *row) for row in tenders)
        self._rows["z_signatures"].append(
            (
                entry.entry_id, self._key.counter_key_id, self._key.sign(entry.hash),
                entry.stored_at + timedelta(milliseconds=180),
            )
        )  # fmt: skip
        return entry


def count_out(amount: Decimal) -> dict[Decimal, int]:
    """Notes and coins that make up `amount`, which is in whole coins; largest first."""
    pieces: dict[Decimal, int] = {}
    for value in DENOMINATIONS:
        number = int(amount // value)
        if number:
            pieces[value] = number
            amount -= number * value
    return pieces


def _numbers(tender: Tender) -> str:
    """What the canonical text of a tender ends with."""
    if tender.cheque:
        cheque = tender.cheque
        return canonical.cheque_numbers(
            cheque.bank, cheque.cheque_no, cheque.dated_on, tender.tendered
        )
    return canonical.slip_number(tender.slip_no) if tender.slip_no else ""
