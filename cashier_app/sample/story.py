"""Customers that every sample has, with the same story on any day: the tour and the card name them.

"Today's month" below is the month of today's date; the overdue bill of the first customer
belongs to the month before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cashier_app.sample import network, prices
from cashier_app.sample.calendar import DAY, Horizon, month_before, open_day
from cashier_app.sample.households import FEE_DUE_DAYS, make_periods
from cashier_app.sample.keys import bill_no, series_of
from cashier_app.sample.specs import (
    Account,
    Connection,
    Customer,
    Fee,
    Period,
    PlannedVisit,
    Way,
)

LEAST_MONTHS = 6
LEAST_CUSTOMERS = 20
DEMO_CUSTOMERS = 2_000
DEMO_RUNNING_NO = 1182
STORY_ROUTE = 10

KARUNA, KARIM, KARIMPUR = "4410029761", "4410031108", "9902000713"
KARISHMA, KARTHIK, MOHAN = "4418112044", "4410087430", "4433005892"
SUNITA, DANIEL = "4410055216", "4410061873"
ACCOUNT_NOS = frozenset((KARUNA, KARIM, KARIMPUR, KARISHMA, KARTHIK, MOHAN, SUNITA, DANIEL))
METER_NOS = frozenset(
    ("88104523", "88104981", "HT000418", "91220417", "88107712", "90003366", "88109145", "88110262")
)

_KARUNA_KWH = (164, 171, 158, 172, 196, 231, 252, 247, 226, 203, 188, 149)
_KARUNA_READING = 24_498
"""On the meter at the end of last month's period."""


def overdue_due_on(today: date) -> date:
    """Due date of the first customer's overdue bill: the 11th, or two days ago early in a month."""
    return min(month_before(today, 0, 11), today - 2 * DAY)


def overdue_issue_on(today: date) -> date:
    """Issue date of that bill, in the month before today's."""
    return overdue_due_on(today) - prices.DUE_DAYS * DAY


