"""Receipts of the shift: looked up, printed again as a copy, printed when they wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.domain.money import Currency
from cashier_app.domain.payments import ReceiptSummary
from tests.support.counter import World
from tests.ui.counter_app import CounterApp
from ui.main_window import MainWindow
from ui.models.receipt_numbers import number_or_text
from ui.models.receipts import make_row
from ui.screens.receipts import ReceiptsScreen
from ui.widgets.header import HeaderContent

CURRENCY = Currency("XRS", "Rs", 2)
SUMMARY = ReceiptSummary(
    1, "payment", "03-000123", datetime(2026, 11, 23, 5, 12, tzinfo=UTC), "4410-0297-61",
    "Karuna <b>Sharma</b>", Decimal("2317.5"), "printed", undone=False,
)  # fmt: skip


def naive(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


@pytest.fixture
def screen(window: MainWindow) -> ReceiptsScreen:
    made = ReceiptsScreen()
    made.begin(HeaderContent("receipt", "Amina"), CURRENCY, naive, "03", may_copy=True)
    window.show_screen(made)
    return made


@pytest.mark.parametrize(
    ("typed", "number"),
    [("123", "03-000123"), (" 02-000009 ", "02-000009"), ("03-u-000001", "03-U-000001"), ("", "")],
)
def test_a_short_number_is_one_of_this_counter(typed: str, number: str) -> None:
    assert number_or_text(typed, "03") == number


def test_a_row_tells_only_what_needs_a_look() -> None:
    assert make_row(SUMMARY, CURRENCY, naive).chip is None
    waiting = make_row(replace(SUMMARY, print_state="not printed"), CURRENCY, naive)
    assert waiting.is_waiting
    assert waiting.chip is not None
    undone = make_row(replace(SUMMARY, undone=True), CURRENCY, naive)
    assert undone.chip is not None
    assert undone.chip.text == "Cancelled"


def test_what_waits_is_the_green_answer(screen: ReceiptsScreen, window: MainWindow) -> None:
    screen.show_receipts((SUMMARY,))
    assert window.next_key.content is not None
    assert window.next_key.content.title == "Next customer"
    screen.show_receipts((replace(SUMMARY, print_state="queued"), SUMMARY))
    assert window.next_key.content.title == "Print 1 receipt"


def test_without_the_right_there_are_no_copies(
    screen: ReceiptsScreen, window: MainWindow, qtbot: QtBot
) -> None:
    screen.begin(HeaderContent(), CURRENCY, naive, "03", may_copy=False)
    screen.show_receipts((SUMMARY,))
    asked: list[str] = []
    screen.copy_asked.connect(asked.append)
    from ui.keys import Key

    window.press(Key.F9)
    assert asked == []


def test_a_receipt_is_paid_looked_up_and_copied(qtbot: QtBot, world: World) -> None:
    account = world.account(bills=("125.50",))
    counter = CounterApp(qtbot, world.desk())
    counter.to_find()
    counter.app.scanner.scanned.emit(account.bills[0].bill_no)
    counter.wait_for("pay")
    counter.press("Enter")
    counter.wait_for("paid")
    number = f"{counter.desk.code}-000001"
    counter.to_shift()
    assert counter.window.header.content.amount == "1"
    counter.do("receipts")
    counter.wait_for("receipts")
    screen = counter.screen
    assert isinstance(screen, ReceiptsScreen)
    counter.type_text("1")
    assert counter.next_title == f"Look up {number}"
    counter.press("Enter")
    counter.wait_until(lambda: "Received" in screen.detail.accessibleName())
    counter.press("F9")
    counter.wait_until(lambda: "copy 1" in counter.banner_text)
    told = counter.window.banner.content
    assert told is not None
    assert told.icon == "check", "what is done has no amber"
    counter.type_text("999")
    counter.press("Enter")
    counter.wait_until(lambda: "no such receipt" in counter.banner_text)
    copies = world.run(
        "SELECT MAX(copy_no) FROM print_log l JOIN payments p ON p.payment_id = l.entry_id"
        " WHERE p.receipt_no = %s",
        number,
    )
    assert copies[0][0] == 1
