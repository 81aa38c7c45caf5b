"""A counter's chain of entries, written exactly as the stored procedure writes it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from cashier_app.domain import canonical
from cashier_app.domain.money import ZERO
from cashier_app.sample.rows import Row, RowBuffer
from cashier_app.sample.seeds import request_id

KINDS = (
    "opening", "payment", "undo", "reversal", "correction", "move", "refund", "bounce", "movement",
    "count", "z", "lost", "check", "decision", "safe",
)  # fmt: skip
"""Every kind has a series at every counter from the day it is set up."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored entry; `text` is its canonical text in UTF-8."""

    entry_id: int
    kind: str
    number: int
    shift_id: int
    request: UUID
    stored_at: datetime
    text: bytes
    previous_hash: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, when and in which shift; `shift_id` None opens one."""

    user_id: int
    user_name: str
    shift_id: int | None
    business_date: date
    taken_at: datetime


@dataclass(slots=True)
class Chain:
    """The last link and the series of one counter."""

    rows: RowBuffer
    counter_id: int
    code: str
    last_hash: bytes
    last_stored_at: datetime
    last_chain_no: int = 0
    numbers: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    totals: dict[str, Decimal] = field(default_factory=lambda: dict.fromkeys(KINDS, ZERO))

    def append(
        self, random: Random, act: Act, kind: str, total: Decimal, children: Iterable[str]
    ) -> Entry:
        """Store one entry with its request; `total` goes to the running total of its series."""
        self.last_chain_no += 1
        self.numbers[kind] += 1
        self.totals[kind] += total
        self.last_stored_at = act.taken_at + timedelta(microseconds=random.randrange(3_000, 40_000))
        entry = self._entry(act, kind, request_id(random, act.taken_at), children)
        self.last_hash = entry.hash
        self._write(entry, act)
        return entry

    def _entry(self, act: Act, kind: str, request: UUID, children: Iterable[str]) -> Entry:
        entry_id = self.counter_id * canonical.IDS_PER_COUNTER + self.last_chain_no
        shift_id = entry_id if act.shift_id is None else act.shift_id
        number, stored_at, previous = self.numbers[kind], self.last_stored_at, self.last_hash
        text = canonical.entry_text(
            kind=kind, counter_code=self.code, number=number, chain_no=self.last_chain_no,
            request_id=request, shift_id=shift_id, person=act.user_name,
            taken_at=act.taken_at, stored_at=stored_at, business_date=act.business_date,
            children=children,
        )  # fmt: skip
        digest = canonical.entry_hash(previous, text)
        return Entry(
            entry_id, kind, number, shift_id, request, stored_at, text.encode(), previous, digest
        )

    def _write(self, entry: Entry, act: Act) -> None:
        request = entry.request.bytes
        self.rows["requests"].append(
            (
                request, hashlib.sha256(entry.text).digest(), entry.kind, "done", self.counter_id,
                act.user_id, entry.stored_at,
            )
        )  # fmt: skip
        self.rows["journal"].append(
            (
                entry.entry_id, entry.kind, self.counter_id, entry.number, self.last_chain_no,
                request, entry.shift_id, act.user_id, act.business_date, act.taken_at,
                entry.stored_at, entry.text, entry.previous_hash, entry.hash,
            )
        )  # fmt: skip

    def receipt_no(self, number: int) -> str:
        """As printed."""
        return f"{self.code}-{number:06d}"

    def last_rows(self) -> tuple[Row, list[Row]]:
        """The rows of `counter_chains` and `series` that the next entry continues."""
        chain: Row = (self.counter_id, self.last_chain_no, self.last_hash, self.last_stored_at)
        series: list[Row] = [
            (self.counter_id, kind, self.numbers[kind], self.totals[kind]) for kind in KINDS
        ]
        return chain, series
