"""The chains of all counters, each followed by the reader that has time for it.

A chain and what the database says of its end are read by one reader, so they are of one moment.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from cashier_app.verify.chain import ChainPass, StrangerFound
from cashier_app.verify.findings import Breach, Findings, looked_at
from cashier_app.verify.proved import has_rows_elsewhere
from cashier_app.verify.reader import Reader

_COUNT = -1
"""Instead of a counter: the rows that belong to no entry are counted, one long statement."""
_STRAYS = "SELECT table_name, row_count FROM audit_strays WHERE row_count > 0"
# Only where payments' rows, counted span by span beside their entries, are more than these have.
_PAYMENT_STRAYS = "SELECT table_name, row_count FROM audit_payment_strays WHERE row_count > 0"


class SharedChains:
    """`follow` is for all readers at once, `ended` for one of them when none is following."""

    def __init__(self, reader: Reader) -> None:
        self._waiting = deque((_COUNT, *ChainPass(reader).known))
        self._found: dict[int, Findings] = {}
        self._named: set[tuple[int, str]] = set()
        self._is_mixed = False
        self._is_even = True

    def follow(self, reader: Reader) -> None:
        """Go along one chain after the other, until all are taken. Raises CannotLook."""
        chain = ChainPass(reader)
        chain.named = self._named
        while (counter_id := self._next()) is not None:
            if counter_id == _COUNT:
                self._count(reader)
                continue
            before = chain.entries
            try:
                found = looked_at(chain.of_counter(counter_id))
            except StrangerFound:
                self._is_mixed = True
                self.clear()
                return
            if not chain.is_even:
                self._is_even = False
            found.entries = chain.entries - before
            found.counters = int(found.entries > 0)
            self._found[counter_id] = found

    def clear(self) -> None:
        """Nothing more is to be followed."""
        self._waiting.clear()

    def ended(self, reader: Reader) -> Findings:
        """What was found, in the order of the counters. Raises CannotLook."""
        if self._is_mixed:
            # Its entry may stand in any chain: all are followed together.
            chain = ChainPass(reader)
            self._named = chain.named
            found = looked_at(chain.of_all())
            found.entries, found.counters = chain.entries, chain.counters
            self._found = {0: found}
            self._is_even = chain.is_even
            self._count(reader)
        counted = self._found.pop(_COUNT)
        if not self._is_even:
            of_payments = looked_at(_stray_tables(reader, _PAYMENT_STRAYS))
            of_payments.join(counted)
            counted = of_payments
        joined = Findings()
        for _, part in sorted(self._found.items()):
            joined.join(part)
        joined.join(counted)
        if counted.counts:
            beside = ChainPass(reader)
            beside.named = self._named
            joined.join(looked_at(beside.strays()))
        return joined

    def _count(self, reader: Reader) -> None:
        self._found[_COUNT] = looked_at(_stray_tables(reader, _STRAYS))
        if has_rows_elsewhere(reader):
            self._is_even = False

    def _next(self) -> int | None:
        try:
            return self._waiting.popleft()
        except IndexError:
            return None


def _stray_tables(reader: Reader, sql: str) -> Iterator[Breach]:
    for table, count in reader.rows(sql):
        yield Breach(3, f"table {table}", f"{count} rows belong to no entry")
