"""The office's acts on an account's bills at the screen, over the real procedures."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.domain.errors import Unavailable
from cashier_app.domain.utility import Role
from cashier_app.services.imports.fields import BadField, text_up_to, whole
from tests.support.counter import PASSWORD, SeedAccount, World
from tests.ui.counter_app import CounterApp
from ui.models.field_readers import above_zero, from_zero, month, signed, some_words
from ui.models.supply_words import bad_field
from ui.models.typed import day_as_in_files
from ui.screens.fields_form import FieldsFormScreen
from ui.screens.menu import MenuScreen
from ui.tasks import LaneName


@pytest.fixture
def account(world: World) -> SeedAccount:
    return world.account(("100", "250.50"))


@pytest.fixture
def counter(qtbot: QtBot, world: World, account: SeedAccount) -> CounterApp:
    """A clerk at the account."""
    return at_account(qtbot, world, account)


def at_account(qtbot: QtBot, world: World, account: SeedAccount) -> CounterApp:
    """As `counter`, of the account as it is now."""
    made = CounterApp(qtbot, world.desk(Role.CLERK))
    made.sign_in()
    made.wait_for("home")
    made.do("bill_office")
    made.wait_for("office_number")
    made.type_text(account.account_no)
    made.press("Enter")
    made.wait_for("office_account")
    return made


def _form(counter: CounterApp) -> FieldsFormScreen:
    counter.wait_for("office_form")
    screen = counter.screen
    assert isinstance(screen, FieldsFormScreen)
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
    assert counter.corner == "Owed Rs 350.50"
    counter.do(bill.bill_no)
    counter.wait_for("bill_acts")
    counter.do("adjust")
    _form(counter)
    counter.type_text("-130")
    counter.press("Enter")
    counter.type_text("misread")
    assert counter.next_title == "Not like this"
    form = _form(counter)
    form.field("amount").set_text("-30.50")
    assert counter.next_title == "Post -30.50" or counter.next_title.endswith("30.50")
    counter.press("Enter")
    counter.wait_until(lambda: counter.screen.objectName() == "office_account")
    assert "is corrected by" in counter.banner_text
    assert _bill(world, bill.bill_id) == ("69.500", "issued")


def test_a_bill_that_changed_meanwhile_says_that_nothing_was_posted(
    counter: CounterApp, world: World, account: SeedAccount
) -> None:
    bill = account.bills[0]
    counter.do(bill.bill_no)
    counter.wait_for("bill_acts")
    counter.do("adjust")
    form = _form(counter)
    form.field("amount").set_text("-30.50")
    counter.press("Enter")
    counter.type_text("misread")
    world.run("UPDATE bills SET version = version + 1 WHERE bill_id = %s", bill.bill_id)
    counter.press("Enter")
    counter.wait_until(lambda: "has changed meanwhile" in form.notice.accessibleName())
    assert "Nothing was changed here." in form.notice.accessibleName()
    assert "money" not in form.notice.accessibleName()
    assert _bill(world, bill.bill_id)[0] == "100.000"


def test_a_bill_that_asked_for_nothing_is_cancelled_too(qtbot: QtBot, world: World) -> None:
    """A true-up that gave back all it cost: it is open to nobody, but it can be wrong."""
    account = world.account(("0",))
    bill = account.bills[0]
    world.run(
        "UPDATE bills SET status = 'paid', version = version + 1 WHERE bill_id = %s",
        bill.bill_id,
    )
    counter = at_account(qtbot, world, account)
    counter.do(bill.bill_no)
    _form(counter)
    counter.type_text("wrong meter")
    counter.press("Enter")
    counter.wait_for("office_account")
    assert _bill(world, bill.bill_id) == ("0.000", "cancelled")


def test_a_bill_is_cancelled_with_a_reason(
    counter: CounterApp, world: World, account: SeedAccount
) -> None:
    bill = account.bills[1]
    counter.do(bill.bill_no)
    counter.wait_for("bill_acts")
    counter.do("cancel")
    _form(counter)
    counter.press("Enter")
    assert counter.screen.objectName() == "office_form"
    counter.type_text("wrong meter")
    counter.press("Enter")
    counter.wait_for("office_account")
    assert _bill(world, bill.bill_id) == ("0.000", "cancelled")
    menu = counter.screen
    assert isinstance(menu, MenuScreen)
    assert bill.bill_no not in [action.name for action in menu.list._actions]


def _fee_form(counter: CounterApp) -> FieldsFormScreen:
    """A fee filled in: 500 for a meter test."""
    counter.do("fee")
    form = _form(counter)
    form.field("title").set_text("Meter test")
    form.field("amount").set_text("500")
    return form


def test_a_fee_is_billed_and_stands_among_the_bills(counter: CounterApp, world: World) -> None:
    _fee_form(counter)
    counter.press("Enter")
    counter.wait_for("office_account")
    menu = counter.screen
    assert isinstance(menu, MenuScreen)
    assert any("Meter test" in action.label for action in menu.list._actions)


def test_nothing_is_typed_or_left_while_a_fee_is_asked_for(
    counter: CounterApp, world: World, account: SeedAccount
) -> None:
    form = _fee_form(counter)
    with counter.busy():
        counter.press("Enter")
        assert counter.next_title == "Wait"
        form.field("amount").edit.selectAll()
        counter.type_text("50")
        form.scanned("123456")
        assert counter.next_title == "Wait"
        counter.press("Enter", "Esc")
        assert counter.screen is form
        assert form.field("amount").text() == "500"
    counter.wait_for("office_account")
    fees = world.run(
        "SELECT CAST(total AS CHAR) FROM bills WHERE account_id = %s AND title = 'Meter test'",
        account.account_id,
    )
    assert [str(fee[0]) for fee in fees] == ["500.000"]


def test_a_fee_that_waits_at_sign_out_is_nobodys(
    counter: CounterApp, world: World, account: SeedAccount
) -> None:
    """Neither billed under the name of whoever signs in next, nor shown over their screen."""
    _fee_form(counter)
    with counter.busy():
        counter.press("Enter")
        assert counter.app.session is not None
        counter.app.session.sign_out()
        counter.wait_for("sign_in")
        next_clerk = world.person(Role.CLERK, "Rana Das", counters=(counter.desk.code,))
        counter.enter_credentials(next_clerk, PASSWORD)
        counter.wait_for("home")
    counter.wait_until(lambda: not counter.app.tasks.is_busy(LaneName.REPORTS))
    assert counter.screen.objectName() == "home"
    assert not world.run(
        "SELECT 1 FROM bills WHERE account_id = %s AND title = 'Meter test'", account.account_id
    )


def test_a_fee_is_told_when_the_account_cannot_be_read_again(
    counter: CounterApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fee_form(counter)
    assert counter.app.program is not None

    def unreachable(_text: str) -> None:
        raise Unavailable("server_unreachable")

    monkeypatch.setattr(counter.app.program.lookup, "find", unreachable)
    counter.press("Enter")
    counter.wait_for("office_account")
    told = counter.screen.frame.banner
    assert told is not None
    assert "Meter test" in told.lead
    counter.press("Esc")
    counter.wait_for("office_number")


@pytest.mark.allow_log("unexpected error", reason="the bug is made on purpose")
def test_a_form_can_be_left_after_a_failure_that_nobody_expected(
    counter: CounterApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = _fee_form(counter)
    assert counter.app.program is not None
    monkeypatch.setattr(counter.app.program.bill_office, "issue_fee", lambda _order: 1 // 0)
    counter.press("Enter")
    counter.wait_until(lambda: not form.is_waiting)
    assert form.field("amount").text() == "500"
    counter.press("Esc")
    counter.wait_for("office_account")


def test_instalments_come_to_what_is_owed(
    counter: CounterApp, world: World, account: SeedAccount
) -> None:
    counter.do("plan")
    form = _form(counter)
    form.field("months").set_text("3")
    form.field("note").set_text("by phone")
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
    form = _form(counter)
    form.field("months").set_text("3")
    form.field("note").set_text("again")
    counter.press("Enter")
    counter.wait_until(lambda: "instalments already" in form.notice.accessibleName())
    assert counter.screen.objectName() == "office_form"


_READERS: dict[str, Callable[[str], object]] = {
    "above zero": above_zero(2), "above zero, no decimals": above_zero(0), "signed": signed(2),
    "from zero": from_zero(2), "1 to 60": whole(1, 60), "day": day_as_in_files,
    "words": some_words(text_up_to(5)), "month": month,
}  # fmt: skip


@pytest.mark.parametrize(
    ("reader", "text", "is_right"),
    [
        ("above zero", "12.50", True), ("above zero", "1,250", True), ("above zero", "-1", False),
        ("above zero", "0", False), ("above zero", "NaN", False), ("above zero", "1.005", False),
        ("above zero, no decimals", "1.5", False), ("signed", "-1", True), ("signed", "0", False),
        ("signed", "0.00", False), ("from zero", "0", True), ("from zero", "-0.01", False),
        ("1 to 60", "3", True), ("1 to 60", "0", False), ("1 to 60", "²", False),
        ("1 to 60", "61", False), ("day", "2026-02-29", False), ("day", "28.2.2026", True),
        ("words", "no", False), ("words", "yes", True), ("words", "longer", False),
        ("month", "2026-12", True), ("month", "2026-13", False), ("month", "12", False),
    ],
)  # fmt: skip
def test_what_may_stand_in_a_field(reader: str, text: str, is_right: bool) -> None:
    """What is wrong has its words, too."""
    read = _READERS[reader]
    if is_right:
        assert read(text) is not None
        return
    with pytest.raises(BadField) as bad:
        read(text)
    assert not bad_field(bad.value, text).startswith("refused")
