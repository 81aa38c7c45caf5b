"""Acts that wait for a supervisor: asked, decided, carried out with the very text, withdrawn."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest

from cashier_app.domain.corrections import PreparedAct, WaitingAct
from cashier_app.domain.errors import Refused
from cashier_app.domain.utility import Role
from cashier_app.services.program import Program
from tests.support.correcting import Correcting, breaches_added
from tests.support.counter import PASSWORD, World
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling, ask, state_of


class Waiting:
    """A reversal that was put on the list."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.correcting = Correcting(world)
        self.office = world.desk(Role.SUPERVISOR, "Tomas Okoye")
        self.account = world.account(("100",))
        self.receipt = self.correcting.selling.take(self.account)
        self.corrections = self.correcting.program.corrections
        self.prepared = self.corrections.prepare(self.correcting.reversal(self.receipt.number))
        self.corrections.wait(self.prepared)

    def supervisor(self) -> Program:
        """The supervisor at another counter."""
        program = self.office.program()
        program.sessions.sign_in(self.office.user_name, PASSWORD)
        return program

    def found(self, program: Program | None = None) -> WaitingAct:
        source = (program or self.correcting.program).corrections
        (act,) = [a for a in source.waiting() if a.request_id == self.prepared.request_id]
        return act

    def carry_out(self) -> str:
        act = self.corrections.waiting_order(self.found().waiting_act_id)
        return self.corrections.carry_out(act, self.correcting.desk.user_name).receipt.number


@pytest.fixture
def waiting(world: World) -> Waiting:
    return Waiting(world)


def test_it_waits_with_its_whole_text(waiting: Waiting) -> None:
    act = waiting.found()
    about = f"{waiting.receipt.number}, Karuna Sharma"
    assert (act.state, act.subject, act.reason) == ("waiting", about, "wrong customer")
    assert (act.amount, act.asked_by) == (waiting.receipt.total, "Amina Rahman")
    assert waiting.corrections.waiting_order(act.waiting_act_id) == waiting.prepared
    with pytest.raises(Refused, match="approval_missing"):
        waiting.carry_out()


def test_it_is_approved_later_and_carried_out_once(waiting: Waiting, world: World) -> None:
    program = waiting.supervisor()
    act = waiting.found(program)
    program.corrections.decide(act.waiting_act_id, approved=True, reason="seen")
    assert waiting.found().state == "approved"
    with breaches_added(world) as added:
        number = waiting.carry_out()
    assert added == []
    done = waiting.found()
    assert (done.state, done.number, done.decided_by) == ("done", number, "Tomas Okoye")
    with pytest.raises(Refused, match="already_decided"):
        program.corrections.decide(act.waiting_act_id, approved=False, reason="no")


def test_a_no_holds(waiting: Waiting, world: World) -> None:
    program = waiting.supervisor()
    before = state_of(world, waiting.account)
    act = waiting.found(program)
    program.corrections.decide(act.waiting_act_id, approved=False, reason="ask again")
    assert (waiting.found().state, waiting.found().decision) == ("declined", "ask again")
    with pytest.raises(Refused, match="approval_missing"):
        waiting.carry_out()
    assert state_of(world, waiting.account) == before


def test_a_withdrawn_question_is_not_carried_out(waiting: Waiting) -> None:
    program = waiting.supervisor()
    act = waiting.found(program)
    program.corrections.decide(act.waiting_act_id, approved=True, reason="seen")
    waiting.corrections.withdraw(act.waiting_act_id)
    assert waiting.found().state == waiting.found(program).state == "withdrawn"
    with pytest.raises(Refused, match="approval_withdrawn"):
        waiting.carry_out()


def test_who_decides_learns_that_the_question_was_taken_back(
    waiting: Waiting, world: World
) -> None:
    """Nobody has decided anything, and the trail says who ended it."""
    program = waiting.supervisor()
    act = waiting.found(program)
    waiting.corrections.withdraw(act.waiting_act_id)
    for approved in (True, False):
        with pytest.raises(Refused, match="act_withdrawn"):
            program.corrections.decide(act.waiting_act_id, approved=approved, reason="seen")
    with pytest.raises(Refused, match="act_withdrawn"):
        waiting.corrections.withdraw(act.waiting_act_id)
    trail = world.run(
        "SELECT e.act FROM audit_events e JOIN users u ON u.user_id = e.user_id"
        " WHERE u.user_name = %s AND e.act LIKE 'approval%%' ORDER BY e.audit_event_id",
        waiting.correcting.desk.user_name,
    )
    assert [row[0] for row in trail] == ["approval_asked", "approval_withdrawn"]


