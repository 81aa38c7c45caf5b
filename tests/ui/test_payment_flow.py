"""From Find to Paid on the real database: two inputs, change, parts, credit, baskets, refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier_app.bootstrap import new_request_id
from cashier_app.domain.allocation import Basket, order_from, plan_payment
from cashier_app.domain.errors import Busy
from cashier_app.domain.utility import Denomination, Rules
from cashier_app.services.payments import PaymentService
from tests.support.counter import Desk, SeedAccount, World
from tests.ui.held_call import HeldCall
from tests.ui.payment_desk import PaymentDesk
from ui.keys import Key
from ui.models.customer_view import CustomerView, ViewKind
from ui.screens.pay_words import Mode
from ui.widgets.keys import ChoiceKey

ENTER = Qt.Key.Key_Return


def balance(world: World, account: SeedAccount) -> list[Decimal]:
    rows = world.run(
        "SELECT balance FROM bills WHERE account_id = %s ORDER BY bill_id", account.account_id
    )
    return [row[0] for row in rows]


def receipts_of(world: World, account: SeedAccount) -> int:
    ((count,),) = world.run(
        "SELECT COUNT(*) FROM payments WHERE account_id = %s", account.account_id
    )
    return int(count)


def test_a_scanned_bill_is_paid_exactly_with_two_inputs(desk: PaymentDesk, world: World) -> None:
    account = world.account(("846.00",))
    desk.scan(account.bills[0].bill_no)
    assert desk.at == "pay"
    assert desk.next_title == "Take 846.00 cash"
    desk.press(ENTER)
    assert desk.at == "paid"
    assert desk.question == "Paid exactly, nothing to hand back"
    assert balance(world, account) == [0]
    assert desk.flow.screens.paid.printer_fact.text == "Printed, 1 receipt"
    assert desk.flow.screens.paid.account_fact.text == "Up to date"
    kept = [path.name for path in desk.papers.iterdir()]
    assert any("drawer" in name for name in kept), kept
    desk.press(ENTER)
    assert desk.at == "find"
    assert desk.flow.screens.find.search_box.edit.hasFocus()
    assert desk.flow.is_idle()


def test_one_bill_goes_from_find_straight_to_pay(desk: PaymentDesk, world: World) -> None:
    account = world.account(("317.50",))
    desk.find(account.account_no)
    assert desk.at == "pay"
    desk.type_text("1000")
    assert desk.flow.screens.pay.plan.change == Decimal("682.50")
    desk.press(ENTER)
    assert desk.question == "Hand back, Rs"
    assert desk.flow.screens.paid.change_panel.accessibleName() == "682.50"
    assert "1 × 500" in desk.flow.screens.paid.change_panel.accessibleDescription()
    assert balance(world, account) == [0]


def test_bills_are_marked_and_credit_is_used(desk: PaymentDesk, world: World) -> None:
    account = world.account(("1259.50", "260", "998"), credit="200")
    desk.find(account.account_no)
    assert desk.at == "bills"
    assert desk.next_title == "Pay 2,317.50"
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Space)
    assert desk.next_title == "Pay 2,057.50"
    assert desk.window.header.content.label == "Due today, 2 of 3 bills"
    desk.press(Qt.Key.Key_F4)
    assert desk.at == "pay"
    assert not desk.window.next_key.can_press
    desk.note("q", 16)
    desk.note("q", 16)
    desk.note("e", 18)
    assert desk.flow.screens.pay.plan.received == Decimal(2100)
    desk.press(Qt.Key.Key_Backspace)
    assert desk.flow.screens.pay.plan.still_to_pay == Decimal("57.50")
    desk.note("e", 18)
    desk.press(ENTER)
    assert desk.flow.screens.paid.change_panel.accessibleName() == "42.50"
    assert balance(world, account) == [0, 260, 0]
    assert desk.window.header.content.label == "Still due"
    assert desk.window.header.content.amount == "260.00"


def test_a_part_is_asked_once_and_the_rest_stays_due(desk: PaymentDesk, world: World) -> None:
    account = world.account(("500", "300"))
    desk.find(account.account_no)
    desk.press(ENTER)
    desk.type_text("600")
    desk.press(ENTER)
    assert desk.at == "pay"
    desk.press(Qt.Key.Key_F3)
    assert desk.question == "Is only a part being paid?"
    assert desk.next_title == "Take 600.00 as a part"
    desk.press(Qt.Key.Key_Escape)
    assert desk.flow.screens.pay.mode is Mode.NORMAL
    assert desk.flow.screens.pay.plan.received == 600
    desk.press(Qt.Key.Key_F3)
    desk.press(ENTER)
    assert balance(world, account) == [0, 200]
    assert desk.question == "A part is paid, nothing to hand back"


def test_change_is_kept_as_credit_when_asked(desk: PaymentDesk, world: World) -> None:
    account = world.account(("80",))
    desk.find(account.account_no)
    desk.type_text("100")
    desk.press(Qt.Key.Key_F10)
    assert "20.00 is kept as credit" in desk.window.next_key.accessibleName()
    desk.press(ENTER)
    ((credit,),) = world.run("SELECT credit FROM accounts WHERE account_id=%s", account.account_id)
    assert credit == 20
    assert desk.flow.screens.paid.account_fact.text == "Up to date, 20.00 credit"
    assert desk.question == "20.00 is kept as credit, nothing to hand back"


def test_nothing_due_takes_a_payment_in_advance(desk: PaymentDesk, world: World) -> None:
    account = world.account(())
    desk.find(account.account_no)
    assert desk.question == "Nothing is due. Is this a payment in advance?"
    desk.press(ENTER)
    desk.type_text("150")
    assert desk.next_title == "Take 150.00 cash"
    desk.press(ENTER)
    ((credit,),) = world.run("SELECT credit FROM accounts WHERE account_id=%s", account.account_id)
    assert credit == 150


def test_an_implausible_tender_is_questioned_once(
    desk: PaymentDesk, world: World, qtbot: QtBot
) -> None:
    account = world.account(("846",))
    desk.find(account.account_no)
    desk.type_text("1000000")
    desk.press(ENTER)
    assert desk.question == "1,000,000.00 received for 846.00?"
    desk.press(ENTER)
    assert receipts_of(world, account) == 0, "the same bounce of the key is no answer"
    qtbot.waitUntil(lambda: desk.window.next_key.can_press)
    desk.press(Qt.Key.Key_Escape)
    assert desk.flow.screens.pay.plan.received == 1_000_000
    desk.press(Qt.Key.Key_Backspace)
    desk.press(Qt.Key.Key_Backspace)
    desk.press(Qt.Key.Key_Backspace)
    desk.press(ENTER)
    assert desk.at == "paid"


def test_cash_that_is_typed_at_the_bills_stands_at_pay(desk: PaymentDesk, world: World) -> None:
    """The keys went nowhere, and nothing said so."""
    desk.find(world.account(("500", "300")).account_no)
    assert desk.at == "bills"
    for digit in "1000":
        desk.type_text(digit)
    assert desk.at == "pay"
    assert desk.flow.screens.pay.plan.received == 1000
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_Space)
    desk.note("q", 16)
    assert desk.at == "pay"
    assert desk.flow.screens.pay.plan.received == 1000, "a note, not 10001000"
    desk.press(ENTER)
    assert desk.flow.screens.paid.change_panel.accessibleName() == "700.00"


def test_no_key_changes_what_is_being_saved(
    desk: PaymentDesk, world: World, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """Taken again after a refusal it would have been another amount."""
    held = HeldCall(monkeypatch, PaymentService, "take")
    desk.find(world.account(("100",)).account_no)
    desk.type_text("150")
    desk.press_only(ENTER)
    qtbot.waitUntil(lambda: held.asked == 1)
    desk.type_text("9")
    desk.press_only(Qt.Key.Key_Backspace)
    held.let_go(Busy("busy"))
    desk.settle()
    assert desk.at == "pay"
    assert desk.flow.screens.pay.plan.received == 150
    desk.press(Qt.Key.Key_Backspace)
    assert desk.flow.screens.pay.plan.received == 15


def test_what_lies_beside_enter_does_not_take_the_change_away(
    desk: PaymentDesk, world: World, qtbot: QtBot
) -> None:
    desk.find(world.account(("100",)).account_no)
    desk.type_text("150")
    desk.press(ENTER)
    desk.type_text("m")
    assert desk.at == "paid", "within the same blow of the hand"
    qtbot.waitUntil(lambda: desk.window.next_key.can_press)
    desk.type_text("+. ")
    assert desk.at == "paid"
    assert desk.flow.screens.paid.change_panel.accessibleName() == "50.00"
    desk.type_text("m")
    assert desk.at == "find"
    assert desk.flow.screens.find.search_box.edit.text() == "m"


def test_enter_pressed_twice_pays_once(desk: PaymentDesk, world: World) -> None:
    account = world.account(("100",))
    desk.scan(account.bills[0].bill_no)
    desk.window.press(Key.ENTER)
    assert desk.next_title == "Wait: saving"
    desk.window.press(Key.ENTER)
    desk.window.press(Key.ENTER)
    desk.settle()
    assert receipts_of(world, account) == 1
    assert desk.at == "paid"


def test_escape_loses_no_entry(desk: PaymentDesk, world: World) -> None:
    account = world.account(("100",))
    desk.find(account.account_no)
    desk.type_text("500")
    desk.press(Qt.Key.Key_Escape)
    assert desk.at == "bills"
    desk.press(ENTER)
    assert desk.flow.screens.pay.plan.received == 500


def test_a_bill_paid_meanwhile_names_who_and_keeps_the_cash(
    desk: PaymentDesk, world: World
) -> None:
    account = world.account(("500", "300"))
    other = world.desk(full_name="Rana Das")
    desk.find(account.account_no)
    desk.press(ENTER)
    desk.type_text("1000")
    number = pay_elsewhere(other, account)
    desk.press(ENTER)
    assert desk.at == "pay"
    assert f"Paid at Counter {other.code} by Rana Das at" in desk.banner
    assert f"receipt {number}" in desk.banner
    assert desk.flow.screens.pay.plan.received == 1000
    assert desk.flow.screens.pay.plan.change == 700, "only the other bill is left"
    desk.press(ENTER)
    assert balance(world, account) == [0, 0]


def pay_elsewhere(other: Desk, account: SeedAccount) -> str:
    """The first bill of `account`, at another counter."""
    program = other.program()
    program.sessions.sign_in(other.user_name, other.password)
    shift = other.open_shift(program)
    opened = program.lookup.open_account(account.account_id)
    basket = Basket(opened.account_id, opened.bills[:1])
    order = order_from(
        plan_payment(basket, basket.due), basket, request_id=new_request_id(),
        shift_id=shift.shift_id, taken_at=datetime.now(UTC),
    )  # fmt: skip
    return program.payments.take(order, other.user_name).receipt.number


def test_a_scanned_bill_that_is_paid_says_by_which_receipt(desk: PaymentDesk, world: World) -> None:
    account = world.account(("500",))
    other = world.desk(full_name="Rana Das")
    number = pay_elsewhere(other, account)
    desk.scan(account.bills[0].bill_no)
    assert desk.at == "bills"
    assert f"Paid at Counter {other.code} by Rana Das at" in desk.banner
    assert f"receipt {number}" in desk.banner


def test_an_account_open_elsewhere_warns_and_does_not_block(
    desk: PaymentDesk, world: World
) -> None:
    account = world.account(("500",))
    other = world.desk(full_name="Rana Das")
    program = other.program()
    program.sessions.sign_in(other.user_name, other.password)
    program.lookup.open_account(account.account_id)
    desk.find(account.account_no)
    assert f"Open at Counter {other.code} by Rana Das since" in desk.banner
    desk.take()
    assert desk.at == "paid"


def test_leaving_an_account_gives_the_claim_back(desk: PaymentDesk, world: World) -> None:
    account = world.account(("500",))
    desk.find(account.account_no)
    assert claims(world, account) == 1
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_Escape)
    assert desk.at == "find"
    assert claims(world, account) == 0


def claims(world: World, account: SeedAccount) -> int:
    ((count,),) = world.run("SELECT COUNT(*) FROM claims WHERE account_id=%s", account.account_id)
    return int(count)


def test_a_shift_closed_elsewhere_stops_the_counter(
    desk: PaymentDesk, world: World, qtbot: QtBot
) -> None:
    account = world.account(("500",))
    desk.find(account.account_no)
    shift = desk.state.signed_in.shift
    assert shift is not None
    world.run("UPDATE shifts SET state = 'counting' WHERE shift_id = %s", shift.shift_id)
    desk.take()
    assert "The shift is not open any more. No money was taken." in desk.banner
    assert desk.next_title == "Go to the shift"
    with qtbot.waitSignal(desk.flow.shift_asked):
        desk.press(ENTER)


def test_an_unknown_bill_code_says_so_and_searches(desk: PaymentDesk) -> None:
    desk.scan("123450000000001")
    assert "No bill has the number 123450000000001." in desk.banner
    assert desk.flow.screens.find.search_box.edit.text() == "123450000000001"


def test_the_customer_sees_the_way_of_the_payment_and_nothing_after(
    desk: PaymentDesk, world: World
) -> None:
    account = world.account(("846.00",), name="Karuna Sharma")
    desk.scan(account.bills[0].bill_no)
    assert desk.last_view.kind is ViewKind.TO_PAY
    assert desk.last_view.amount == "846.00"
    assert desk.last_view.who.startswith("K. Sharma, account ending ")
    assert account.account_no not in desk.last_view.who
    desk.type_text("1000")
    desk.press(ENTER)
    assert (desk.last_view.sentence, desk.last_view.amount) == ("Paid. Your change, Rs", "154.00")
    desk.qtbot.waitUntil(lambda: desk.window.next_key.can_press)
    desk.press(ENTER)
    assert desk.last_view == CustomerView(ViewKind.WELCOME)


def test_typing_on_paid_starts_the_next_customer(desk: PaymentDesk, world: World) -> None:
    account = world.account(("10",))
    desk.scan(account.bills[0].bill_no)
    desk.press(ENTER)
    desk.type_text("k")
    assert desk.at == "find"
    desk.type_text("ar")
    assert desk.flow.screens.find.search_box.edit.text() == "kar"


def test_a_scan_on_paid_starts_the_next_customer(desk: PaymentDesk, world: World) -> None:
    first, second = world.account(("10",)), world.account(("20",))
    desk.scan(first.bills[0].bill_no)
    desk.press(ENTER)
    desk.scan(second.bills[0].bill_no)
    assert desk.at == "pay"
    assert desk.flow.screens.pay.plan.payable == 20


def test_stopping_leaves_nothing_of_anybody(desk: PaymentDesk, world: World) -> None:
    account = world.account(("846.00",))
    desk.scan(account.bills[0].bill_no)
    desk.flow.stop()
    desk.settle()
    assert desk.flow.is_idle()
    assert desk.last_view == CustomerView(ViewKind.WELCOME)
    assert desk.flow.baskets.parked is None


def test_enter_twice_on_find_opens_the_account_once(desk: PaymentDesk, world: World) -> None:
    account = world.account(("846.00",))
    chosen = desk.flow.screens.find.account_chosen
    chosen.emit(account.account_id)
    chosen.emit(account.account_id)
    desk.settle()
    assert desk.at == "pay"


def test_the_rules_of_a_later_sign_in_hold_in_screens_that_stand_already(
    desk: PaymentDesk, world: World
) -> None:
    """They were those of the first sign-in until the program was started again."""
    screens, first = desk.flow.screens, desk.state.signed_in
    for name in ("pay", "tender", "paid", "unknown"):
        desk.navigator.screen(name)
    desk.flow.stop()
    desk.state.set_signed_in(
        replace(
            first,
            rules=Rules(implausible_factor=2, cheque_stale_days=3, set_aside_seconds=7),
            utility=replace(first.utility, cash_step=Decimal("0.05")),
            denominations=(Denomination(Decimal(200), True), Denomination(Decimal(40), True)),
        )
    )
    desk.flow.start()
    desk.scan(world.account(("100.02",)).bills[0].bill_no)
    assert desk.next_title == "Take 100.00 cash"
    keys = [key.accessibleName() for key in screens.pay.findChildren(ChoiceKey)]
    assert keys[3:] == ["+200 (Q)", "+40 (W)", "Exact (X)"]
    desk.press(Qt.Key.Key_F7)
    assert first.shift is not None
    stale = first.shift.business_date - timedelta(days=5)
    for text in ("60", "City Bank", "7", f"{stale:%d %m %Y}"):
        desk.type_text(text)
        desk.press(ENTER)
    assert desk.next_title == "Not to be taken"
    desk.press(Qt.Key.Key_Escape)
    desk.type_text("400")
    desk.press_only(ENTER)
    assert screens.pay.mode is Mode.ASKED
    desk.press(Qt.Key.Key_Escape)
    desk.note("q", 16)
    assert screens.pay.plan.received == 200, "the note is the later sign-in's"
    assert screens.unknown._set_aside_seconds == 7
    assert screens.paid._denominations == desk.state.signed_in.denominations


def test_change_is_not_gone_by_the_bounce_of_enter(desk: PaymentDesk, world: World) -> None:
    desk.scan(world.account(("100",)).bills[0].bill_no)
    desk.type_text("150")
    desk.press(ENTER)
    desk.press(ENTER)
    assert desk.at == "paid"
    desk.take()
    assert desk.at == "find"


def test_the_enter_that_opened_an_account_does_not_pay_it_too(
    desk: PaymentDesk, world: World
) -> None:
    """Nobody has typed what was received: one Enter too many took it as exactly paid."""
    account = world.account(("846.00",))
    desk.find(account.account_no)
    assert (desk.at, desk.next_title) == ("pay", "Take 846.00 cash")
    desk.press(ENTER)
    assert (desk.at, receipts_of(world, account)) == ("pay", 0)
    desk.take()
    assert (desk.at, receipts_of(world, account)) == ("paid", 1)


def test_the_enter_of_the_bills_does_not_take_what_stands_at_pay(
    desk: PaymentDesk, world: World
) -> None:
    account = world.account(("100", "50"))
    desk.find(account.account_no)
    desk.press(ENTER)
    desk.type_text("200")
    desk.press(Qt.Key.Key_Escape)
    assert desk.at == "bills"
    desk.press(ENTER)
    desk.press(ENTER)
    assert (desk.at, receipts_of(world, account)) == ("pay", 0)
    desk.type_text("1")
    assert desk.window.next_key.can_press, "who types has seen it"


def test_the_enter_that_ends_a_cheque_does_not_take_it(desk: PaymentDesk, world: World) -> None:
    account = world.account(("60",))
    desk.scan(account.bills[0].bill_no)
    desk.press(Qt.Key.Key_F7)
    shift = desk.state.signed_in.shift
    assert shift is not None
    for text in ("60", "City Bank", "7", f"{shift.business_date:%d %m %Y}"):
        desk.type_text(text)
        desk.press(ENTER)
    assert (desk.at, desk.next_title) == ("pay", "Take 60.00 by cheque")
    desk.press(ENTER)
    assert (desk.at, receipts_of(world, account)) == ("pay", 0)
    desk.take()
    assert (desk.at, receipts_of(world, account)) == ("paid", 1)


def test_without_change_the_next_customer_is_there_at_once(desk: PaymentDesk, world: World) -> None:
    for _customer in range(2):
        desk.scan(world.account(("100",)).bills[0].bill_no)
        desk.press(ENTER)
        assert desk.at == "paid"
        desk.press(ENTER)
        assert desk.at == "find"
