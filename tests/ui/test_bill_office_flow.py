"""The office's acts on an account's bills at the screen, over the real procedures."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.domain.utility import Role
from tests.support.counter import SeedAccount, World
from tests.ui.counter_app import CounterApp
from ui.screens.fields import FieldsScreen, Kind, missing_words
from ui.screens.menu import MenuScreen


@pytest.fixture
def account(world: World) -> SeedAccount:
    return world.account(("100", "250.50"))


@pytest.fixture
def counter(qtbot: QtBot, world: World, account: SeedAccount) -> CounterApp:
    """A clerk at the account."""
    made = CounterApp(qtbot, world.desk(Role.CLERK))
    made.sign_in()
    made.wait_for("home")
    made.do("bill_office")
    made.wait_for("office_number")
    made.type_text(account.account_no)
    made.press("Enter")
    made.wait_for("office_account")
    return made


def _form(counter: CounterApp, name: str) -> FieldsScreen:
    counter.wait_for(name)
    screen = counter.screen
    assert isinstance(screen, FieldsScreen)
    return screen


def _bill(world: World, bill_id: int) -> tuple[object, ...]:
    ((balance, status),) = world.run(
        "SELECT CAST(balance AS CHAR), status FROM bills WHERE bill_id = %s", bill_id
    )
    return balance, status


def test_a_bill_is_corrected_by_a_signed_amount(
    counter: CounterApp, world: World, account: SeedAccount
) -> None:
    bill = account.bills[0]
    counter.do(bill.bill_no)
    counter.wait_for("bill_acts")
    counter.do("adjust")
    _form(counter, "office_adjust")
    counter.type_text("-130")
    counter.press("Enter")
    counter.type_text("misread")
    assert counter.next_title == "Not like this"
    form = _form(counter, "office_adjust")
    form.fields["amount"].set_text("-30.50")
    assert counter.next_title == "Post -30.50" or counter.next_title.endswith("30.50")
    counter.press("Enter")
    counter.wait_until(lambda: counter.screen.objectName() == "office_account")
    assert "is corrected by" in counter.banner_text
    assert _bill(world, bill.bill_id) == ("69.500", "issued")


def test_a_bill_is_cancelled_with_a_reason(
    counter: CounterApp, world: World, account: SeedAccount
) -> None:
    bill = account.bills[1]
    counter.do(bill.bill_no)
    counter.wait_for("bill_acts")
    counter.do("cancel")
    _form(counter, "office_cancel")
    counter.press("Enter")
    assert counter.screen.objectName() == "office_cancel"
    counter.type_text("wrong meter")
    counter.press("Enter")
    counter.wait_for("office_account")
    assert _bill(world, bill.bill_id) == ("0.000", "cancelled")
    menu = counter.screen
    assert isinstance(menu, MenuScreen)
    assert bill.bill_no not in [action.name for action in menu.list._actions]


def test_a_fee_is_billed_and_stands_among_the_bills(counter: CounterApp, world: World) -> None:
    counter.do("fee")
    form = _form(counter, "office_fee")
    form.fields["title"].set_text("Meter test")
    form.fields["amount"].set_text("500")
    counter.press("Enter")
    counter.wait_for("office_account")
    menu = counter.screen
    assert isinstance(menu, MenuScreen)
    assert any("Meter test" in action.label for action in menu.list._actions)


def test_instalments_come_to_what_is_owed(
    counter: CounterApp, world: World, account: SeedAccount
) -> None:
    counter.do("plan")
    form = _form(counter, "office_plan")
    form.fields["months"].set_text("3")
    form.fields["note"].set_text("by phone")
    assert counter.next_title == "Agree 3 instalments"
    counter.press("Enter")
    counter.wait_for("office_account")
    parts = world.run(
        "SELECT CAST(i.amount AS CHAR) FROM instalments i JOIN instalment_plans p"
        " ON p.plan_id = i.plan_id WHERE p.account_id = %s ORDER BY i.number",
        account.account_id,
    )
    assert [str(part[0]) for part in parts] == ["116.830", "116.830", "116.840"]
    counter.do("plan")
    form = _form(counter, "office_plan")
    form.fields["months"].set_text("3")
    form.fields["note"].set_text("again")
    counter.press("Enter")
    counter.wait_until(lambda: "instalments already" in form.notice.accessibleName())
    assert counter.screen.objectName() == "office_plan"


@pytest.mark.parametrize(
    ("kind", "text", "is_right"),
    [
        (Kind.AMOUNT, "12.50", True), (Kind.AMOUNT, "-1", False), (Kind.AMOUNT, "0", False),
        (Kind.AMOUNT, "NaN", False), (Kind.SIGNED, "-1", True), (Kind.SIGNED, "0", False),
        (Kind.COUNT, "3", True), (Kind.COUNT, "0", False), (Kind.COUNT, "²", False),
        (Kind.DAY, "2026-02-29", False), (Kind.DAY, "2026-02-28", True),
        (Kind.WORDS, "no", False), (Kind.WORDS, "yes", True),
    ],
)  # fmt: skip
def test_what_may_stand_in_a_field(kind: Kind, text: str, is_right: bool) -> None:
    assert (missing_words(kind, text) == "") is is_right