def featured_running_no(customers: int) -> int:
    """The number kept for that bill in its series; smaller where few bills are issued."""
    return max(1, min(customers, DEMO_CUSTOMERS) * DEMO_RUNNING_NO // DEMO_CUSTOMERS)


def featured_bill_no(today: date, customers: int = DEMO_CUSTOMERS) -> str:
    """The bill to scan first: for the demo on a day of November 2026 it is 26101182."""
    return bill_no(series_of(overdue_issue_on(today)), featured_running_no(customers))


def kept_numbers(today: date, customers: int) -> dict[str, frozenset[int]]:
    """Running numbers that no other bill may take, by series."""
    series = series_of(overdue_issue_on(today))
    return {series: frozenset({featured_running_no(customers)})}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a customer of the story is supplied."""

    address: str
    ward: str
    meter_no: str
    load_kva: int
    tariff: prices.Tariff = prices.RESIDENTIAL
    premises: str = "home"
    supply: str = "on"
    disconnect_on: date | None = None
    start_value: int = 5_000


class Story:
    """Makes the customers; `units` yields them in the order of `ACCOUNT_NOS` above."""

    def __init__(self, customers: int, horizon: Horizon, numbers: network.Numbers) -> None:
        self._customers = customers
        self._horizon = horizon
        self._today = horizon.today
        self._numbers = numbers

    def units(self) -> Iterator[tuple[Customer, ...]]:
        """Each customer alone."""
        makers = (
            self._karuna, self._karim, self._karimpur, self._karishma, self._karthik, self._mohan,
            self._sunita, self._daniel,
        )  # fmt: skip
        for make in makers:
            yield (make(),)

    # The eight.

    def _karuna(self) -> Customer:
        """An overdue bill with its late charge, a fee, this month's bill, credit, a notice."""
        months = self._horizon.months
        kwh = (_KARUNA_KWH * (months // 12 + 1))[-months:]
        newest = self._this_month(18)
        issue_on = overdue_issue_on(self._today)
        dates = (*self._back(range(months - 1, 1, -1), 21), issue_on, newest)
        periods = self._periods(dates, kwh)
        place = _Place(
            "14 Canal Road",
            "Ward 6",
            "88104523",
            5,
            supply="notice",
            disconnect_on=self._today + 3 * DAY,
            start_value=_KARUNA_READING - sum(kwh[:-1]),
        )
        fee_on = self._this_month(2)
        account = replace(
            self._account(KARUNA, place, periods),
            fees=(Fee("Meter test fee", fee_on, fee_on + FEE_DUE_DAYS * DAY),),
            reserved=((issue_on, featured_running_no(self._customers)),),
        )
        visits = [
            self._pays(period, days=18, tender=tender)
            for period, tender in zip(periods[:-2], _cycle("cash", "card", months), strict=False)
        ]
        # The overpaid receipt, then one that leaves its credit alone.
        visits[-2:] = [
            replace(visits[-2], way=Way.OVER, extra=Decimal(200)),
            replace(visits[-1], way=Way.OLDEST),
        ]
        return self._customer("Karuna Sharma", account, visits, "09812440297")

    def _karim(self) -> Customer:
        """Nothing due."""
        periods = self._periods(self._paid_up_dates(), _even(self._horizon.months, 118))
        account = self._account(KARIM, _Place("2 Mill Lane", "Ward 2", "88104981", 3), periods)
        return self._customer("Karim Shah", account, self._all_paid(periods), "09812440311")

    def _karimpur(self) -> Customer:
        """A long name and a seven-digit due at high tension."""
        months = self._horizon.months
        kwh = (*(148_840 - 40 * (n * 37 % 211) for n in range(months - 1)), 148_840)
        periods = self._periods(self._dates_with_this_month(12), kwh)
        place = _Place(
            "Plot 41 to 46, Riverside Industrial Estate, Phase II",
            "Ward 11",
            "HT000418",
            410,
            prices.HIGH_TENSION,
            "factory",
        )
        account = self._account(KARIMPUR, place, periods)
        visits = self._all_paid(periods[:-1], tender="cheque")
        name = "Karimpur Sheet Metal and Galvanising Works Private Limited"
        return self._customer(name, account, visits, "09812990007", kind="firm")

    def _karishma(self) -> Customer:
        """Three overdue bills; the supply is off."""
        kwh = (*_even(self._horizon.months - 5, 201), 223, 206, 194)
        periods = self._periods(self._back(range(self._horizon.months - 1, 1, -1), 21), kwh)
        place = _Place("Flat 7B, Lotus Court, Station Road", "", "91220417", 3, supply="off")
        account = self._account(KARISHMA, place, periods)
        return self._customer(
            "Karishma Shaikh", account, self._all_paid(periods[:-3]), "09812441120"
        )

    def _karthik(self) -> Customer:
        """One open bill: Enter on the name opens Pay, Enter again takes it."""
        kwh = (*_even(self._horizon.months - 1, 127), 130)
        periods = self._periods(self._dates_with_this_month(16), kwh)
        account = self._account(
            KARTHIK, _Place("9 Temple Square", "Ward 6", "88107712", 4), periods
        )
        return self._customer(
            "Karthik Shetty", account, self._all_paid(periods[:-1]), "09812440874"
        )

    def _mohan(self) -> Customer:
        """Two overdue bills of a shop."""
        kwh = (*_even(self._horizon.months - 3, 655), 672, 662)
        older = self._back(range(self._horizon.months - 1, 1, -1), 21)
        periods = self._periods((*older, overdue_issue_on(self._today)), kwh)
        place = _Place("Bus Park, stall 12", "", "90003366", 3, prices.COMMERCIAL, "shop")
        account = self._account(MOHAN, place, periods)
        visits = self._all_paid(periods[:-2])
        name = "Mohan Karki, Shanti Tea House"
        return self._customer(name, account, visits, "09812330058", kind="firm")

    def _sunita(self) -> Customer:
        """A bill whose prompt discount is still open."""
        newest = self._today - 4 * DAY
        dates = tuple(
            month_before(newest, back, newest.day)
            for back in range(self._horizon.months - 1, -1, -1)
        )
        periods = self._periods(dates, _even(self._horizon.months, 143))
        account = self._account(SUNITA, _Place("31 Garden Row", "Ward 4", "88109145", 3), periods)
        account = replace(account, has_discount=True)
        return self._customer("Sunita Rao", account, self._all_paid(periods[:-1]), "09812440552")

    def _daniel(self) -> Customer:
        """Credit and nothing due."""
        periods = self._periods(self._paid_up_dates(), _even(self._horizon.months, 96))
        account = self._account(DANIEL, _Place("5 Hill Road", "Ward 9", "88110262", 2), periods)
        visits = self._all_paid(periods)
        visits[-1] = replace(visits[-1], way=Way.OVER, extra=Decimal(350))
        return self._customer("Daniel Okafor", account, visits, "09812440618")

    # Dates.

    def _this_month(self, day_of_month: int) -> date:
        """That day, or today where it has not come yet."""
        return self._today.replace(day=min(day_of_month, self._today.day))

    def _back(self, months: range, day_of_month: int) -> tuple[date, ...]:
        return tuple(month_before(self._today, back, day_of_month) for back in months)

    def _dates_with_this_month(self, day_of_month: int) -> tuple[date, ...]:
        """The last one in today's month, however early that is."""
        older = self._back(range(self._horizon.months - 1, 0, -1), day_of_month)
        return (*older, self._this_month(day_of_month))

    def _paid_up_dates(self) -> tuple[date, ...]:
        """The last one long enough ago to have been paid."""
        newest = self._today - 15 * DAY
        return tuple(
            month_before(newest, back, newest.day)
            for back in range(self._horizon.months - 1, -1, -1)
        )

    # Parts.

    def _periods(self, dates: tuple[date, ...], kwh: tuple[int, ...]) -> tuple[Period, ...]:
        """Months whose due dates are exactly three weeks after issue, as the story wants them."""
        return tuple(
            replace(period, due_on=period.issue_on + prices.DUE_DAYS * DAY)
            for period in make_periods(self._horizon, dates, kwh)
        )

    def _account(self, account_no: str, place: _Place, periods: tuple[Period, ...]) -> Account:
        connected_on = date(2014, 5, 12)
        is_high = place.tariff is prices.HIGH_TENSION
        connection = Connection(
            connection_no=self._numbers.connection(), address=place.address, ward=place.ward,
            route=STORY_ROUTE, premises=place.premises, voltage="high" if is_high else "low",
            load_kva=place.load_kva, supply=place.supply, disconnect_on=place.disconnect_on,
            tariff=place.tariff, connected_on=connected_on, periods=periods,
            meter_no=place.meter_no, maker=network.MAKERS[0], multiplier=40 if is_high else 1,
            start_value=place.start_value,
        )  # fmt: skip
        return Account(
            account_no=account_no,
            connection=connection,
            first=0,
            end=len(periods),
            opened_on=connected_on,
            liable_from=connected_on,
            liable_to=None,
        )

    def _pays(self, period: Period, *, days: int, tender: str = "cash") -> PlannedVisit:
        return PlannedVisit(open_day(period.issue_on + days * DAY), 0, Way.ALL, tender)

    def _all_paid(self, periods: tuple[Period, ...], tender: str = "cash") -> list[PlannedVisit]:
        return [self._pays(period, days=6, tender=tender) for period in periods]

    def _customer(
        self,
        name: str,
        account: Account,
        visits: list[PlannedVisit],
        phone: str,
        kind: str = "person",
    ) -> Customer:
        return Customer(
            name=name, kind=kind, accounts=(account,), visits=tuple(visits), phones=(phone,)
        )


def _even(months: int, kwh: int) -> tuple[int, ...]:
    """A steady household around `kwh`."""
    return tuple(kwh + (n * 7) % 23 - 11 for n in range(months))


def _cycle(first: str, second: str, count: int) -> tuple[str, ...]:
    return tuple((first, second, first)[n % 3] for n in range(count))
