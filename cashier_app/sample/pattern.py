"""The part of a town that a large sample repeats: its accounts, and a year at its one counter.

Everything is made as in a small sample, by the same code, for copy FIRST_COPY. What differs from
copy to copy is the three digits of its number: every key of a row, every receipt, cheque and
account number and the counter's code begin with them.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

from cashier_app.sample import network
from cashier_app.sample.billing import BillWriter
from cashier_app.sample.calendar import DAY, Horizon, month_before
from cashier_app.sample.daybook import DayBook
from cashier_app.sample.history import History
from cashier_app.sample.households import Households
from cashier_app.sample.keys import BillNumbers, Keys
from cashier_app.sample.reference import Hall
from cashier_app.sample.rows import COLUMNS, Row, RowBuffer
from cashier_app.sample.seeds import counter_identity, random_for, secret_for
from cashier_app.sample.shift import UNDO_LIMIT, Cashier
from cashier_app.sample.signing import CounterKey
from cashier_app.sample.specs import Customer, Period, PlannedVisit, Way
from cashier_app.sample.unit_writer import UnitWriter
from cashier_app.sample.words import WordIndex

FIRST_COPY = 101
BLOCK = 100_000
"""Keys of a copy: its number times this, and on; entries have their counter's ten digits."""
ACCOUNTS = 2_500
DETAILED_MONTHS = 3
"""Bills of these months have all their lines, readings and late charges; older ones a total."""
TOTAL_LABEL = "Charges of the month"
DUE_DAYS = 60
_MORE = 1.12
"""Households drawn for each one taken: several accounts or tenants at one place are left out."""
_STEPS = ((1, 2, 3), (14, 50, 36))
"""Months a customer lets pass between two visits: five visits a year for each account."""


@dataclass(frozen=True, slots=True)
class PatternOrder:
    """What a pattern is made of; the hall is that of the sample's own part."""

    seed: int
    horizon: Horizon
    hall: Hall
    accounts: int = ACCOUNTS


@dataclass(slots=True)
class Pattern:
    """Rows of the first copy by table."""

    rows: dict[str, list[Row]]
    posted: Mapping[date, tuple[int, Decimal]]
    """Late charges by day."""
    bill_numbers: Mapping[str, int]
    """How many numbers of each series the bills take."""
    routes: tuple[network.Route, ...]

    @property
    def customers(self) -> int:
        return len(self.rows["customers"])


def asked_rows(pattern: Pattern, last_numbers: Mapping[str, int]) -> list[Row]:
    """Of each bill that was taken back: adjustment, cause, series, number, and where copies go on.

    `last_numbers` are those of the own part.
    """
    bills = {row[0]: (row[2], row[3]) for row in pattern.rows["bills"]}
    found: list[Row] = []
    for key, bill_id, kind, _, _, cause, *_ in pattern.rows["bill_adjustments"]:
        if kind == "credit_note":
            series, running_no = bills[bill_id]
            before = last_numbers.get(str(series), 0)
            found.append(
                (key, cause, series, running_no, before, pattern.bill_numbers[str(series)])
            )
    return found


def make_pattern(order: PatternOrder) -> Pattern:
    """The same order makes the same rows."""
    seed = int.from_bytes(secret_for(order.seed, "pattern")[:6])
    rows, keys = RowBuffer(), Keys(FIRST_COPY * BLOCK)
    numbers = BillNumbers({})
    bills = BillWriter(rows, keys, numbers, order.hall.supervisor.user_id)
    # Names and words are given to each copy anew.
    writer = UnitWriter(rows, keys, bills, WordIndex(RowBuffer()), order.horizon.today)
    history = History(rows, keys, seed, _hall(order))
    with DayBook() as book:
        for index, customer in enumerate(_customers(seed, order)):
            _, visits = writer.write((customer,), random_for(seed, "money", index))
            for day, visit in visits:
                book.add(day, visit)
        for _ in history.days(order.horizon.business_dates(), book):
            pass
    history.finish()
    made = {chunk.table: chunk.rows for chunk in rows.drain()}
    _shorten(made, order.horizon)
    return Pattern(
        made, bills.posted, numbers.last_numbers(), network.routes(round(order.accounts * _MORE))
    )


