"""Commas in amounts: thousands or decimals, and never a guess between them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier_app.domain.money import Currency, NotMoney
from cashier_app.services.imports.fields import BadField
from ui.models import field_readers
from ui.models.supply_words import bad_field
from ui.models.typed import number_in
from ui.models.typed_amount import amount_in, is_unfinished, may_stand

RUPEE = Currency("NPR", "Rs", 2)
DINAR = Currency("KWD", "KD", 3)
YEN = Currency("JPY", "¥", 0)

GROUPED = {
    "1,234.50": "1234.50", "1 234.50": "1234.50", "1\u00a0234": "1234", "12,34,567.00": "1234567",
    "1,234": "1234", "12,34,567": "1234567", "1,00,000": "100000", "1,234,567.5": "1234567.5",
}  # fmt: skip
IN_DOUBT = (
    "12,50", "1.234,50", "1,0000", "1,2345", "12,3456.00", "1,,234", ",234", "1,234,56", "1234,567",
    "1,2,345", "12,5", "1.5,00", "12,345,67", "1, 234",
)  # fmt: skip


@pytest.mark.parametrize(("text", "amount"), GROUPED.items())
def test_thousands_may_be_parted(text: str, amount: str) -> None:
    assert RUPEE.parse(text) == Decimal(amount)
    assert number_in(text) == Decimal(amount)
    assert field_readers.above_zero(2)(text) == Decimal(amount)
    assert field_readers.signed(2)(f"-{text}") == -Decimal(amount)


@pytest.mark.parametrize("text", IN_DOUBT)
def test_a_comma_that_may_be_a_point_is_told_and_never_guessed(text: str) -> None:
    with pytest.raises(NotMoney):
        RUPEE.parse(text)
    assert number_in(text) is None
    for read in (
        field_readers.above_zero(2), field_readers.from_zero(2), field_readers.signed(2),
        field_readers.number,
    ):  # fmt: skip
        with pytest.raises(BadField, match="comma_in_doubt") as refused:
            read(text)
        assert "decimals stand behind a point" in bad_field(refused.value, text)


def test_where_there_are_three_decimals_three_digits_may_be_either() -> None:
    with pytest.raises(NotMoney):
        DINAR.parse("1,250")
    with pytest.raises(BadField, match="comma_in_doubt"):
        field_readers.above_zero(3)("1,250")
    assert DINAR.parse("1,250.500") == Decimal("1250.5")
    assert field_readers.above_zero(3)("1,250,000") == 1250000


def typed(keys: str, currency: Currency) -> str:
    text = ""
    for key in keys:
        if may_stand(text + key, currency.decimals):
            text += key
    return text


@pytest.mark.parametrize(
    ("keys", "currency", "amount"),
    [
        ("1,234.50", RUPEE, "1234.50"), ("12,34,567.00", RUPEE, "1234567"),
        ("1,234", RUPEE, "1234"), ("12,50", RUPEE, "12.50"), ("12,", RUPEE, "12"),
        ("1,234,567", RUPEE, "1234567"),
        ("1,234", DINAR, "1.234"), ("1,234.500", DINAR, "1234.5"), ("1,234,567", DINAR, "1234567"),
        ("1,234", YEN, "1234"), ("12.345", RUPEE, "12.34"), ("1,2345", RUPEE, "1234"),
        (".5", RUPEE, "0.5"), ("5.", RUPEE, "5"), ("", RUPEE, "0"), ("1.2,3", RUPEE, "1.23"),
    ],
)  # fmt: skip
def test_commas_key_by_key(keys: str, currency: Currency, amount: str) -> None:
    text = typed(keys, currency)
    assert amount_in(text, currency) == Decimal(amount)
    assert not is_unfinished(text, currency.decimals)


@pytest.mark.parametrize("keys", ["12,34,", "12,34,5", "1,234,", "1,234,56", "1,234,5"])
def test_a_group_that_is_begun_is_no_amount_yet(keys: str) -> None:
    text = typed(keys, RUPEE)
    assert text == keys
    assert is_unfinished(text, 2)
    assert amount_in(text, RUPEE) == 0


@given(st.text("0123456789,.", max_size=20), st.sampled_from([RUPEE, DINAR, YEN]))
def test_no_key_makes_an_amount_of_other_digits(keys: str, currency: Currency) -> None:
    """What is taken for an amount has the digits that were taken, in their order."""
    text = typed(keys, currency)
    amount = amount_in(text, currency)
    if not is_unfinished(text, currency.decimals):
        digits = "".join(c for c in text if c.isdecimal()) or "0"
        assert int(f"{amount:f}".replace(".", "")) == int(digits) * 10 ** max(
            0, currency.decimals - _decimals_in(text, currency)
        )


def _decimals_in(text: str, currency: Currency) -> int:
    if "." in text:
        return len(text.partition(".")[2])
    tail = text.partition(",")[2]
    is_decimal_comma = text.count(",") == 1 and len(tail) <= currency.decimals
    return len(tail) if is_decimal_comma else 0
