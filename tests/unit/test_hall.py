"""The tie-out of a hall's day: it ties only when nothing is missing anywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cashier_app.domain.hall import HallDay, HallShift, Line, OnTheWay, OpenDifference

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
TODAY = date(2026, 11, 23)
ZERO = Decimal(0)
MONEY = st.integers(0, 10**9).map(lambda n: Decimal(n).scaleb(-2))


def shift(number: int = 1, **changes: object) -> HallShift:
    base = HallShift(
        shift_id=number, counter_code=f"0{number}", counter=f"Counter {number}",
        cashier="Amina Rahman", user_id=number, business_date=TODAY, opened_at=NOW,
        counted_at=None, closed_at=None, state="open", receipts=3, undos=0,
        float_amount=Decimal(2000), expected=Decimal(2300), drawer=Decimal(2300), counted=None,
        difference=None, decided=False, outcome="", cash=Decimal(300), card=Decimal(50),
        cheque=Decimal(20),
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


def day(*shifts: HallShift, **changes: object) -> HallDay:
    total = sum((one.total for one in shifts), ZERO)
    base = HallDay(
        office="Main Street office", day=TODAY, is_today=True, asked_at=NOW, drawer_limit=ZERO,
        shifts=shifts, hours=(), receipts=3, cancelled=0, tendered=total, cancelled_amount=ZERO,
        allocated=total, credit=ZERO, rounding=ZERO, safe_held=Decimal(100),
        safe_lines=Decimal(100), differences=(), unsettled=(), on_the_way=(),
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


def off(of: HallDay) -> dict[Line, Decimal]:
    return {line.line: line.off for line in of.tie_out() if not line.ties}


def test_a_quiet_day_ties() -> None:
    assert day(shift(1), shift(2)).ties
    assert day().ties


@given(allocated=MONEY, credit=MONEY, rounding=st.integers(-2, 2).map(Decimal))
def test_payments_are_allocations_and_credit_and_rounding(
    allocated: Decimal, credit: Decimal, rounding: Decimal
) -> None:
    total = allocated + credit + rounding
    one = shift(cash=total, card=ZERO, cheque=ZERO)
    books = day(one, allocated=allocated, credit=credit, rounding=rounding)
    assert books.ties
    assert off(replace(books, credit=credit + 1)) == {Line.POSTED: Decimal(1)}


def test_tenders_by_counter_are_those_of_the_day() -> None:
    assert off(day(shift(), tendered=Decimal(371), allocated=Decimal(371))) == {
        Line.TENDERS: Decimal(-1)
    }


def test_short_here_and_over_there_is_not_none() -> None:
    short = shift(1, state="counting", counted=Decimal(2290), difference=Decimal(-10))
    over = shift(2, state="counting", counted=Decimal(2310), difference=Decimal(10))
    lines = {line.line: line for line in day(short, over).tie_out()}
    assert lines[Line.DRAWERS].amount == 0
    assert lines[Line.DRAWERS].off == 10
    assert off(day(replace(short, decided=True), replace(over, outcome="accepted"))) == {}


def test_running_sums_are_held_against_their_rows() -> None:
    assert off(day(shift(1, drawer=Decimal(2299)))) == {Line.RUNNING: Decimal(1)}


def test_the_safe_is_held_against_its_lines_once_it_is_opened() -> None:
    assert off(day(safe_lines=Decimal(90))) == {Line.SAFE: Decimal(10)}
    assert day(safe_held=None, safe_lines=ZERO).ties


def test_cash_on_its_way_and_a_difference_of_an_earlier_day_keep_it_open() -> None:
    way = OnTheWay(1, Decimal(100), "Amina", "Bina", NOW)
    assert off(day(on_the_way=(way,))) == {Line.ON_THE_WAY: Decimal(100)}
    earlier = OpenDifference(9, "01-Z-0001", "Counter 1", "Amina", False, TODAY, Decimal(-80), "")
    assert not day(differences=(earlier,)).ties


def test_a_shift_left_open_yesterday_counts_not_as_todays() -> None:
    old = shift(2, business_date=date(2026, 11, 22))
    assert day(shift(1), old, tendered=Decimal(370), allocated=Decimal(370)).ties


def test_only_an_open_drawer_above_the_limit_asks_for_a_drop() -> None:
    limited = day(shift(), drawer_limit=Decimal(2299))
    assert limited.is_drop_due(shift())
    assert not limited.is_drop_due(shift(state="counting"))
    assert not limited.is_drop_due(shift(expected=Decimal(2299)))
    assert not day(shift()).is_drop_due(shift())
