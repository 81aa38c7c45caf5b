"""The approvals' list by keyboard: what a person cannot do is said before it is tried."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.domain.corrections import PreparedAct
from cashier_app.domain.utility import Role
from cashier_app.services.program import Program
from tests.support.correcting import Correcting, nothing_waits
from tests.support.counter import PASSWORD, Desk, World
from tests.ui.counter_app import CounterApp
from tests.ui.returned_cheque import returning_a_cheque
from ui.screens.waiting import DecideScreen, WaitingScreen


class Asked:
    """A reversal of 100 that a cashier put on the list."""

    def __init__(self, world: World) -> None:
        nothing_waits(world)
        self.world = world
        self.correcting = Correcting(world)
        self.program: Program = self.correcting.program
        self.receipt = self.correcting.selling.take(world.account(("100",)))
        self.prepared: PreparedAct = self.program.corrections.prepare(
            self.correcting.reversal(self.receipt.number)
        )
        self.program.corrections.wait(self.prepared)

    def copy(self, amount: Decimal) -> None:
        """The same question once more, over another amount: only to be looked at."""
        ((act, text, fingerprint, reason, subject, user_id, counter_id),) = self.world.run(
            "SELECT act, order_text, fingerprint, reason, subject, user_id, counter_id"
            " FROM waiting_acts WHERE request_id = %s",
            self.prepared.request_id.bytes,
        )
        self.world.insert(
            "waiting_acts", act=act, request_id=uuid4().bytes, fingerprint=fingerprint,
            order_text=text, amount=amount, reason=reason, subject=subject, user_id=user_id,
            counter_id=counter_id, stored_at=datetime.now(UTC).replace(tzinfo=None),
        )  # fmt: skip

    @property
    def state(self) -> str:
        (act,) = self.program.corrections.waiting()
        return act.state


@pytest.fixture
def asked(world: World) -> Asked:
    return Asked(world)


def note_of(counter: CounterApp) -> str:
    screen = counter.screen
    assert isinstance(screen, DecideScreen)
    return screen.note_label.text()


def limited(world: World, limit: str) -> Desk:
    """A supervisor's, who may approve up to a limit."""
    desk = world.desk(Role.SUPERVISOR, "Lata Iyer")
    world.run(
        "UPDATE rights r JOIN users u ON u.user_id = r.user_id SET r.limit_amount = %s"
        " WHERE u.user_name = %s AND r.activity = 'approve'",
        Decimal(limit), desk.user_name,
    )  # fmt: skip
    return desk


def test_every_act_that_waits_is_on_the_list(qtbot: QtBot, world: World, asked: Asked) -> None:
    """As many as there are: with arrows and pages to the last one, which opens."""
    for number in range(60):
        asked.copy(Decimal(200 + number))
    office = CounterApp(qtbot, world.desk(Role.SUPERVISOR, "Lata Iyer"))
    office.sign_in()
    office.wait_for("home")
    office.do("approvals")
    office.wait_for("approvals_list")
    office.wait_until(lambda: "100.00" in office.next_title)
    screen = office.screen
    assert isinstance(screen, WaitingScreen)
    shown = [row.cells[2].amount for row in screen.rows[:61]]
    assert shown == ["100.00", *(f"{200 + number}.00" for number in range(60))]
    office.press(*["PgDn"] * 9, *["Down"] * 6)
    assert "259.00" in office.next_title
    chosen = screen.table.visualRect(screen.table.currentIndex())
    assert screen.table.viewport().rect().contains(chosen)
    office.press("Enter")
    office.wait_for("approvals_decide")
    office.press("Esc")
    office.wait_for("approvals_list")
    office.wait_until(lambda: "259.00" in office.next_title)
    office.press("PgUp")
    assert "253.00" in office.next_title
    nothing_waits(world)


def test_above_the_own_limit_there_is_only_a_no(qtbot: QtBot, world: World, asked: Asked) -> None:
    office = CounterApp(qtbot, limited(world, "99.99"))
    office.sign_in()
    office.wait_for("home")
    office.do("approvals")
    office.wait_for("approvals_list")
    office.wait_until(lambda: "100.00" in office.next_title)
    office.press("Enter")
    office.wait_for("approvals_decide")
    assert "Above your limit of 99.99" in note_of(office)
    office.type_text("seen the paper")
    assert office.next_title == "Back to the list"
    office.press("F11")
    office.wait_for("approvals_list")
    assert asked.state == "declined"


def test_an_act_that_was_given_up_is_asked_for_again(
    qtbot: QtBot, world: World, asked: Asked
) -> None:
    """Its request was taken as void since the list was read; no yes of it helps any more."""
    desk = world.desk(Role.SUPERVISOR, "Lata Iyer")
    office = desk.program()
    office.sessions.sign_in(desk.user_name, PASSWORD)
    (act,) = asked.program.corrections.waiting()
    office.corrections.decide(act.waiting_act_id, approved=True, reason="seen the paper")
    asked.program.sessions.sign_out()
    asked.program.close()
    counter = CounterApp(qtbot, asked.correcting.desk)
    counter.sign_in()
    counter.wait_for("find")
    counter.to_shift()
    counter.do("waiting")
    counter.wait_for("waiting_list")
    counter.wait_until(lambda: "100.00" in counter.next_title)
    counter.press("Enter")
    counter.wait_for("waiting_decide")
    assert counter.next_title == "Carry it out"
    office.payments.settle(asked.prepared.request_id)
    counter.press("Enter")
    screen = counter.screen
    assert isinstance(screen, DecideScreen)
    counter.wait_until(lambda: "ask for it again" in screen.notice.accessibleName())
    counter.press("Esc")
    counter.wait_for("waiting_list")
    counter.wait_until(lambda: "100.00" in counter.next_title)
    counter.press("Enter")
    counter.wait_for("waiting_decide")
    assert "It has to be asked for again." in note_of(counter)
    assert counter.next_title == "Back to the list"
    office.close()


def test_who_may_not_approve_as_much_asks_for_a_returned_cheque(qtbot: QtBot, world: World) -> None:
    desk = limited(world, "99.99")
    counter = returning_a_cheque(qtbot, world, desk, world.account(("100",)))
    counter.wait_for("correct_approval")
