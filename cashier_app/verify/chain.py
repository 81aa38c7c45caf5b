"""Invariants 2, 3, 4, 6, 7, 9 of entries, and what only the order of a chain shows.

Every hash is recomputed from the stored text, every text from the rows, and every
entry is held against the one before it on its counter.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cashier_app.domain.canonical import IDS_PER_COUNTER, VERSION, genesis
from cashier_app.verify.children import LETTERS, OPEN_ITEM, Children, load_children
from cashier_app.verify.entry_checks import EntryChecks
from cashier_app.verify.findings import Breach, Span, entry_name
from cashier_app.verify.proved import Payment, Proved, proved_payments
from cashier_app.verify.reader import WITHIN, Reader

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
WHERE j.entry_id {WITHIN}
ORDER BY j.entry_id
"""
_ENDS = f"""
SELECT entry_id, hash, chain_no, TIMESTAMPDIFF(MICROSECOND, {_EPOCH}, stored_at)
FROM audit_journal WHERE entry_id {WITHIN}
"""
_CHAINS = f"""
SELECT counter_id, code, identity, last_chain_no, last_hash,
  TIMESTAMPDIFF(MICROSECOND, {_EPOCH}, last_stored_at)
FROM audit_counter_chains
"""
_SERIES = """
SELECT counter_id, counter_code, kind, last_no, CAST(total * 1000 AS SIGNED) FROM audit_series
"""
_LOST = "SELECT counter_id, kind, number FROM audit_lost_numbers"
_KINDS = f"SELECT entry_id, kind FROM audit_journal WHERE entry_id {WITHIN}"
_MOST_BY_ID = 3_000
"""Above, a span is read whole: so long a list of ids is no quicker."""


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


@dataclass(frozen=True, slots=True)
class End:
    """Where a chain has come to; the time in microseconds since 1970."""

    hash: bytes
    chain_no: int = 0
    stored_at: int = 0


@dataclass(slots=True)
class Chain:
    """How far a counter's chain has been followed."""

    end: End | None
    """None after a proved payment, until it is asked for."""
    last_entry: int = 0
    last_payment: int = 0
    """Id of the counter's newest payment so far."""
    numbers: Counter[str] = field(default_factory=Counter)
    totals: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))


class StrangerFound(Exception):
    """An entry has an id of another counter's: the chains cannot be followed one by one."""