def test_what_can_be_done_comes_first_and_the_oldest_of_it(waiting: Waiting) -> None:
    """Nobody waits longer because others ask after them; what is over goes down, newest first."""
    asked = [waiting.prepared.request_id]
    for _ in range(3):
        receipt = waiting.correcting.selling.take(waiting.world.account(("100",)))
        prepared = waiting.corrections.prepare(waiting.correcting.reversal(receipt.number))
        waiting.corrections.wait(prepared)
        asked.append(prepared.request_id)
    acts = {act.request_id: act.waiting_act_id for act in waiting.corrections.waiting()}
    supervisor = waiting.supervisor().corrections
    supervisor.decide(acts[asked[1]], approved=False, reason="no")
    waiting.corrections.withdraw(acts[asked[2]])
    listed = [act.request_id for act in waiting.corrections.waiting()]
    assert listed == [asked[0], asked[3], asked[2], asked[1]]
    supervisor.decide(acts[asked[3]], approved=True, reason="seen")
    listed = [act.request_id for act in waiting.corrections.waiting()]
    assert listed == [asked[3], asked[0], asked[2], asked[1]]
    assert waiting.corrections.waiting()[0].state == "approved"


def test_an_act_that_was_given_up_is_over(waiting: Waiting) -> None:
    """Its end was unknown, and the counter took its request as void: it can only be asked anew."""
    program = waiting.supervisor()
    act = waiting.found(program)
    program.corrections.decide(act.waiting_act_id, approved=True, reason="seen")
    waiting.correcting.program.payments.settle(waiting.prepared.request_id)
    assert waiting.found().state == waiting.found(program).state == "void"
    with pytest.raises(Refused, match="request_void"):
        waiting.carry_out()


def test_what_was_approved_at_the_counter_does_not_wait(waiting: Waiting) -> None:
    """That yes is for two minutes; on the list nobody could give another."""
    receipt = waiting.correcting.selling.take(waiting.world.account(("100",)))
    prepared = waiting.corrections.prepare(waiting.correcting.reversal(receipt.number))
    waiting.correcting.approve(prepared)
    with pytest.raises(Refused, match="approved_already"):
        waiting.corrections.wait(prepared)


def test_nobody_else_carries_it_out(waiting: Waiting, world: World) -> None:
    """A yes of the list is to its asker, whose drawer pays: the text alone is for nobody else."""
    program = waiting.supervisor()
    act = waiting.found(program)
    program.corrections.decide(act.waiting_act_id, approved=True, reason="seen")
    other = Correcting(world, Selling(world.desk(Role.SUPERVISOR, "Lata Iyer")))
    corrections = other.program.corrections
    with pytest.raises(Refused, match="approval_other"):
        corrections.carry_out(corrections.waiting_order(act.waiting_act_id), other.desk.user_name)
    assert waiting.carry_out()


def test_nobody_decides_the_own_question_or_above_the_limit(waiting: Waiting, world: World) -> None:
    act = waiting.found()
    with (
        closing(waiting.correcting.desk.client()) as client,
        pytest.raises(Exception, match="denied"),
    ):
        ask(
            client,
            "decide_waiting",
            waiting.correcting.desk.token,
            act.waiting_act_id,
            "approved",
            "x",
        )
    world.run(
        "UPDATE rights r JOIN users u ON u.user_id = r.user_id SET r.limit_amount = 50"
        " WHERE u.user_name = %s AND r.activity = 'approve'",
        waiting.office.user_name,
    )
    program = waiting.supervisor()
    with pytest.raises(Refused, match="above_limit"):
        program.corrections.decide(act.waiting_act_id, approved=True, reason="seen")
    with pytest.raises(Refused, match="reason_missing"):
        program.corrections.decide(act.waiting_act_id, approved=True, reason=" ")


def test_a_supervisor_decides_no_question_of_the_own(world: World) -> None:
    correcting = Correcting(world, Selling(world.desk(Role.SUPERVISOR, "Lata Iyer")))
    receipt = correcting.selling.take(world.account(("100",)))
    corrections = correcting.program.corrections
    prepared = corrections.prepare(correcting.reversal(receipt.number))
    corrections.wait(prepared)
    (act,) = [a for a in corrections.waiting() if a.request_id == prepared.request_id]
    with pytest.raises(Refused, match="approval_own"):
        corrections.decide(act.waiting_act_id, approved=True, reason="seen")
    with pytest.raises(Refused, match="approval_missing"):
        corrections.carry_out(
            corrections.waiting_order(act.waiting_act_id), correcting.desk.user_name
        )


def test_the_same_question_stands_once_and_cannot_be_changed(waiting: Waiting) -> None:
    waiting.corrections.wait(waiting.prepared)
    assert waiting.found().state == "waiting"
    text = waiting.prepared.text.replace("wrong customer", "wrong account!")
    changed: PreparedAct = replace(waiting.prepared, text=text)
    with pytest.raises(Refused, match="bad_request"):
        waiting.corrections.wait(changed)


def test_others_see_only_their_own(waiting: Waiting, world: World) -> None:
    other = Correcting(world)
    assert other.program.corrections.waiting() == ()
    with pytest.raises(Refused, match="no_such_act"):
        other.program.corrections.waiting_order(waiting.found().waiting_act_id)
    with pytest.raises(Refused, match="no_such_act"):
        other.program.corrections.withdraw(waiting.found().waiting_act_id)
