"""Corrections by keyboard, over a real database: a cashier asks, a supervisor approves."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.domain.utility import Role
from cashier_app.services.corrections import CorrectionService
from cashier_app.services.lookup import LookupService
from tests.support.correcting import Correcting as Asking
from tests.support.correcting import nothing_waits
from tests.support.counter import PASSWORD, SeedAccount, World
from tests.support.day import local_today
from tests.support.selling import Selling
from tests.ui.counter_app import CounterApp
from tests.ui.held_call import HeldCall
from tests.ui.returned_cheque import returning_a_cheque
from ui.screens.correct_tender import CorrectTenderScreen
from ui.screens.form import FormScreen
from ui.tasks import LaneName


class Correcting:
    """A cashier's counter in a window, with a receipt of the same cashier and a supervisor."""

    def __init__(self, qtbot: QtBot, world: World, account: SeedAccount) -> None:
        self.world = world
        self.desk = world.desk()
        program = self.desk.program()
        selling = Selling(self.desk, program)
        self.receipt = selling.take(account) if account.bills else None
        program.sessions.sign_out()
        program.close()
        self.supervisor = world.person(Role.SUPERVISOR, "Tomas Okoye", (self.desk.code,))
        self.counter = CounterApp(qtbot, self.desk)
        self.counter.sign_in()
        self.counter.wait_for("find")

    @property
    def told(self) -> str:
        """What the notice in the body says."""
        screen = self.counter.screen
        return screen.notice.accessibleName() if isinstance(screen, FormScreen) else ""

    def begin(self, action: str, first: str) -> None:
        self.counter.to_shift()
        self.counter.do(action)
        self.counter.wait_for(first)

    def begin_act(self, act: str, first: str) -> None:
        """What is done about the shift's first receipt, up to its own first screen."""
        self.begin("correct", "correct_find")
        self.give_number("1", "correct_menu")
        self.counter.do(act)
        self.counter.wait_for(first)

    def give_number(self, number: str, then: str) -> None:
        self.counter.type_text(number)
        self.counter.press("Enter")
        self.counter.wait_for(then)

    def give_reason(self, then: str, reason: str = "wrong customer") -> None:
        self.counter.type_text(reason)
        self.counter.press("Enter")
        self.counter.wait_for(then)

    def approve(self, then: str, password: str = PASSWORD) -> None:
        for text in (self.supervisor, "seen the paper", password):
            self.counter.type_text(text)
            self.counter.press("Enter")
        self.counter.wait_for(then)


@pytest.fixture
def account(world: World) -> SeedAccount:
    return world.account(("100",))


@pytest.fixture
def correcting(qtbot: QtBot, world: World, account: SeedAccount) -> Correcting:
    return Correcting(qtbot, world, account)


def status_of(world: World, account: SeedAccount) -> str:
    ((status,),) = world.run(
        "SELECT status FROM bills WHERE bill_id = %s", account.bills[0].bill_id
    )
    return str(status)


def test_a_receipt_is_reversed_with_a_supervisors_name_and_password(
    correcting: Correcting, world: World, account: SeedAccount
) -> None:
    counter = correcting.counter
    correcting.begin_act("reverse", "correct_reason")
    correcting.give_reason("correct_approval")
    correcting.approve("correct_done")
    told = " ".join(counter.screen.texts())  # type: ignore[attr-defined]
    assert "Hand back 100.00 in cash." in told
    assert f"{correcting.desk.code}-R-0001" in told
    assert status_of(world, account) == "issued"
    papers = correcting.desk.folder / "papers"
    counter.wait_until(lambda: any("-R-0001" in p.name for p in papers.glob("*")))
    counter.press("Enter")
    counter.wait_for("shift")
    counter.do("correct")
    counter.wait_for("correct_find")
    counter.type_text("1")
    counter.press("Enter")
    counter.wait_until(lambda: "was taken back by" in correcting.told)


def test_a_payment_is_moved_to_the_right_account(
    correcting: Correcting, world: World, account: SeedAccount
) -> None:
    right = world.account(("60",), name="Deepak Lama")
    counter = correcting.counter
    correcting.begin_act("move", "correct_account")
    correcting.give_number(right.account_no, "correct_reason")
    assert counter.next_title == "Write the reason"
    correcting.give_reason("correct_approval")
    correcting.approve("correct_done")
    assert (status_of(world, account), status_of(world, right)) == ("issued", "paid")


def test_cash_becomes_a_card_payment(correcting: Correcting, world: World) -> None:
    counter = correcting.counter
    correcting.begin_act("tender", "correct_tender")
    counter.press("F6")
    correcting.give_reason("correct_approval", "the slip was overlooked")
    correcting.approve("correct_done")
    ((held,),) = world.run(
        "SELECT cash_taken FROM shifts s JOIN counters c USING (counter_id) WHERE c.code = %s",
        correcting.desk.code,
    )
    assert held == 0


def test_cash_becomes_a_cheque_whose_number_can_be_one(correcting: Correcting) -> None:
    counter = correcting.counter
    correcting.begin_act("tender", "correct_tender")
    counter.press("F7")
    screen = counter.screen
    assert isinstance(screen, CorrectTenderScreen)
    screen.bank_field.set_text("Coast Bank")
    screen.date_field.set_text(f"{local_today():%d %m %Y}")
    screen.cheque_field.set_text("12 34")
    screen.reason_field.set_text("the cheque was overlooked")
    assert "other characters" in screen.notice.accessibleName()
    assert counter.next_title == "Look at the number"
    counter.press("Enter")
    assert counter.screen is screen
    screen.cheque_field.set_text("12-34")
    assert screen.notice.accessibleName() == ""
    assert counter.next_title == "Change cash to cheque"
    counter.press("Enter")
    counter.wait_for("correct_approval")


