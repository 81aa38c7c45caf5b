"""Amounts as people type and read them; exact, or refused (D2)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier_app.domain.money import Currency, NotMoney, round_to_step, thousandths

RUPEE = Currency("XRS", "Rs", 2, "3;2")
currencies = st.builds(
    Currency,
    st.just("XXX"),
    st.just("x"),
    st.integers(0, 3),
    st.sampled_from(["3", "3;2"]),
)


@given(currencies, st.integers(0, 10**14))
def test_what_is_shown_is_read_back(currency: Currency, units: int) -> None:
    amount = Decimal(units) * currency.unit
    if amount <= Decimal("999999999999.999"):
        assert currency.parse(currency.show(amount)) == amount


@given(st.text(max_size=30))
def test_anything_typed_is_an_exact_amount_or_refused(text: str) -> None:
    try:
        amount = RUPEE.parse(text)
    except NotMoney:
        return
    assert amount >= 0
    assert amount == RUPEE.exact(amount)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("1,259.50", "1259.50"), ("०५", "5"), ("٣٫", None), (" 12 ", "12"), (".5", "0.5")],
)
def test_typed_amounts(typed: str, amount: str | None) -> None:
    if amount is None:
        with pytest.raises(NotMoney):
            RUPEE.parse(typed)
    else:
        assert RUPEE.parse(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed", ["", "-1", "NaN", "Infinity", "1e18", "0.005", "1.2.3", "½", "Rs 5", "1e2", "."]
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(NotMoney):
        RUPEE.parse(typed)


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e18", "0.005"])
def test_inexact_amounts_are_refused(amount: str) -> None:
    with pytest.raises(NotMoney):
        RUPEE.exact(Decimal(amount))


@given(st.decimals(0, 10**9, places=3), st.sampled_from(["0.05", "0.1", "0.5", "1", "5"]))
def test_rounding_to_a_step_moves_by_half_a_step_at_most(amount: Decimal, step: str) -> None:
    rounded = round_to_step(amount, Decimal(step))
    assert rounded % Decimal(step) == 0
    assert abs(rounded - amount) * 2 <= Decimal(step)


@given(st.integers(-(10**15), 10**15))
def test_thousandths_are_exact(count: int) -> None:
    assert thousandths(Decimal(count).scaleb(-3)) == count


def test_a_part_of_a_thousandth_is_refused() -> None:
    with pytest.raises(NotMoney):
        thousandths(Decimal("0.0005"))


def test_digits_are_grouped_as_the_country_does() -> None:
    assert RUPEE.show(Decimal("1284930")) == "12,84,930.00"
    assert Currency("X", "x", 0).show(Decimal(-1284930)) == "\u22121,284,930"