def _hall(order: PatternOrder) -> Hall:
    code = str(FIRST_COPY)
    desk = network.Counter(FIRST_COPY, code, f"Counter {code}", 0)
    return Hall(
        (desk,),
        {FIRST_COPY: counter_identity(order.seed, code)},
        {FIRST_COPY: CounterKey.of(order.seed, FIRST_COPY, code)},
        (copy_cashier(FIRST_COPY),),
        order.hall.supervisor,
        order.hall.opened_at,
    )


def copy_cashier(copy: int) -> Cashier:
    """Who sits at the counter of a copy."""
    return Cashier(1_000_000 + copy, f"cashier{copy}")


def _customers(seed: int, order: PatternOrder) -> Iterator[Customer]:
    wanted = round(order.accounts * _MORE)
    numbers = network.Numbers(frozenset(), frozenset())
    households = Households(seed, wanted, order.horizon, numbers)
    alone = (
        unit[0]
        for unit in households.units(0, 2 * wanted)
        if len(unit) == 1 and len(unit[0].accounts) == 1
    )
    thin = _Thinning(seed, order.horizon)
    yield from (thin.customer(n, c) for n, c in enumerate(islice(alone, order.accounts)))


class _Thinning:
    """Fewer visits, each for several months; bills are due later."""

    def __init__(self, seed: int, horizon: Horizon) -> None:
        self._seed = seed
        self._horizon = horizon
        self._mistakes: Tally[date] = Tally()

    def customer(self, number: int, customer: Customer) -> Customer:
        (account,) = customer.accounts
        periods = tuple(map(self._later, account.connection.periods))
        connection = replace(account.connection, periods=periods)
        random = random_for(self._seed, "visits", number)
        visits = list(customer.visits)
        kept: list[PlannedVisit] = []
        at = len(visits) - 1
        while at >= 0:
            kept.append(self._lawful(visits[at]))
            at -= random.choices(*_STEPS)[0]
        return replace(
            customer,
            accounts=(replace(account, connection=connection),),
            visits=tuple(reversed(kept)),
        )

    def _later(self, period: Period) -> Period:
        """Never so that a late charge falls on today itself."""
        due_on = period.issue_on + timedelta(days=DUE_DAYS)
        return replace(
            period, due_on=due_on - DAY if due_on + DAY == self._horizon.today else due_on
        )

    def _lawful(self, visit: PlannedVisit) -> PlannedVisit:
        """A shift may have a few undos only."""
        if visit.way is not Way.MISTAKE:
            return visit
        self._mistakes[visit.on] += 1
        return visit if self._mistakes[visit.on] <= UNDO_LIMIT else replace(visit, way=Way.ALL)


def _shorten(rows: dict[str, list[Row]], horizon: Horizon) -> None:
    """Leave of the older bills what a settled bill needs: one line, and what was posted."""
    since = month_before(horizon.today, DETAILED_MONTHS, horizon.today.day)
    bill, issued, total, status = (
        COLUMNS["bills"].index(name) for name in ("bill_id", "issued_on", "total", "status")
    )
    old = {row[bill]: row[total] for row in rows["bills"] if _is_old(row[issued], since)}
    is_open = {row[bill] for row in rows["bills"] if row[status] in ("issued", "part_paid")}
    charged = {row[1] for row in rows["bill_adjustments"] if row[2] == "late_charge"}
    lines = [row for row in rows["bill_lines"] if row[0] not in old]
    lines += [(key, 1, "energy", TOTAL_LABEL, None, "", None, sum_) for key, sum_ in old.items()]
    rows["bill_lines"] = sorted(lines, key=lambda row: row[:2])
    rows["bill_late_charges"] = [
        row
        for row in rows["bill_late_charges"]
        if row[0] not in old or row[0] in is_open or row[0] in charged
    ]
    rows["bill_readings"] = [row for row in rows["bill_readings"] if row[0] not in old]
    needed = {key for row in rows["bill_readings"] for key in row[1:3]}
    rows["readings"] = [row for row in rows["readings"] if row[0] in needed]


def _is_old(issued_on: object, since: date) -> bool:
    return isinstance(issued_on, date) and issued_on <= since
