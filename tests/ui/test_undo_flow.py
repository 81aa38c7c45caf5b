"""Cancelling the last receipt: reason, the paper back, the cash out of the drawer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.support.counter import World
from tests.ui.payment_desk import PaymentDesk
from ui.models.receipt_numbers import number_in, number_or_text

ENTER = Qt.Key.Key_Return


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("03-000123", "03-000123"),
        (" 03-123 ", "03-000123"),
        ("C1-03-123-N2317500-20261123045731-ABCDEFGHIJKLM-QRST7", "03-000123"),
        ("]Q1C1-03-000123-2317500-20261123045731-ABCDEFGHIJKLM-QRST7", "03-000123"),
        ("C1-03-U-0001-N1259500-20261123045731-ABCDEFGHIJKLM-QRST7", "03-U-0001"),
        ("123", "07-000123"),
        ("000123", "07-000123"),
        ("1234567", ""),
        ("0", "07-000000"),
        ("b 12", ""),
        ("", ""),
    ],
)
def test_a_number_is_read_from_paper_or_code_or_without_its_counter(text: str, number: str) -> None:
    assert number_in(text, "07") == number
    assert number_or_text(text, "07") == (number or text.strip().upper())


def test_the_last_receipt_is_cancelled_and_the_cash_named(desk: PaymentDesk, world: World) -> None:
    account = world.account(("100",))
    desk.scan(account.bills[0].bill_no)
    desk.type_text("150")
    desk.press(ENTER)
    receipt = desk.flow.screens.paid.receipt
    assert receipt is not None
    desk.press(Qt.Key.Key_F11)
    assert desk.question == "Why is the receipt being cancelled?"
    undo = desk.flow.screens.undo
    desk.type_text(f"wrong{receipt.qr_text}")
    desk.press(ENTER)
    assert undo.reason_field.text() == "wrong", "a code is no reason"
    assert number_in(undo.number_field.text(), "") == receipt.number
    assert desk.next_title == f"Cancel receipt {receipt.number}"
    for field in (undo.reason_field, undo.number_field):
        field.set_text("")
    undo.reason_field.setFocus()
    assert desk.next_title == "Write the reason"
    desk.type_text("wrong customer")
    assert desk.next_title == "Scan the receipt"
    assert [hint.cap for hint in desk.flow.screens.undo.frame.keys] == ["Tab"]
    desk.press(ENTER)
    assert desk.at == "undo"
    desk.type_text("99-000001")
    assert desk.next_title == "That is another receipt"
    desk.flow.screens.undo.number_field.set_text("")
    desk.type_text(receipt.number.partition("-")[2].lstrip("0"))
    assert desk.next_title == f"Cancel receipt {receipt.number}"
    desk.flow.screens.undo.number_field.set_text("")
    desk.type_text(receipt.qr_text)
    assert desk.next_title == f"Cancel receipt {receipt.number}"
    desk.press(ENTER)
    assert desk.question == "Hand back from the drawer, Rs"
    assert desk.flow.screens.paid.change_panel.accessibleName() == "100.00"
    ((balance,),) = world.run("SELECT balance FROM bills WHERE account_id=%s", account.account_id)
    assert balance == 100
    ((reason,),) = world.run(
        "SELECT reason FROM reversals WHERE undone_entry_id=%s", receipt.entry_id
    )
    assert reason == "wrong customer"
    desk.press(Qt.Key.Key_F11)
    assert desk.at == "paid", "an undo cannot be cancelled"


def test_a_refused_undo_keeps_the_entry_and_says_why(desk: PaymentDesk, world: World) -> None:
    account = world.account(("80",))
    desk.find(account.account_no)
    desk.type_text("100")
    desk.press(Qt.Key.Key_F10)
    desk.press(ENTER)
    receipt = desk.flow.screens.paid.receipt
    assert receipt is not None
    shift = desk.state.signed_in.shift
    assert shift is not None
    world.run("UPDATE shifts SET undos = 3 WHERE shift_id = %s", shift.shift_id)
    desk.press(Qt.Key.Key_F11)
    desk.type_text("too much")
    desk.flow.screens.undo.number_field.set_text(receipt.number)
    desk.press(ENTER)
    assert desk.at == "undo"
    assert "cancelled as many receipts as it may" in desk.banner
    assert desk.flow.screens.undo.reason_field.text() == "too much"
    desk.press(Qt.Key.Key_Escape)
    assert desk.at == "paid"
