"""What a large sample consists of: a part like a small sample, and copies of a pattern."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from cashier_app.domain.money import ZERO
from cashier_app.domain.people import DEFAULT_RIGHTS
from cashier_app.domain.utility import Role
from cashier_app.sample import network, people, story
from cashier_app.sample.generate import SampleOrder
from cashier_app.sample.pattern import FIRST_COPY, Pattern, copy_cashier
from cashier_app.sample.reference import Hall, write_counter
from cashier_app.sample.rows import COLUMNS, Chunk, Row, RowBuffer
from cashier_app.sample.seeds import counter_identity, random_for
from cashier_app.sample.signing import CounterKey

ROUTES_OF_COPY = 100
"""Keys of routes that a copy may take."""
FIRST_BOOK = 5_000
"""Accounts of copy 101 begin with 5101."""
MOST_COPIES = 899
_SUMMED = ("bill_series", "words", "day_postings")


@dataclass(frozen=True, slots=True)
class Parts:
    """How many customers the own part has, and how many copies follow."""

    own: int
    copies: int

    @property
    def numbers(self) -> range:
        """The copies' numbers."""
        return range(FIRST_COPY, FIRST_COPY + self.copies)


def parts_of(customers: int, in_copy: int, own: int = story.DEMO_CUSTOMERS) -> Parts:
    """As many copies as fit beside an own part of at least `own` customers."""
    copies = max(0, (customers - own) // in_copy)
    return Parts(customers - copies * in_copy, copies)


class OwnPart:
    """Goes through the chunks of the own part; what copies add to is kept back."""

    def __init__(self) -> None:
        self._kept: dict[str, list[Row]] = {table: [] for table in _SUMMED}

    def passes(self, chunk: Chunk) -> bool:
        """False for a chunk that is kept."""
        if chunk.table not in self._kept:
            return True
        self._kept[chunk.table].extend(chunk.rows)
        return False

    @property
    def last_numbers(self) -> dict[str, int]:
        """The last bill of each series."""
        return cast("dict[str, int]", {row[0]: row[1] for row in self._kept["bill_series"]})

    @property
    def words(self) -> dict[str, int]:
        """The keys of the words."""
        return cast("dict[str, int]", {row[1]: row[0] for row in self._kept["words"]})

    def summed(self, pattern: Pattern, copies: int) -> list[Chunk]:
        """Bill series and day postings of the whole sample."""
        last = self.last_numbers
        series: list[Row] = [
            (name, last.get(name, 0) + copies * pattern.bill_numbers.get(name, 0))
            for name in sorted(last.keys() | pattern.bill_numbers.keys())
        ]
        postings = [_with(row, pattern.posted, copies) for row in self._kept["day_postings"]]
        return [Chunk("bill_series", series), Chunk("day_postings", postings)]


def _with(row: Row, posted: Mapping[date, tuple[int, Decimal]], copies: int) -> Row:
    *head, bills, amount = row
    more, money = posted.get(cast("date", row[0]), (0, ZERO))
    return (*head, cast("int", bills) + copies * more, cast("Decimal", amount) + copies * money)


def copied_halls(order: SampleOrder, hall: Hall, pattern: Pattern, copies: range) -> list[Chunk]:
    """Offices, routes, counters and cashiers of the copies: a counter each, four in an office."""
    rows = RowBuffer()
    first_office = len({desk.office_id for desk in hall.counters}) + 1
    for place, copy in enumerate(copies):
        office_id = first_office + place // network.COUNTERS_PER_OFFICE
        if place % network.COUNTERS_PER_OFFICE == 0:
            office = network.branch(office_id)
            rows["offices"].append((office.office_id, office.code, office.name, office.address))
        _routes(rows, pattern, copy, office_id)
        _counter(rows, order, hall, copy, office_id)
    return list(rows.drain())


def _routes(rows: RowBuffer, pattern: Pattern, copy: int, office_id: int) -> None:
    rows["routes"].extend(
        (
            copy * ROUTES_OF_COPY + route.route_id, f"R{FIRST_BOOK + copy}-{route.route_id}",
            route.name, office_id,
        )
        for route in pattern.routes
    )  # fmt: skip


def _counter(rows: RowBuffer, order: SampleOrder, hall: Hall, copy: int, office_id: int) -> None:
    code = str(copy)
    desk = network.Counter(copy, code, f"Counter {code}", office_id)
    key = CounterKey.of(order.seed, copy, code)
    write_counter(rows, desk, counter_identity(order.seed, code), key, hall.opened_at)
    cashier = copy_cashier(copy)
    full_name = people.person_name(random_for(order.seed, "cashier", copy))
    rows["users"].append(
        (
            cashier.user_id, cashier.user_name, full_name, Role.CASHIER, True, False,
            hall.opened_at,
        )
    )  # fmt: skip
    rows["rights"].extend(
        (cashier.user_id, activity, limit)
        for activity, limit in DEFAULT_RIGHTS[Role.CASHIER].items()
    )
    rows["user_counters"].append((cashier.user_id, copy))


def copied_ends(pattern: Pattern, hashes: Mapping[int, bytes]) -> list[Chunk]:
    """Where each copy's chain and series stand; `hashes` are the last ones by counter."""
    ((_, chain_no, _, stored_at),) = pattern.rows["counter_chains"]
    chains: list[Row] = [(copy, chain_no, last, stored_at) for copy, last in hashes.items()]
    series: list[Row] = [(copy, *row[1:]) for copy in hashes for row in pattern.rows["series"]]
    return [Chunk("counter_chains", chains), Chunk("series", series)]


COPIED_BY_SQL = tuple(
    table
    for table in COLUMNS
    if table not in {"requests", "journal", "z_signatures", "counter_chains", "series", *_SUMMED}
)
