"""Decides who lives where, what they use and how they pay: one unit of customers at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from cashier_app.sample import network, people, prices
from cashier_app.sample.calendar import DAY, Horizon, month_before, open_day
from cashier_app.sample.consumption import base_kwh, month_kwh
from cashier_app.sample.seeds import random_for
from cashier_app.sample.specs import (
    Account,
    Connection,
    Customer,
    Fee,
    Period,
    PlannedVisit,
    Replacement,
    Way,
)

FEE_DUE_DAYS = 30
ESTIMATED_SHARE = 0.04
HIGH_TENSION_MULTIPLIER = 40
_TENDERS = {
    "home": (("cash", "card", "cheque", "mixed"), (88, 8, 3, 1)),
    "shop": (("cash", "card", "cheque", "mixed"), (70, 14, 14, 2)),
    "factory": (("cheque", "card", "cash", "mixed"), (93, 7, 0, 0)),
}
_WAYS = (Way.ALL, Way.OLDEST, Way.PART, Way.OVER, Way.MISTAKE)
_WAY_WEIGHTS = (880, 25, 50, 40, 5)
_PREMISES = (("home", "shop", "factory"), (840, 147, 13))


def make_periods(
    horizon: Horizon,
    issue_dates: tuple[date, ...],
    kwh: tuple[int, ...],
    estimated: frozenset[int] = frozenset(),
) -> tuple[Period, ...]:
    """The months of a connection; `kwh` and `issue_dates` stand side by side."""
    if not issue_dates:
        return ()
    before = _read_on(month_before(issue_dates[0], 1, issue_dates[0].day))
    periods: list[Period] = []
    for number, (issue_on, units) in enumerate(zip(issue_dates, kwh, strict=True)):
        read_on = _read_on(issue_on)
        periods.append(
            Period(
                issue_on,
                _due_on(horizon, issue_on),
                before + DAY,
                read_on,
                units,
                number in estimated,
                read_on >= horizon.price_change,
            )
        )
        before = read_on
    return tuple(periods)


def _read_on(issue_on: date) -> date:
    """Two days before the bill, in the same month."""
    return max(issue_on.replace(day=1), issue_on - 2 * DAY)


def _due_on(horizon: Horizon, issue_on: date) -> date:
    """Never so that a late charge falls on today itself: today's posting belongs to the counter."""
    due_on = issue_on + prices.DUE_DAYS * DAY
    return due_on - DAY if due_on + DAY == horizon.today else due_on


def email_of(random: Random, name: str) -> str | None:
    """Of one customer in five."""
    if random.random() >= 0.2 or not name.isascii():
        return None
    return f"{name.lower().replace(' ', '.')}@example.org"


