"""Cheques and card slips from Pay to the stored receipt, on the real database."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt

from cashier_app.domain.payments import TenderKind
from tests.support.counter import World, unique
from tests.support.selling import Selling, state_of
from tests.support.tender_parts import a_cheque, by_cheque, order_with
from tests.ui.payment_desk import PaymentDesk


def test_a_cheque_and_cash_pay_one_receipt(desk: PaymentDesk, world: World) -> None:
    account = world.account(("100", "50"))
    desk.scan(account.bills[0].bill_no)
    desk.press(Qt.Key.Key_F7)
    assert (desk.at, desk.question) == ("tender", "What does the cheque say?")
    day = world.run("SELECT business_date FROM shifts ORDER BY shift_id DESC LIMIT 1")[0][0]
    for text in ("60", "City Bank", unique("", 8), f"{day:%d %m %Y}"):
        desk.type_text(text)
        desk.press(Qt.Key.Key_Return)
    assert desk.at == "pay"
    assert desk.flow.screens.pay.plan.payable == 40
    desk.type_text("50")
    desk.press(Qt.Key.Key_Return)
    assert desk.at == "paid"
    receipt = desk.flow.screens.paid.receipt
    assert receipt is not None
    assert [(t.kind, t.tendered) for t in receipt.tenders] == [
        (TenderKind.CHEQUE, Decimal(60)), (TenderKind.CASH, Decimal(50)),
    ]  # fmt: skip
    assert (receipt.change, receipt.cash) == (Decimal(10), Decimal(40))
    desk.press(Qt.Key.Key_Return)
    desk.scan(world.account(("70",)).bills[0].bill_no)
    assert desk.flow.screens.pay.others == (), "nothing of the customer before"


def test_a_cheque_that_is_known_is_refused_and_can_be_taken_off(
    desk: PaymentDesk, world: World
) -> None:
    selling = Selling(world.desk())
    cheque = a_cheque("70")
    selling.send(order_with(selling, world.account(("70",)), by_cheque(cheque)))
    account = world.account(("70",))
    desk.scan(account.bills[0].bill_no)
    desk.press(Qt.Key.Key_F7)
    desk.press(Qt.Key.Key_Return)
    for text in (cheque.bank, cheque.cheque_no, f"{cheque.dated_on:%d %m %Y}"):
        desk.type_text(text)
        desk.press(Qt.Key.Key_Return)
    before = state_of(world, account)
    desk.take()
    assert desk.at == "pay"
    assert cheque.cheque_no in desk.banner
    assert state_of(world, account)[0] == before[0]
    desk.press(Qt.Key.Key_Delete)
    desk.press(Qt.Key.Key_X)
    desk.press(Qt.Key.Key_Return)
    assert desk.at == "paid"
    assert "Paid exactly" in desk.question


def test_a_card_slip_opens_no_drawer(desk: PaymentDesk, world: World) -> None:
    desk.scan(world.account(("70",)).bills[0].bill_no)
    desk.press(Qt.Key.Key_F6)
    desk.press(Qt.Key.Key_Return)
    desk.type_text("A-1")
    desk.press(Qt.Key.Key_Return)
    assert desk.next_title == "Take 70.00 by card"
    desk.take()
    assert desk.at == "paid"
    assert desk.flow.screens.paid.change_panel.accessibleDescription() == "Paid by card"
    assert not list(desk.papers.glob("*drawer*"))


def test_a_cancelled_receipt_gives_back_the_cheque_and_only_the_cash(
    desk: PaymentDesk, world: World
) -> None:
    account = world.account(("100",))
    desk.scan(account.bills[0].bill_no)
    desk.press(Qt.Key.Key_F7)
    day = world.run("SELECT MAX(business_date) FROM shifts")[0][0]
    for text in ("60", "City Bank", unique("", 8), f"{day:%d %m %Y}"):
        desk.type_text(text)
        desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_X)
    desk.press(Qt.Key.Key_Return)
    receipt = desk.flow.screens.paid.receipt
    assert receipt is not None
    desk.press(Qt.Key.Key_F11)
    assert desk.at == "undo"
    desk.type_text("wrong bill")
    desk.scan(receipt.number)
    desk.press(Qt.Key.Key_Return)
    assert desk.question == "Hand back the cheque, and this from the drawer"
    assert desk.flow.screens.paid.change_panel.accessibleName() == "40.00"
    assert desk.last_view.amount == "40.00"
    assert [row[2] for row in state_of(world, account)[0]] == ["issued"]
