"""Invariants 2, 3 and what only the order of a chain shows: one pass over every entry.

Every hash is recomputed from the stored text, every text from the rows, and every
entry is held against the one before it on its counter.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cashier_app.domain.canonical import VERSION, genesis
from cashier_app.verify.children import LETTERS, OPEN_ITEM, Children, load_children
from cashier_app.verify.findings import Breach, Span, entry_name
from cashier_app.verify.reader import Reader

_EPOCH = "'1970-01-01 00:00:00.000000'"
_ENTRIES = f"""
SELECT j.entry_id, j.kind, j.counter_id, j.counter_code, j.number, j.chain_no,
  TIMESTAMPDIFF(MICROSECOND, {_EPOCH}, j.stored_at),
  CONCAT_WS('|', '{VERSION}', j.kind, COALESCE(j.counter_code, 'None'), j.number, j.chain_no,
    LOWER(HEX(j.request_id)), COALESCE(j.shift_id, 0),
    CONCAT(CHAR_LENGTH(COALESCE(j.user_name, '')), ':', COALESCE(j.user_name, '')),
    TIMESTAMPDIFF(MICROSECOND, {_EPOCH}, j.taken_at),
    TIMESTAMPDIFF(MICROSECOND, {_EPOCH}, j.stored_at), j.business_date),
  j.canonical, j.previous_hash, j.hash
FROM audit_journal j
WHERE j.entry_id BETWEEN %(lo)s AND %(hi)s
ORDER BY j.entry_id
"""
_CHAINS = """
SELECT counter_id, code, identity, last_chain_no, last_hash,
  TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00.000000', last_stored_at)
FROM audit_counter_chains
"""
_SERIES = """
SELECT counter_id, counter_code, kind, last_no, CAST(total * 1000 AS SIGNED) FROM audit_series
"""


_LOST = "SELECT counter_id, kind, number FROM audit_lost_numbers"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the journal; times in microseconds since 1970."""

    entry_id: int
    kind: str
    counter_id: int
    counter_code: str
    number: int
    chain_no: int
    stored_at: int
    head: str
    """What the text begins with, joined by the server from the row."""
    canonical: bytes
    previous_hash: bytes
    hash: bytes

    @property
    def name(self) -> str:
        return entry_name(self.kind, self.counter_code, self.number, self.entry_id)

    def text(self, children: list[str]) -> str:
        """The canonical text as the rows have it."""
        return "|".join((self.head, *children))


@dataclass(slots=True)
class Chain:
    """How far a counter's chain has been followed."""

    last_hash: bytes
    last_chain_no: int = 0
    last_stored_at: int = 0
    last_payment: int = 0
    """Id of the counter's newest payment so far."""
    numbers: Counter[str] = field(default_factory=Counter)
    totals: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))