class ChainPass:
    """Follows chains in one reader's snapshot; what is of a counter may be walked once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._spans: defaultdict[int, list[dict[str, int]]] = defaultdict(list)
        for bounds in reader.spans(Span.ENTRIES):
            self._spans[bounds["lo"] // IDS_PER_COUNTER].append(bounds)
        self._counters = {row[0]: row[1:] for row in reader.rows(_CHAINS)}
        self._chains: dict[int, Chain] = {}
        self._lost: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
        for counter_id, kind, number in reader.rows(_LOST):
            self._lost[counter_id, kind].add(number)
        self._series: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for counter_id, *facts in reader.rows(_SERIES):
            self._series[counter_id].append(tuple(facts))
        self._checks = EntryChecks(reader)
        self._ends: dict[int, End] = {}
        self._only: int | None = None
        self.named: set[tuple[int, str]] = set()
        """Rows of no entry that a breach was made of."""
        self.entries = 0
        self.is_even = True
        """False when a span has more rows of payments than its entries are made of."""

    @property
    def counters(self) -> int:
        """Counters that have entries."""
        return len(self._chains)

    @property
    def known(self) -> list[int]:
        """Counters that have entries, an end of a chain or a series, in order."""
        return sorted({*self._spans, *self._counters, *self._series})

    def of_counter(self, counter_id: int) -> Iterator[Breach]:
        """Breaches in the order of its entries, then those of its ends. Raises StrangerFound."""
        self._only = counter_id
        for bounds in self._spans.get(counter_id, ()):
            yield from self._span(bounds)
        yield from self._wrong_ends(counter_id)

    def of_all(self) -> Iterator[Breach]:
        """The same of all counters in one pass, wherever their entries lie."""
        for bounds in self._reader.spans(Span.ENTRIES):
            yield from self._span(bounds)
        for counter_id in sorted({*self._chains, *self.known}):
            yield from self._wrong_ends(counter_id)

    def strays(self) -> Iterator[Breach]:
        """Rows of no entry that lie beside one, where an entry may be gone."""
        for bounds in self._reader.spans(Span.ENTRIES):
            children = load_children(self._reader, bounds)
            for entry_id, kind in self._reader.rows(_KINDS, **bounds):
                children.take(kind, entry_id)
            yield from self._left(children)

    def _span(self, bounds: dict[str, int]) -> Iterator[Breach]:
        proved = proved_payments(self._reader, bounds)
        self.is_even = self.is_even and proved.is_even
        if not proved.is_even or len(proved.others) > _MOST_BY_ID:
            proved = Proved(proved.counter_id)
            children = load_children(self._reader, bounds)
            rows = self._reader.rows(_ENTRIES, **bounds)
            yield from self._checks.of_span(bounds)
        else:
            children = load_children(self._reader, bounds, proved)
            rows = self._reader.rows_of(_ENTRIES, proved.others)
            yield from self._checks.of_entries(proved)
            self._ends.clear()
            ends = {entry_id - 1 for entry_id in proved.others}
            self._look_up_ends(sorted(ends.difference(proved.others)))
        payments, done = proved.payments, 0
        for row in rows:
            entry = Entry(*row)
            before = bisect_left(payments, (entry.entry_id,), done)
            yield from self._follow_payments(proved.counter_id, payments[done:before])
            done = before
            yield from _own_breaches(entry, children)
            yield from self._follow(entry, children)
        yield from self._follow_payments(proved.counter_id, payments[done:])
        yield from self._left(children)

    def _left(self, children: Children) -> Iterator[Breach]:
        for entry_id, text in children.left():
            if (entry_id, text) not in self.named:
                self.named.add((entry_id, text))
                yield Breach(3, f"entry {entry_id}", f"a row belongs to no such entry: {text}")

    def _follow_payments(self, counter_id: int, payments: Sequence[Payment]) -> Iterator[Breach]:
        if not payments:
            return
        chain = self._chain_of(counter_id)
        numbers = [number for _, number, _ in payments]
        first = chain.numbers["payment"] + 1
        if numbers == list(range(first, first + len(numbers))):
            chain.numbers["payment"] = numbers[-1]
        else:
            for entry_id, number, _ in payments:
                yield from self._follow_number(chain, counter_id, "payment", number, entry_id)
        chain.totals["payment"] += sum([total for _, _, total in payments])
        chain.last_entry = chain.last_payment = payments[-1][0]
        chain.end = None
        self.entries += len(payments)

    def _follow(self, entry: Entry, children: Children) -> Iterator[Breach]:
        chain = self._chain_of(entry.counter_id)
        yield from _order_breaches(entry, self._end_of(chain))
        series = entry.kind
        yield from self._follow_number(
            chain, entry.counter_id, series, entry.number, entry.entry_id
        )
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
        chain.end = End(entry.hash, entry.chain_no, entry.stored_at)
        chain.last_entry = entry.entry_id
        self.entries += 1

    def _follow_number(
        self, chain: Chain, counter_id: int, series: str, number: int, entry_id: int
    ) -> Sequence[Breach]:
        last = chain.numbers[series]
        chain.numbers[series] = number
        if number == last + 1:
            return ()
        lost = self._lost.get((counter_id, series), set())
        if number in lost or number == _next_number(last, lost):
            return ()
        code = self._counters.get(counter_id, (None,))[0]
        name = entry_name(series, code, number, entry_id)
        return (Breach(2, name, f"follows number {last} of its series"),)

    def _chain_of(self, counter_id: int) -> Chain:
        if self._only is not None and counter_id != self._only:
            raise StrangerFound
        if counter_id not in self._chains:
            known = self._counters.get(counter_id)
            start = genesis(known[0], UUID(bytes=known[1])) if known else b""
            self._chains[counter_id] = Chain(End(start))
        return self._chains[counter_id]

    def _end_of(self, chain: Chain) -> End:
        if chain.end is None:
            if chain.last_entry not in self._ends:
                self._look_up_ends([chain.last_entry])
            chain.end = self._ends[chain.last_entry]
        return chain.end

    def _look_up_ends(self, entries: list[int]) -> None:
        """Of a span at once: what stands before an entry that is read whole is mostly proved."""
        rows = self._reader.rows_of(_ENDS, entries)
        self._ends.update((entry_id, End(*facts)) for entry_id, *facts in rows)

    def _wrong_ends(self, counter_id: int) -> Iterator[Breach]:
        """The rows of a counter's chain and series say where these end."""
        chain = self._chains.get(counter_id)
        if counter_id in self._counters:
            yield from self._wrong_end(chain, *self._counters[counter_id][:4])
        yield from self._wrong_series(counter_id, chain or Chain(None))

    def _wrong_end(
        self, chain: Chain | None, code: str, identity: bytes, chain_no: int | None, digest: bytes
    ) -> Iterator[Breach]:
        if chain is None:
            expected = (0, genesis(code, UUID(bytes=identity)))
        else:
            end = self._end_of(chain)
            expected = (end.chain_no, end.hash)
        if chain_no is None and chain is None:
            return
        if chain_no != expected[0]:
            fact = f"the chain should end at {chain_no}, its last entry is {expected[0]}"
            yield Breach(2, f"counter {code}", fact)
        elif digest != expected[1]:
            yield Breach(3, f"counter {code}", "the end of the chain has another hash")

    def _wrong_series(self, counter_id: int, chain: Chain) -> Iterator[Breach]:
        """Every series row agrees with the last entry of its kind."""
        known = set()
        for code, kind, last_no, total in self._series.get(counter_id, ()):
            known.add(kind)
            lost = self._lost.get((counter_id, kind), set())
            number = _next_number(chain.numbers[kind], lost) - 1
            subject = f"series {kind} of counter {code}"
            if last_no != number:
                yield Breach(2, subject, f"says {last_no}, the last entry is {number}")
            if total != (amount := chain.totals[kind]):
                fact = f"total is {_money(total)}, the entries make {_money(amount)}"
                yield Breach(2, subject, fact)
        for kind in chain.numbers:
            if chain.numbers[kind] and kind not in known:
                yield Breach(2, f"counter {counter_id}", f"has no series row for {kind}")


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


def _order_breaches(entry: Entry, before: End) -> Iterator[Breach]:
    if entry.chain_no != before.chain_no + 1:
        yield Breach(2, entry.name, f"is {entry.chain_no} in the chain after {before.chain_no}")
    if entry.previous_hash != before.hash:
        yield Breach(3, entry.name, "does not point at the entry before it")
    if entry.stored_at < before.stored_at:
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
