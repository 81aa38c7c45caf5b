"""Bills of several customers in one payment: scanned, found, taken out, parked, paid at once."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt

from tests.support.counter import SeedAccount, World
from tests.ui.payment_desk import PaymentDesk
from ui.models.bills import BILL

ENTER = Qt.Key.Key_Return


def test_forty_scans_then_the_amount_then_enter(desk: PaymentDesk, world: World) -> None:
    account = world.account(["10.50"] * 20, name="First Payer")
    other = world.account(["20"] * 20)
    for bill in (*account.bills, *other.bills):
        desk.scan(bill.bill_no)
    assert desk.at == "pay"
    assert desk.window.header.content.name == "2 customers, 40 bills"
    assert desk.flow.screens.pay.plan.payable == Decimal("610.00")
    desk.type_text("700")
    desk.press(ENTER)
    assert desk.at == "paid"
    assert desk.flow.screens.paid.change_panel.accessibleName() == "90.00"
    receipt = desk.flow.screens.paid.receipt
    assert receipt is not None
    assert (receipt.customer_name, len(receipt.lines)) == ("First Payer", 40)
    rows = world.run(
        "SELECT SUM(balance) FROM bills WHERE account_id IN (%s, %s)",
        account.account_id,
        other.account_id,
    )
    assert rows[0][0] == 0


def test_the_same_bill_twice_is_refused_with_a_sentence(desk: PaymentDesk, world: World) -> None:
    account = world.account(("10",))
    number = account.bills[0].bill_no
    desk.scan(number)
    desk.scan(number)
    assert desk.banner == f"Bill {number} is in this payment already. It counts once."
    assert desk.flow.screens.pay.plan.payable == 10


def test_scanning_on_keeps_the_cash_that_was_entered(desk: PaymentDesk, world: World) -> None:
    first, second = world.account(("10",)), world.account(("20",))
    desk.scan(first.bills[0].bill_no)
    desk.type_text("50")
    desk.scan(second.bills[0].bill_no)
    assert desk.flow.screens.pay.plan.received == 50
    assert desk.flow.screens.pay.plan.change == 20


def test_f2_adds_another_customer_and_esc_comes_back(desk: PaymentDesk, world: World) -> None:
    first, second = world.account(("10", "11")), world.account(("20", "21"), name="Deepak Lama")
    desk.find(first.account_no)
    desk.press(Qt.Key.Key_F2)
    assert desk.at == "find"
    desk.press(Qt.Key.Key_Escape)
    assert desk.at == "bills"
    desk.press(Qt.Key.Key_F2)
    desk.find(second.account_no)
    assert desk.window.header.content.name == "2 customers, 4 bills"
    third = desk.flow.screens.bills.table.model().index(2, BILL)
    assert ", Deepak Lama, Bill " in third.data()


def test_del_takes_a_bill_out_and_its_account_with_the_last(
    desk: PaymentDesk, world: World
) -> None:
    first, second = world.account(("10",)), world.account(("20",))
    desk.scan(first.bills[0].bill_no)
    desk.scan(second.bills[0].bill_no)
    desk.press(Qt.Key.Key_Escape)
    assert desk.at == "bills"
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Delete)
    assert not desk.flow.basket.is_shared
    assert desk.next_title == "Pay 10.00"
    ((count,),) = world.run("SELECT COUNT(*) FROM claims WHERE account_id=%s", second.account_id)
    assert count == 0


def test_a_parked_basket_waits_while_others_are_served(desk: PaymentDesk, world: World) -> None:
    first, second = world.account(("10",)), world.account(("20",))
    quick = world.account(("5",))
    desk.scan(first.bills[0].bill_no)
    desk.scan(second.bills[0].bill_no)
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_F12)
    assert desk.at == "find"
    assert desk.flow.basket.is_empty
    assert "Resume 2 customers, 2 bills" in desk.window.strip.accessibleName()
    desk.scan(quick.bills[0].bill_no)
    desk.press(ENTER)
    desk.press(ENTER)
    desk.press(Qt.Key.Key_F12)
    assert desk.at == "bills"
    assert desk.next_title == "Pay 30.00"
    assert desk.flow.baskets.parked is None


def test_a_resumed_basket_shows_what_was_paid_while_it_waited(
    desk: PaymentDesk, world: World
) -> None:
    first, second = world.account(("10",)), world.account(("20",))
    desk.scan(first.bills[0].bill_no)
    desk.scan(second.bills[0].bill_no)
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_F12)
    desk.scan(second.bills[0].bill_no)
    desk.press(ENTER)
    desk.press(ENTER)
    desk.press(Qt.Key.Key_F12)
    assert desk.next_title == "Pay 10.00"


def _paid_together(desk: PaymentDesk, *accounts: SeedAccount) -> None:
    """The first bill of each, in one payment."""
    for account in accounts:
        desk.scan(account.bills[0].bill_no)
    desk.press(ENTER)
    assert desk.at == "paid"
    desk.press(ENTER)


def test_what_was_paid_together_last_time_is_added_by_one_key(
    desk: PaymentDesk, world: World
) -> None:
    first, second = world.account(("10", "11")), world.account(("20", "21"))
    third = world.account(("30", "31"))
    _paid_together(desk, first, second, third)
    desk.find(second.account_no)
    assert desk.at == "pay"
    assert {offer.due for offer in desk.flow.basket.offered} == {Decimal(11), Decimal(31)}
    assert "Add all 2, 42.00 due today" in desk.flow.screens.pay.together.cap.accessibleName()
    desk.press(Qt.Key.Key_Plus)
    assert desk.at == "pay"
    assert desk.next_title.endswith("63.00 cash"), desk.next_title
    assert not desk.flow.screens.pay.together.isVisible()
    desk.press(ENTER)
    assert desk.at == "paid"


def test_the_offer_stands_on_bills_too_and_leaves_the_typed_amount_alone(
    desk: PaymentDesk, world: World
) -> None:
    first, second = world.account(("10", "11", "12")), world.account(("20", "21"))
    _paid_together(desk, first, second)
    desk.find(first.account_no)
    assert desk.at == "bills"
    assert desk.flow.screens.bills.together.isVisible()
    desk.press(Qt.Key.Key_Plus)
    assert desk.window.header.content.name == "2 customers, 3 bills"
    desk.press(Qt.Key.Key_Plus)
    assert desk.window.header.content.name == "2 customers, 3 bills"


def test_plus_without_an_offer_does_nothing(desk: PaymentDesk, world: World) -> None:
    account = world.account(("10",))
    desk.scan(account.bills[0].bill_no)
    desk.press(Qt.Key.Key_Plus)
    assert not desk.flow.basket.is_shared
    assert desk.flow.screens.pay.plan.payable == 10
