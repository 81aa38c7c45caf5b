"""The hall day by day: who sits where, and which counter each visit goes to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from cashier_app.domain import canonical
from cashier_app.sample.chain import Chain
from cashier_app.sample.daybook import DayBook
from cashier_app.sample.keys import Keys
from cashier_app.sample.money_facts import Visit
from cashier_app.sample.reference import Hall
from cashier_app.sample.rows import RowBuffer
from cashier_app.sample.seeds import random_for
from cashier_app.sample.shift import UNDO_LIMIT, Shift

VISITS_PER_COUNTER = 16


class History:
    """Every counter's chain; `days` writes one business date after the other."""

    def __init__(self, rows: RowBuffer, keys: Keys, seed: int, hall: Hall) -> None:
        self._rows = rows
        self._keys = keys
        self._seed = seed
        self._hall = hall
        self._chains = [
            Chain(
                rows, desk.counter_id, desk.code,
                canonical.genesis(desk.code, hall.identities[desk.counter_id]), hall.opened_at,
            )
            for desk in hall.counters
        ]  # fmt: skip

    def days(self, dates: tuple[date, ...], book: DayBook) -> Iterator[date]:
        """Write each of `dates`; what is yielded is done."""
        for number, day in enumerate(dates):
            self._day(number, day, book.visits(day))
            yield day

    def finish(self) -> None:
        """Write where each chain and series stands, for the next entry to continue."""
        for chain in self._chains:
            chain_row, series_rows = chain.last_rows()
            self._rows["counter_chains"].append(chain_row)
            self._rows["series"].extend(series_rows)

    def _day(self, number: int, day: date, visits: list[Visit]) -> None:
        random = random_for(self._seed, "day", day.isoformat())
        random.shuffle(visits)
        undos = sum(len(visit) > 1 for visit in visits)
        wanted = max(-(-len(visits) // VISITS_PER_COUNTER), -(-undos // UNDO_LIMIT))
        count = max(1, min(len(self._chains), wanted))
        chosen = sorted(random.sample(range(len(self._chains)), count))
        for place, queue in zip(chosen, _queues(visits, count), strict=True):
            self._shift(number, day, place, queue, random)

    def _shift(
        self, number: int, day: date, place: int, queue: list[Visit], random: Random
    ) -> None:
        chain, cashiers = self._chains[place], self._hall.cashiers
        cashier = cashiers[(place + number) % len(cashiers)]
        hall = self._hall
        shift = Shift(
            self._rows, self._keys, random, chain, hall.keys[chain.counter_id], hall.supervisor
        )
        shift.run(day, cashier, queue)


def _queues(visits: list[Visit], count: int) -> list[list[Visit]]:
    """Deal `visits` out; one with an undo goes where the shift may still have one."""
    queues: list[list[Visit]] = [[] for _ in range(count)]
    undos = [0] * count
    for number, visit in enumerate(visits):
        place = number % count
        if len(visit) > 1:
            place = min(range(count), key=undos.__getitem__)
            undos[place] += 1
        queues[place].append(visit)
    if max(undos) > UNDO_LIMIT:
        raise ValueError("more undos on one day than the counters may have")
    return queues