def test_a_wrong_password_changes_nothing_and_is_forgotten(
    correcting: Correcting, world: World, account: SeedAccount
) -> None:
    counter = correcting.counter
    correcting.begin_act("reverse", "correct_reason")
    correcting.give_reason("correct_approval")
    correcting.approve("correct_approval", "not the password")
    counter.wait_until(lambda: "password is wrong" in correcting.told)
    screen = counter.screen
    assert screen.password_field.text() == ""  # type: ignore[attr-defined]
    assert status_of(world, account) == "paid"


def test_without_a_supervisor_it_waits_and_is_carried_out_later(
    qtbot: QtBot, correcting: Correcting, world: World, account: SeedAccount
) -> None:
    counter = correcting.counter
    correcting.begin_act("reverse", "correct_reason")
    correcting.give_reason("correct_approval")
    counter.press("F12")
    counter.wait_for("correct_done")
    assert status_of(world, account) == "paid"
    counter.press("Enter")
    counter.wait_for("shift")

    office = world.desk(Role.SUPERVISOR, "Lata Iyer")
    program = office.program()
    program.sessions.sign_in(office.user_name, PASSWORD)
    (act,) = [a for a in program.corrections.waiting() if correcting.desk.code in a.subject]
    program.corrections.decide(act.waiting_act_id, approved=True, reason="seen the paper")
    counter.do("waiting")
    counter.wait_for("waiting_list")
    counter.wait_until(lambda: "100.00" in counter.next_title)
    counter.press("Enter")
    counter.wait_for("waiting_decide")
    assert counter.next_title == "Carry it out"
    counter.press("Enter")
    counter.wait_for("waiting_done")
    assert status_of(world, account) == "issued"


@pytest.mark.parametrize(("key", "state"), [("Enter", "approved"), ("F11", "declined")])
def test_a_supervisor_decides_at_home(
    qtbot: QtBot, world: World, account: SeedAccount, key: str, state: str
) -> None:
    nothing_waits(world)
    asking = Asking(world)
    receipt = asking.selling.take(account)
    corrections = asking.program.corrections
    prepared = corrections.prepare(asking.reversal(receipt.number))
    corrections.wait(prepared)
    office = CounterApp(qtbot, world.desk(Role.SUPERVISOR, "Lata Iyer"))
    office.sign_in()
    office.wait_for("home")
    office.do("approvals")
    office.wait_for("approvals_list")
    office.wait_until(lambda: "100.00" in office.next_title)
    office.press("Enter")
    office.wait_for("approvals_decide")
    assert office.next_title == "Write what was looked at"
    office.type_text("seen the paper")
    office.press(key)
    office.wait_for("approvals_list")
    (act,) = corrections.waiting()
    assert (act.state, act.decided_by) == (state, "Lata Iyer")


def test_credit_is_paid_out(qtbot: QtBot, world: World) -> None:
    rich = world.account((), credit="40")
    correcting = Correcting(qtbot, world, rich)
    counter = correcting.counter
    correcting.begin("refund", "refund_find")
    correcting.give_number(rich.account_no, "refund_reason")
    counter.type_text("41")
    assert counter.next_title == "That is more than there is"
    counter.screen.amount_field.set_amount(None)  # type: ignore[attr-defined]
    counter.type_text("15")
    counter.press("Enter")
    correcting.give_reason("refund_approval", "moves away")
    correcting.approve("refund_done")
    ((credit,),) = world.run("SELECT credit FROM accounts WHERE account_id = %s", rich.account_id)
    assert credit == 25


def test_a_supervisor_returns_a_cheque_alone(
    qtbot: QtBot, world: World, account: SeedAccount
) -> None:
    counter = returning_a_cheque(qtbot, world, world.desk(Role.SUPERVISOR, "Lata Iyer"), account)
    counter.wait_for("correct_done")
    assert status_of(world, account) == "issued"


@pytest.mark.parametrize("activity", ["correct", "refund", "tried"])
def test_nobody_leaves_a_number_that_is_looked_up(
    correcting: Correcting, monkeypatch: pytest.MonkeyPatch, activity: str
) -> None:
    """Its answer came over whatever was in front by then."""
    counter = correcting.counter
    correcting.begin(activity, f"{activity}_find")
    if activity == "correct":
        held = HeldCall(monkeypatch, CorrectionService, "correctable")
    else:
        held = HeldCall(monkeypatch, LookupService, "find")
    counter.type_text("999999")
    counter.press("Enter")
    counter.wait_until(lambda: held.asked == 1)
    counter.press("Esc")
    assert counter.screen.objectName() == f"{activity}_find"
    held.let_go()
    counter.wait_until(lambda: bool(correcting.told))
    counter.press("Esc")
    counter.wait_for("shift")


def test_a_list_that_was_left_does_not_come_back(
    correcting: Correcting, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = correcting.counter
    held = HeldCall(monkeypatch, CorrectionService, "waiting")
    correcting.begin("waiting", "waiting_list")
    counter.wait_until(lambda: held.asked == 1)
    counter.press("Esc")
    counter.wait_for("shift")
    held.let_go()
    counter.wait_until(lambda: not counter.app.tasks.is_busy(LaneName.COUNTER))
    assert counter.screen.objectName() == "shift"