class Households:
    """Makes units of customers; each depends only on the seed and its place in the list."""

    def __init__(
        self, seed: int, customers: int, horizon: Horizon, numbers: network.Numbers
    ) -> None:
        self._seed = seed
        self._horizon = horizon
        self._numbers = numbers
        self._routes = network.routes(customers)
        self._per_route = -(-customers // len(self._routes))

    def units(self, first: int, customers: int) -> Iterator[tuple[Customer, ...]]:
        """Customers from `first` on; two of them together when one moved in after the other."""
        index = first
        while index < customers:
            unit = self._unit(index, customers - index)
            yield unit
            index += len(unit)

    def _unit(self, index: int, left: int) -> tuple[Customer, ...]:
        random = random_for(self._seed, "unit", index)
        route = self._routes[min(index // self._per_route, len(self._routes) - 1)]
        maker = _UnitMaker(random, route, self._horizon, self._numbers)
        if left > 1 and self._horizon.months >= 4 and random.random() < 0.015:
            return maker.successors()
        return (maker.customer(),)


class _UnitMaker:
    """The choices for one unit, drawn in order from its own generator."""

    def __init__(
        self, random: Random, route: network.Route, horizon: Horizon, numbers: network.Numbers
    ) -> None:
        self._random = random
        self._route = route
        self._horizon = horizon
        self._numbers = numbers

    def customer(self) -> Customer:
        """A person, shop or factory with one account, or up to five."""
        random = self._random
        premises = random.choices(*_PREMISES)[0]
        count = random.randrange(2, 6) if random.random() < 0.05 else 1
        arrears = self._arrears()
        supply, disconnect_on = self._supply(arrears)
        accounts = []
        for number in range(count):
            kind = premises if number == 0 or premises == "shop" else "home"
            connection = self._connection(kind, supply, disconnect_on)
            accounts.append(self._account(connection))
        owner = self._owner(premises)
        visits = self._visits(owner, tuple(accounts), premises, arrears)
        return replace(owner, accounts=tuple(accounts), visits=visits)

    def successors(self) -> tuple[Customer, Customer]:
        """A tenant who left, and the one who is there now: two accounts over time at one place."""
        connection = self._connection("home", "on", None)
        moved = self._random.randrange(2, len(connection.periods) - 1)
        left_on = connection.periods[moved - 1].read_on
        first = self._account(connection)
        leaver = replace(first, end=moved, liable_to=left_on)
        second = self._account(connection)
        newcomer = replace(
            second,
            first=moved,
            opened_on=left_on + DAY,
            liable_from=left_on + DAY,
            former_no=None,
            fees=(),
            cancelled=None,
        )
        return self._tenant(leaver), self._tenant(newcomer)

    def _tenant(self, account: Account) -> Customer:
        owner = self._owner("home")
        account = replace(
            account,
            cancelled=None,
            fees=tuple(fee for fee in account.fees if _within(fee.issue_on, account)),
        )
        return replace(
            owner, accounts=(account,), visits=self._visits(owner, (account,), "home", 0)
        )

    def _owner(self, premises: str) -> Customer:
        """Name and phones; accounts follow."""
        random = self._random
        makers = {
            "home": people.person_name,
            "shop": people.shop_name,
            "factory": people.works_name,
        }
        phones = {
            people.phone_number(random) for _ in range(random.choices((0, 1, 2), (8, 80, 12))[0])
        }
        name = makers[premises](random)
        email = email_of(random, name)
        return Customer(
            name=name,
            kind="person" if premises == "home" else "firm",
            accounts=(),
            visits=(),
            phones=tuple(sorted(phones)),
            email=email,
            cash_only=premises == "home" and random.random() < 0.01,
            instruction=people.instruction(random),
        )

    def _arrears(self) -> int:
        """How many of the last bills stay unpaid."""
        return self._random.choices((0, 1, 2, 3, 4, 5), (880, 60, 25, 15, 12, 8))[0]

    def _supply(self, arrears: int) -> tuple[str, date | None]:
        if arrears >= 4:
            return "off", None
        if arrears >= 2:
            return "notice", self._horizon.today + self._random.randrange(2, 12) * DAY
        return "on", None

    def _connection(self, premises: str, supply: str, disconnect_on: date | None) -> Connection:
        random, numbers = self._random, self._numbers
        tariff, load = self._tariff_and_load(premises)
        multiplier = HIGH_TENSION_MULTIPLIER if premises == "factory" else 1
        base = base_kwh(random, premises)
        dates = self._horizon.issue_dates(self._route.billing_day)
        if supply == "off":
            dates = dates[:-1]
        kwh = tuple(
            max(1, month_kwh(random, base, day.month, premises) // multiplier) * multiplier
            for day in dates
        )
        estimated = self._estimated(len(dates))
        periods = make_periods(self._horizon, dates, kwh, estimated)
        year = random.randrange(2008, 2024)
        return Connection(
            connection_no=numbers.connection(),
            address=_ADDRESSES[premises](random),
            ward=network.ward(random),
            route=self._route.route_id,
            premises=premises,
            voltage="high" if premises == "factory" else "low",
            load_kva=load,
            supply=supply,
            disconnect_on=disconnect_on,
            tariff=tariff,
            connected_on=date(year, random.randrange(1, 13), random.randrange(1, 29)),
            periods=periods,
            meter_no=numbers.meter(year, high_tension=premises == "factory"),
            maker=random.choice(network.MAKERS),
            multiplier=multiplier,
            start_value=random.randrange(800, 60_000),
            replacement=self._replacement(periods, estimated, multiplier),
        )

    def _tariff_and_load(self, premises: str) -> tuple[prices.Tariff, int]:
        if premises == "factory":
            return prices.HIGH_TENSION, self._random.randrange(80, 600, 10)
        if premises == "shop":
            return prices.COMMERCIAL, self._random.randrange(2, 16)
        return prices.RESIDENTIAL, self._random.choice((1, 2, 2, 3, 3, 3, 4, 5, 5, 7))

    def _estimated(self, months: int) -> frozenset[int]:
        """Months without a reading; never two in a row."""
        drawn: set[int] = set()
        for number in range(1, months):
            if number - 1 not in drawn and self._random.random() < ESTIMATED_SHARE:
                drawn.add(number)
        return frozenset(drawn)

    def _replacement(
        self, periods: tuple[Period, ...], estimated: frozenset[int], multiplier: int
    ) -> Replacement | None:
        random = self._random
        if len(periods) < 2 or multiplier != 1 or random.random() >= 0.02:
            return None
        number = random.randrange(1, len(periods))
        period = periods[number]
        if number in estimated:
            return None
        span = (period.read_on - period.starts_on).days
        share = random.randrange(1, span)
        return Replacement(
            number,
            period.starts_on + share * DAY,
            period.kwh * share // (span + 1),
            self._numbers.meter(period.read_on.year),
            random.choice(network.MAKERS),
        )

    def _account(self, connection: Connection) -> Account:
        random = self._random
        book = network.HIGH_TENSION_BOOK if connection.voltage == "high" else self._route.book
        months = len(connection.periods)
        has_cancelled = months and random.random() < 0.004
        opened_on = connection.connected_on
        return Account(
            account_no=self._numbers.account(book, random),
            connection=connection,
            first=0,
            end=months,
            opened_on=opened_on,
            liable_from=opened_on,
            liable_to=None,
            fees=self._fees(),
            has_discount=random.random() < 0.12,
            former_no=f"2{random.randrange(10**7):07d}" if random.random() < 0.02 else None,
            cancelled=random.randrange(months) if has_cancelled else None,
        )

    def _fees(self) -> tuple[Fee, ...]:
        random = self._random
        if random.random() >= 0.03:
            return ()
        span = (self._horizon.today - self._horizon.first_day).days
        issue_on = self._horizon.today - random.randrange(span) * DAY
        title = random.choice(tuple(prices.FEES))
        return (Fee(title, issue_on, issue_on + FEE_DUE_DAYS * DAY),)

    def _visits(
        self, owner: Customer, accounts: tuple[Account, ...], premises: str, arrears: int
    ) -> tuple[PlannedVisit, ...]:
        """One visit a month for each account, or one for all of them; some are forgotten."""
        random = self._random
        together = len(accounts) > 1 and random.random() < 0.7
        habit = random.choices(("early", "in time", "late"), (40, 48, 12))[0]
        visits: list[PlannedVisit] = []
        for index, account in enumerate(accounts):
            if together and index:
                break
            payers = None if together else index
            for period in account.connection.periods[account.first : account.end - arrears]:
                if random.random() < 0.04:
                    continue
                on = open_day(self._visit_day(period, habit))
                if on <= self._horizon.last_day:
                    visits.append(self._visit(on, payers, owner, premises))
        return tuple(visits)

    def _visit(self, on: date, account: int | None, owner: Customer, premises: str) -> PlannedVisit:
        random = self._random
        tender = "cash" if owner.cash_only else random.choices(*_TENDERS[premises])[0]
        way = Way.ALL if account is None else random.choices(_WAYS, _WAY_WEIGHTS)[0]
        return PlannedVisit(
            on, account, way, tender, Decimal(random.choice((20, 50, 100, 200, 500)))
        )

    def _visit_day(self, period: Period, habit: str) -> date:
        random = self._random
        if habit == "early":
            return period.issue_on + random.randrange(1, 11) * DAY
        if habit == "in time" or random.random() < 0.4:
            days = (period.due_on - period.issue_on).days
            return period.issue_on + random.randrange(5, days + 1) * DAY
        return period.due_on + timedelta(days=random.randrange(2, 26))


_ADDRESSES = {
    "home": network.home_address,
    "shop": network.shop_address,
    "factory": network.works_address,
}


def _within(day: date, account: Account) -> bool:
    return day >= account.liable_from and (account.liable_to is None or day <= account.liable_to)
