"""A number is what people write: Decimal and int take much more, and say nothing."""

from __future__ import annotations

from argparse import ArgumentTypeError
from decimal import Decimal

import pytest

from cashier_app.commands.db_utility import _values
from cashier_app.domain.errors import Refused
from cashier_app.domain.tariffs.fields import Table
from cashier_app.domain.tariffs.model import TariffRefused
from ui.flow.utility_flow import with_pieces
from ui.models.receipt_numbers import number_in as receipt_number_in
from ui.models.typed import number_in

NO_NUMBERS = (
    "1e5", "1E5", "1_000", "NaN", "sNaN", "Infinity", "-inf", "0x10", "", "1.2.3", "²", "½",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_a_typed_number(text: str) -> None:
    assert number_in(text) is None


def test_a_typed_number_is_still_one() -> None:
    assert [number_in(text) for text in ("1,250.50", " -3 ", ".5", "2.", "+1", "１２")] == [
        Decimal("1250.50"), Decimal(-3), Decimal("0.5"), Decimal(2), Decimal(1), Decimal(12),
    ]  # fmt: skip


@pytest.mark.parametrize("text", [text for text in NO_NUMBERS if text])
def test_banknotes(text: str) -> None:
    with pytest.raises(Refused, match="bad_denomination"):
        with_pieces((), f"100 {text}", note=True)


def test_a_receipts_number_has_one_spelling() -> None:
    assert receipt_number_in("０３-１２３", "07") == "03-000123"


@pytest.mark.parametrize("text", [*(text for text in NO_NUMBERS if text), "１２", "5\n"])
def test_banknotes_behind_an_option(text: str) -> None:
    with pytest.raises(ArgumentTypeError):
        _values(f"100,{text}")


@pytest.mark.parametrize("text", [*NO_NUMBERS, "１２", "5\n", " 5"])
def test_a_number_of_a_tariff_file(text: str) -> None:
    with pytest.raises(TariffRefused):
        Table({"rate": text}, (), {(): 1}).number("rate")


def test_a_number_of_a_tariff_file_is_still_one() -> None:
    assert Table({"rate": "5.25"}, (), {(): 1}).number("rate") == Decimal("5.25")
    assert Table({"rate": "-5"}, (), {(): 1}).number("rate", signed=True) == -5
