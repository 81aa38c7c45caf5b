"""What a person types as a number: no more than people write."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ui.models.typed import number_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.50", "1234.50"), ("-7", "-7"), ("+.5", "0.5"), (" 12. ", "12"),
        ("\u0661\u0662", "12"),
    ],
)  # fmt: skip
def test_a_number_is_read(text: str, number: str) -> None:
    assert number_in(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", ",", ".", "1e5", "1e999999999", "1_000", "NaN", "-Infinity", "\u00b2", "9" * 40]
)
def test_what_only_a_program_writes_is_none(text: str) -> None:
    assert number_in(text) is None
