"""The whole sample, in chunks that can be stored one after the other with flat memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain

from cashier_app.domain.money import ZERO
from cashier_app.sample import network, story
from cashier_app.sample.billing import POSTING_TIME, BillWriter
from cashier_app.sample.calendar import DAY, Horizon, utc_at
from cashier_app.sample.daybook import DayBook
from cashier_app.sample.history import History
from cashier_app.sample.households import Households
from cashier_app.sample.keys import BillNumbers, Keys
from cashier_app.sample.ledger import AccountState
from cashier_app.sample.reference import Hall, ReferenceWriter
from cashier_app.sample.rows import Chunk, RowBuffer
from cashier_app.sample.seeds import random_for
from cashier_app.sample.specs import Customer
from cashier_app.sample.unit_writer import UnitWriter
from cashier_app.sample.words import WordIndex

CUSTOMERS_PER_CHUNK = 100
DAYS_PER_CHUNK = 5
MOST_CUSTOMERS = 2_000_000
MOST_MONTHS = 60


class NotASample(ValueError):
    """The numbers asked for cannot make a sample; the text says which may."""


@dataclass(frozen=True, slots=True)
class SampleOrder:
    """What is wanted. `known_users` (user name → key) are in the database already."""

    customers: int
    months: int
    seed: int
    today: date
    known_users: Mapping[str, int] = field(default_factory=dict)
    is_training: bool = True
    """Marks everything as made up; only the demo, which is nothing else, goes without."""

    def __post_init__(self) -> None:
        if not story.LEAST_CUSTOMERS <= self.customers <= MOST_CUSTOMERS:
            raise NotASample(
                f"A sample has {story.LEAST_CUSTOMERS} to {MOST_CUSTOMERS:,} customers."
            )
        if not story.LEAST_MONTHS <= self.months <= MOST_MONTHS:
            raise NotASample(f"A sample has {story.LEAST_MONTHS} to {MOST_MONTHS} months.")

    @property
    def horizon(self) -> Horizon:
        return Horizon(self.today, self.months)

    @property
    def steps(self) -> int:
        """The sum of all chunks' steps: half for the customers, half for the days."""
        return 2 * self.customers


def generate_sample(order: SampleOrder) -> Iterator[Chunk]:
    """Chunks of rows in an order that foreign keys accept; the same order gives the same rows."""
    rows, keys = RowBuffer(), Keys()
    bill_numbers = BillNumbers(story.kept_numbers(order.today, order.customers))
    words = WordIndex(rows)
    hall = ReferenceWriter(
        rows, order.seed, order.customers, order.horizon, is_training=order.is_training
    ).write(order.known_users)
    bills = BillWriter(rows, keys, bill_numbers, hall.supervisor.user_id)
    yield from rows.drain()
    with DayBook() as book:
        writer = UnitWriter(rows, keys, bills, words, order.today)
        yield from _customers(order, rows, writer, book)
        rows["bill_series"].extend(bill_numbers.last_numbers().items())
        rows["words"].extend(words.word_rows())
        yield from _history(order, rows, keys, hall, book)
    _day_postings(rows, order.horizon, bills.posted)
    yield from rows.drain()


def _customers(
    order: SampleOrder, rows: RowBuffer, writer: UnitWriter, book: DayBook
) -> Iterator[Chunk]:
    done = 0
    for index, unit in enumerate(_units(order)):
        _, visits = writer.write(unit, random_for(order.seed, "money", index))
        for day, visit in visits:
            book.add(day, visit)
        before, done = done, done + len(unit)
        if done // CUSTOMERS_PER_CHUNK != before // CUSTOMERS_PER_CHUNK:
            yield from rows.drain(done - before // CUSTOMERS_PER_CHUNK * CUSTOMERS_PER_CHUNK)
    yield from rows.drain(done % CUSTOMERS_PER_CHUNK)


def _units(order: SampleOrder) -> Iterator[tuple[Customer, ...]]:
    numbers = network.Numbers(story.ACCOUNT_NOS, story.METER_NOS)
    told = tuple(story.Story(order.customers, order.horizon, numbers).units())
    others = Households(order.seed, order.customers, order.horizon, numbers)
    return chain(told, others.units(len(told), order.customers))


def _history(
    order: SampleOrder, rows: RowBuffer, keys: Keys, hall: Hall, book: DayBook
) -> Iterator[Chunk]:
    history = History(rows, keys, order.seed, hall)
    dates = order.horizon.business_dates()
    done = 0
    for number, _ in enumerate(history.days(dates, book), start=1):
        if number % DAYS_PER_CHUNK == 0:
            share = order.customers * number // len(dates)
            yield from rows.drain(share - done)
            done = share
    history.finish()
    yield from rows.drain(order.customers - done)


def _day_postings(
    rows: RowBuffer, horizon: Horizon, posted: Mapping[date, tuple[int, Decimal]]
) -> None:
    """One posting for each day until yesterday, also when the hall was closed."""
    days = (horizon.today - horizon.first_day).days
    for number in range(days):
        day = horizon.first_day + number * DAY
        bills, amount = posted.get(day, (0, ZERO))
        rows["day_postings"].append((day, utc_at(day, POSTING_TIME), None, bills, amount))


@dataclass(frozen=True, slots=True)
class FeaturedAccount:
    """A customer of the story as the counter finds it. `bill_nos` are open, oldest due first."""

    account_no: str
    customer_name: str
    bill_nos: tuple[str, ...]
    due: Decimal
    credit: Decimal


def featured_accounts(
    today: date, customers: int = story.DEMO_CUSTOMERS, months: int = 12
) -> tuple[FeaturedAccount, ...]:
    """The story's customers, in the order of `story.ACCOUNT_NOS`; the seed changes nothing here."""
    order = SampleOrder(customers, months, 0, today)
    rows, keys = RowBuffer(), Keys()
    bills = BillWriter(rows, keys, BillNumbers(story.kept_numbers(today, customers)))
    writer = UnitWriter(rows, keys, bills, WordIndex(rows), today)
    numbers = network.Numbers(story.ACCOUNT_NOS, story.METER_NOS)
    found: list[FeaturedAccount] = []
    for unit in story.Story(customers, order.horizon, numbers).units():
        states, _ = writer.write(unit, random_for(0, "featured"))
        found.extend(_featured(unit[0], state, today) for state in states)
    return tuple(found)


def _featured(customer: Customer, state: AccountState, today: date) -> FeaturedAccount:
    open_bills = sorted(state.open, key=lambda bill: bill.sort_key)
    return FeaturedAccount(
        state.account.account_no, customer.name, tuple(bill.number for bill in open_bills),
        state.due(today), state.credit,
    )  # fmt: skip
