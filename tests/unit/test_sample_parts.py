"""Small parts of the sample on their own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cashier_app.sample import network, prices
from cashier_app.sample.calendar import Horizon, month_before, open_day
from cashier_app.sample.daybook import DayBook
from cashier_app.sample.keys import BillNumbers
from cashier_app.sample.seeds import random_for
from cashier_app.sample.shift import count_out
from cashier_app.sample.wallet import hand_over


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
    ],
)
def test_months_back_keep_the_day_or_take_the_last(day: date, months: int, wanted: date) -> None:
    assert month_before(day, months, day.day) == wanted


def test_on_sunday_people_come_on_monday() -> None:
    assert open_day(date(2026, 11, 22)) == date(2026, 11, 23)
    assert open_day(date(2026, 11, 23)) == date(2026, 11, 23)


def test_history_ends_on_the_last_day_the_hall_was_open() -> None:
    assert Horizon(date(2026, 11, 23), 12).last_day == date(2026, 11, 21)
    assert Horizon(date(2026, 11, 24), 12).last_day == date(2026, 11, 23)


def test_a_bill_not_yet_issued_this_month_is_not_among_the_dates() -> None:
    dates = Horizon(date(2026, 11, 10), 3).issue_dates(11)
    assert dates == (date(2026, 8, 11), date(2026, 9, 11), date(2026, 10, 11))


@pytest.mark.parametrize(
    ("kwh", "labels"),
    [
        (60, ["Energy, first 60 kWh at 5.00"]),
        (100, ["Energy, first 100 kWh at 5.00"]),
        (
            350,
            [
                "Energy, first 100 kWh at 5.00",
                "Energy, next 200 kWh at 6.50",
                "Energy, next 50 kWh at 7.75",
            ],
        ),
    ],
)
def test_blocks_apply_to_the_units_inside_them(kwh: int, labels: list[str]) -> None:
    lines = prices.price_bill(prices.RESIDENTIAL.before, kwh, 1)
    assert [line.label for line in lines if line.kind == "energy"] == labels


def test_a_bill_is_payable_in_whole_units() -> None:
    for kwh in range(1, 500, 7):
        total = prices.bill_total(prices.price_bill(prices.RESIDENTIAL.after, kwh, 3))
        assert total == total.to_integral_value()


def test_late_charge_is_in_whole_coins() -> None:
    assert prices.late_charge(Decimal(1217)) == Decimal("42.5")


def test_kept_bill_numbers_are_left_out_and_closed_at_the_end() -> None:
    numbers = BillNumbers({"2611": frozenset({2})})
    day = date(2026, 11, 5)
    assert [numbers.take(day) for _ in range(2)] == [("2611", 1), ("2611", 3)]
    assert numbers.last_numbers() == {"2611": 3}


def test_a_kept_number_beyond_a_gap_is_an_error() -> None:
    numbers = BillNumbers({"2611": frozenset({9})})
    numbers.take(date(2026, 11, 5))
    with pytest.raises(ValueError, match="26110009"):
        numbers.last_numbers()


@pytest.mark.parametrize("kind", ["cash", "cheque", "card", "mixed"])
def test_what_is_handed_over_leaves_the_amount(kind: str) -> None:
    random = random_for(1, kind)
    for amount in map(Decimal, ("0.50", "999.50", "1000", "1217.00", "64000", "1284930")):
        tenders = hand_over(random, kind, amount, date(2026, 11, 23), 1)
        assert sum(tender.net for tender in tenders) == amount
        assert all(t.kind == "cash" or t.change == 0 for t in tenders)
        assert all((t.kind == "cheque") == (t.cheque is not None) for t in tenders)


def test_counting_out_makes_the_amount() -> None:
    pieces = count_out(Decimal("13688.50"))
    assert sum(value * number for value, number in pieces.items()) == Decimal("13688.50")
    assert list(pieces) == sorted(pieces, reverse=True)


def test_a_large_day_book_reads_the_same_from_files() -> None:
    days = [date(2026, 1, 1 + number % 3) for number in range(20)]
    with DayBook() as memory, DayBook(held_at_most=4) as files:
        for number, day in enumerate(days):
            for book in (memory, files):
                book.add(day, ((number,),))  # type: ignore[arg-type]
        for day in sorted(set(days)):
            assert files.visits(day) == memory.visits(day)
        assert files.visits(date(2027, 1, 1)) == []


def test_numbers_are_given_once() -> None:
    numbers = network.Numbers(frozenset({"4401000166"}), frozenset({"15100007"}))
    random = random_for(1)
    accounts = [numbers.account(4401, random) for _ in range(1_000)]
    assert len(set(accounts)) == 1_000
    assert not any(number.startswith("44010001") for number in accounts)
    meters = [numbers.meter(2015) for _ in range(1_000)]
    assert len(set(meters)) == 1_000
    assert "15100007" not in meters


def test_a_large_utility_has_counters_enough() -> None:
    assert [c.code for c in network.counters(2_000)] == ["01", "02", "03", "04", "05"]
    assert len(network.counters(1_000_000)) == 400
    assert network.counters(1_000_000)[0].code == "001"
    assert len({r.book for r in network.routes(1_000_000)}) == len(network.routes(1_000_000))