class ChainPass:
    """Follows the chains of all counters; `breaches` may be walked once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._counters = {row[0]: row[1:] for row in reader.rows(_CHAINS)}
        self._chains: dict[int, Chain] = {}
        self._lost: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
        for counter_id, kind, number in reader.rows(_LOST):
            self._lost[counter_id, kind].add(number)
        self.entries = 0
        self.rows_seen: Counter[str] = Counter()

    @property
    def counters(self) -> int:
        """Counters that have entries."""
        return len(self._chains)

    def breaches(self) -> Iterator[Breach]:
        """All breaches, in the order of the entries, then those of the ends."""
        for bounds in self._reader.spans(Span.ENTRIES):
            children = load_children(self._reader, bounds)
            self.rows_seen.update(children.rows)
            for row in self._reader.rows(_ENTRIES, **bounds):
                entry = Entry(*row)
                self.entries += 1
                yield from _own_breaches(entry, children)
                yield from self._follow(entry, children)
            for entry_id, text in children.left():
                yield Breach(3, f"entry {entry_id}", f"a row belongs to no such entry: {text}")
        yield from self._ends()
        yield from self._series()
        yield from self._strays()

    def _follow(self, entry: Entry, children: Children) -> Iterator[Breach]:
        chain = self._chain_of(entry)
        yield from _order_breaches(entry, chain)
        series = entry.kind
        lost = self._lost[entry.counter_id, series]
        if entry.number not in lost and entry.number != _next_number(chain.numbers[series], lost):
            fact = f"follows number {chain.numbers[series]} of its series"
            yield Breach(2, entry.name, fact)
        chain.numbers[series] = entry.number
        chain.totals[series] += abs(children.totals.get(entry.entry_id, 0))
        if entry.kind == "payment":
            chain.last_payment = entry.entry_id
        undone = children.undone.get(entry.entry_id)
        if undone is not None and entry.kind == "undo" and undone != chain.last_payment:
            yield Breach(5, entry.name, f"takes back entry {undone}, not the last receipt")
        grand_total = children.grand_totals.get(entry.entry_id)
        if grand_total is not None and grand_total != chain.totals["payment"]:
            fact = f"grand total is {_money(grand_total)}, the receipts make "
            yield Breach(8, entry.name, fact + _money(chain.totals["payment"]))
        chain.last_hash = entry.hash
        chain.last_chain_no, chain.last_stored_at = entry.chain_no, entry.stored_at

    def _chain_of(self, entry: Entry) -> Chain:
        if entry.counter_id not in self._chains:
            known = self._counters.get(entry.counter_id)
            start = genesis(known[0], UUID(bytes=known[1])) if known else b""
            self._chains[entry.counter_id] = Chain(start)
        return self._chains[entry.counter_id]

    def _ends(self) -> Iterator[Breach]:
        """The row of each counter's chain says where the chain ends."""
        for counter_id, (code, identity, chain_no, digest, _) in self._counters.items():
            chain = self._chains.get(counter_id)
            if chain is None:
                expected = (0, genesis(code, UUID(bytes=identity)))
            else:
                expected = (chain.last_chain_no, chain.last_hash)
            if chain_no is None and chain is None:
                continue
            if chain_no != expected[0]:
                fact = f"the chain should end at {chain_no}, its last entry is {expected[0]}"
                yield Breach(2, f"counter {code}", fact)
            elif digest != expected[1]:
                yield Breach(3, f"counter {code}", "the end of the chain has another hash")

    def _series(self) -> Iterator[Breach]:
        """Every series row agrees with the last entry of its kind."""
        known = set()
        for counter_id, code, kind, last_no, total in self._reader.rows(_SERIES):
            known.add((counter_id, kind))
            chain = self._chains.get(counter_id)
            number = chain.numbers[kind] if chain else 0
            number = _next_number(number, self._lost[counter_id, kind]) - 1
            amount = chain.totals[kind] if chain else 0
            subject = f"series {kind} of counter {code}"
            if last_no != number:
                yield Breach(2, subject, f"says {last_no}, the last entry is {number}")
            if total != amount:
                fact = f"total is {_money(total)}, the entries make {_money(amount)}"
                yield Breach(2, subject, fact)
        for counter_id, chain in self._chains.items():
            for kind in chain.numbers:
                if chain.numbers[kind] and (counter_id, kind) not in known:
                    yield Breach(2, f"counter {counter_id}", f"has no series row for {kind}")

    def _strays(self) -> Iterator[Breach]:
        """Rows that lie where no entry is, not even near one."""
        for table, count in self._reader.rows("SELECT table_name, row_count FROM audit_table_rows"):
            seen = self.rows_seen.get(table)
            if seen is not None and seen != count:
                yield Breach(3, f"table {table}", f"{count - seen} rows belong to no entry")


def _next_number(number: int, lost: set[int]) -> int:
    """The number behind `number` and behind those that are explained as lost."""
    following = number + 1
    while following in lost:
        following += 1
    return following


def _own_breaches(entry: Entry, children: Children) -> Iterator[Breach]:
    """The stored text against the rows, the stored hash against the text."""
    if hashlib.sha256(entry.previous_hash + entry.canonical).digest() != entry.hash:
        yield Breach(3, entry.name, "its hash is not that of its text")
    if entry.kind not in LETTERS:
        yield Breach(3, entry.name, f"is of a kind that this version cannot read: {entry.kind}")
        return
    parts = children.take(entry.kind, entry.entry_id)
    if entry.kind == "z" and f"|{OPEN_ITEM}".encode() not in entry.canonical:
        parts = [part for part in parts if not part.startswith(OPEN_ITEM)]
    expected = entry.text(parts).encode()
    if entry.canonical != expected:
        yield Breach(3, entry.name, _difference(entry.canonical, expected))


def _order_breaches(entry: Entry, chain: Chain) -> Iterator[Breach]:
    if entry.chain_no != chain.last_chain_no + 1:
        yield Breach(2, entry.name, f"is {entry.chain_no} in the chain after {chain.last_chain_no}")
    if entry.previous_hash != chain.last_hash:
        yield Breach(3, entry.name, "does not point at the entry before it")
    if entry.stored_at < chain.last_stored_at:
        yield Breach(6, entry.name, "was stored before the entry before it")


def _difference(stored: bytes, expected: bytes) -> str:
    """The first field in which the two texts differ."""
    fields: tuple[Any, ...] = (stored.split(b"|"), expected.split(b"|"))
    for have, want in zip(*fields, strict=False):
        if have != want:
            break
    else:
        shorter = min(len(fields[0]), len(fields[1]))
        have, want = (b"|".join(part[shorter:]) for part in fields)
    shown = (part.decode("utf-8", "replace")[:80] or "nothing" for part in (have, want))
    return "its text says {}, the rows say {}".format(*shown)


def _money(thousandths: int) -> str:
    sign = "-" if thousandths < 0 else ""
    whole, part = divmod(abs(thousandths), 1000)
    return f"{sign}{whole}.{part:03d}"
