"""Late charges: every form, the days at the edges, grace, caps."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.tariff_texts import billed, tariff_text

DUE = date(2024, 1, 31)
ENERGY = 'code = "energy"\nform = "flat"\nprice = 1'


def _late(rule: str, paid_on: date, base: int = 1000) -> Decimal:
    text = tariff_text(ENERGY) + f"\n[[late]]\n{rule}\n"
    return sum(
        (late.amount for late in billed(text, base, due_on=DUE, paid_on=paid_on).late),
        Decimal(0),
    )


FLAT = 'form = "flat once"\namount = 25\n'
ONCE = 'form = "percent once"\npercent = 5\nof = ["energy"]\n'
MONTHLY = 'form = "percent per month"\npercent = 2\nof = ["total"]\n'
STEPPED = (
    'form = "stepped"\nof = ["total"]\n'
    "steps = [{ upto_days = 3, percent = 5 }, { upto_days = 30, percent = 10 }, { amount = 150 }]\n"
)


@pytest.mark.parametrize(
    ("rule", "paid_on", "charged"),
    [
        (FLAT, date(2024, 1, 31), "0"),
        (FLAT, date(2024, 2, 1), "25"),
        (FLAT + "grace_days = 5", date(2024, 2, 5), "0"),
        (FLAT + "grace_days = 5", date(2024, 2, 6), "25"),
        (ONCE, date(2024, 2, 1), "50"),
        (ONCE, date(2025, 2, 1), "50"),
        (ONCE + "at_most = 40", date(2024, 2, 1), "40"),
        (ONCE + "at_least = 60", date(2024, 2, 1), "60"),
        (MONTHLY, date(2024, 2, 29), "20"),
        (MONTHLY, date(2024, 3, 1), "40"),
        (MONTHLY + 'months = "completed"', date(2024, 2, 28), "0"),
        (MONTHLY + 'months = "completed"', date(2024, 2, 29), "20"),
        (MONTHLY + 'months = "daily"\ndays_in_month = 30', date(2024, 2, 15), "10"),
        (MONTHLY + 'interest = "compound"', date(2024, 4, 30), "61.21"),
        (
            MONTHLY + 'interest = "compound"\nrounds_each_month = true\n'
            'round = { mode = "down", step = 1 }',
            date(2024, 4, 30),
            "60",
        ),
        (MONTHLY + "days_in_month = 30", date(2024, 3, 1), "20"),
        (MONTHLY + "days_in_month = 30", date(2024, 3, 2), "40"),
        (MONTHLY + "at_most_percent = 3", date(2024, 6, 1), "30"),
        (MONTHLY + 'grace_days = 10\ncounts_from = "grace"', date(2024, 3, 5), "20"),
        (MONTHLY + "grace_days = 10", date(2024, 3, 5), "40"),
        (STEPPED, date(2024, 2, 3), "50"),
        (STEPPED, date(2024, 2, 4), "100"),
        (STEPPED, date(2024, 3, 1), "100"),
        (STEPPED, date(2024, 3, 2), "150"),
    ],
)
def test_a_late_charge(rule: str, paid_on: date, charged: str) -> None:
    assert _late(rule, paid_on) == Decimal(charged)


def test_nothing_is_charged_on_a_credit() -> None:
    text = tariff_text('code = "energy"\nform = "flat"\nprice = -1') + f"\n[[late]]\n{ONCE}"
    assert billed(text, 10, due_on=DUE, paid_on=date(2024, 3, 1)).late == ()


@given(
    st.sampled_from([FLAT, ONCE, MONTHLY, MONTHLY + 'interest = "compound"']),
    st.dates(date(2024, 1, 1), date(2026, 1, 1)),
    st.dates(date(2024, 1, 1), date(2026, 1, 1)),
)
def test_waiting_never_makes_it_cheaper(rule: str, one: date, other: date) -> None:
    early, late = sorted((one, other))
    assert _late(rule, early) <= _late(rule, late)
