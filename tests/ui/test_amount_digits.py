"""Digits of an amount: of any script, as long as they are numbers."""

from __future__ import annotations

from decimal import Decimal

from pytestqt.qtbot import QtBot

from cashier_app.domain.money import Currency
from ui.widgets.amount_field import AmountField


def test_an_amount_field_takes_digits_that_are_numbers(qtbot: QtBot) -> None:
    field = AmountField("amount", "Amount", Currency("INR", "Rs", 2, "3"))
    qtbot.addWidget(field)
    assert not field.type_text("²")
    assert field.type_text("１")
    assert field.amount() == Decimal(1)
