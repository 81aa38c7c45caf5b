"""Instalments add up, run forward, and refuse what cannot be divided."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier_app.domain.bill_office import in_instalments

CENT = Decimal("0.01")


@given(
    cents=st.integers(100, 10_000_000),
    months=st.integers(1, 36),
    first=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
)
def test_instalments_add_up_and_run_forward(cents: int, months: int, first: date) -> None:
    owed = Decimal(cents) / 100
    parts = in_instalments(owed, first, months, CENT)
    assert sum(part.amount for part in parts) == owed
    assert len(parts) == months
    assert all(part.amount >= parts[0].amount for part in parts)
    days = [part.due_on for part in parts]
    assert days == sorted(set(days))
    assert all(day.day == first.day or day.day >= 28 for day in days)


def test_the_last_day_of_a_month_stays_the_last_one() -> None:
    parts = in_instalments(Decimal(30), date(2026, 12, 31), 3, CENT)
    assert [part.due_on for part in parts] == [
        date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28),
    ]  # fmt: skip


@pytest.mark.parametrize(("owed", "months"), [("10", 0), ("0.02", 3), ("0", 1)])
def test_what_cannot_be_divided(owed: str, months: int) -> None:
    with pytest.raises(ValueError, match=r"plan|divide"):
        in_instalments(Decimal(owed), date(2026, 1, 1), months, CENT)
