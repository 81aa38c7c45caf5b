"""A supervisor's yes: two minutes, one act, once, by another person, within the limit.

No act asks for one yet, so that `use_approval` is called here as an act will call it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

import pymysql
import pytest
from sqlalchemy import Connection

from cashier_app.db.errors import Kind
from cashier_app.db.users import disable_user, set_counters, set_rights
from cashier_app.domain.utility import Role
from tests.plugins.database import AdminFactory
from tests.support.counter import PASSWORD, World
from tests.support.people import Client, SignIn, add, ask, refusal, refused_as
from tests.support.selling import Selling

APPROVE = "approve(%s, %s, %s, %s, %s, %s)"


@dataclass
class Yes:
    """What a supervisor says yes to."""

    token: str
    act: str = "reversal"
    request: str = field(default_factory=lambda: secrets.token_hex(16))
    fingerprint: str = field(default_factory=lambda: secrets.token_hex(32))
    amount: str = "100"
    reason: str = "Wrong account"

    def values(self) -> tuple[str, ...]:
        return (
            self.token, self.act, self.request, self.fingerprint, self.amount, self.reason,
        )  # fmt: skip


class Hall:
    """A counter where a cashier has taken a payment, and a supervisor who may work there."""

    def __init__(self, world: World, office: Connection, sign_in: SignIn) -> None:
        self.selling = Selling(world.desk())
        self.desk = self.selling.desk
        self.office = office
        self.supervisor = world.person(Role.SUPERVISOR, "Tomas Okoye", (self.desk.code,))
        self.person = sign_in(self.supervisor, PASSWORD)
        ((self.cashier_id, self.supervisor_id),) = world.run(
            "SELECT c.user_id, s.user_id FROM users c JOIN users s"
            " ON c.user_name = %s AND s.user_name = %s",
            self.desk.user_name,
            self.supervisor,
        )

    def yes(self, **more: str) -> Yes:
        return Yes(self.desk.token, **more)

    def approve(self, yes: Yes) -> str:
        return refusal(self.person, APPROVE, *yes.values())


@pytest.fixture
def hall(world: World, office: Connection, sign_in: SignIn) -> Hall:
    return Hall(world, office, sign_in)


@pytest.fixture
def act(admin: AdminFactory) -> Client:
    """The connection on which an act of a cashier runs, with the owner's rights."""
    return admin()


def use(act: Client, yes: Yes, user_id: int) -> tuple[int | None, str]:
    """As an act does inside its transaction: the approval's id, or why there is none."""
    ask(
        act, "CALL use_approval(%s, %s, %s, %s, %s, @id, @refusal)",
        yes.act, yes.request, yes.fingerprint, yes.amount, user_id,
    )  # fmt: skip
    ((found, refused),) = ask(act, "SELECT @id, @refusal")
    return found, refused


def test_another_persons_act_is_approved_for_two_minutes(
    hall: Hall, act: Client, world: World
) -> None:
    yes = hall.yes()
    assert hall.approve(yes) == ""
    ((approval_id, by, amount, approved_at, ends_at),) = world.run(
        "SELECT approval_id, user_id, amount, approved_at, ends_at FROM approvals"
        " WHERE request_id = UNHEX(%s)",
        yes.request,
    )
    assert (by, amount) == (hall.supervisor_id, Decimal(100))
    assert ends_at - approved_at == timedelta(minutes=2)
    assert use(act, yes, hall.cashier_id) == (approval_id, "")
    audited = world.run(
        "SELECT detail FROM audit_events WHERE act = 'approved' AND user_id = %s",
        hall.supervisor_id,
    )
    assert list(audited) == [("reversal of 100.000: Wrong account",)]


def test_lost_answer_is_asked_for_again_and_the_time_is_the_same(hall: Hall, world: World) -> None:
    yes = hall.yes()
    question = "SELECT ends_at FROM approvals WHERE request_id = UNHEX(%s)"
    assert hall.approve(yes) == ""
    first = world.run(question, yes.request)
    assert hall.approve(yes) == ""
    assert world.run(question, yes.request) == first
    yes.amount = "99"
    assert hall.approve(yes) == "approved_already"


def test_yes_is_used_once(hall: Hall, act: Client, world: World) -> None:
    receipt = hall.selling.take(world.account())
    yes = hall.yes()
    assert hall.approve(yes) == ""
    ask(act, "START TRANSACTION")
    approval_id, _ = use(act, yes, hall.cashier_id)
    ask(act, "INSERT INTO approval_uses (approval_id, entry_id) SELECT %s, payment_id"
        " FROM payments WHERE receipt_no = %s", approval_id, receipt.number)  # fmt: skip
    ask(act, "COMMIT")
    assert use(act, yes, hall.cashier_id) == (None, "approval_used")
    assert hall.approve(yes) == ""
    assert use(act, yes, hall.cashier_id) == (None, "approval_used")


def test_second_use_waits_for_the_first(hall: Hall, act: Client, admin: AdminFactory) -> None:
    yes, other = hall.yes(), admin()
    assert hall.approve(yes) == ""
    ask(act, "START TRANSACTION")
    assert use(act, yes, hall.cashier_id)[1] == ""
    ask(other, "SET innodb_lock_wait_timeout = 1")
    with pytest.raises(pymysql.MySQLError) as caught:
        use(other, yes, hall.cashier_id)
    assert caught.value.args[0] == 1205
    ask(act, "ROLLBACK")
    assert use(other, yes, hall.cashier_id)[1] == ""


@pytest.mark.parametrize(
    "other",
    [{"fingerprint": "0" * 64}, {"amount": "100.001"}, {"act": "move"}],
    ids=["fingerprint", "amount", "act"],
)
def test_yes_is_to_these_contents_only(hall: Hall, act: Client, other: dict[str, str]) -> None:
    yes = hall.yes()
    assert hall.approve(yes) == ""
    for name, value in other.items():
        setattr(yes, name, value)
    assert use(act, yes, hall.cashier_id) == (None, "approval_other")


def test_request_without_a_yes(hall: Hall, act: Client) -> None:
    assert use(act, hall.yes(), hall.cashier_id) == (None, "approval_missing")


def test_nobody_approves_his_own_act(hall: Hall, act: Client) -> None:
    yes = hall.yes()
    assert hall.approve(yes) == ""
    assert use(act, yes, hall.supervisor_id) == (None, "approval_own")
    assert use(act, yes, hall.cashier_id)[1] == ""


@pytest.mark.parametrize(("seconds", "code"), [(-1, "approval_ended"), (60, "")])
def test_yes_ends(hall: Hall, act: Client, world: World, seconds: int, code: str) -> None:
    yes = hall.yes()
    # An approval is never updated: one that was given a while ago is written as such.
    world.run(
        "INSERT INTO approvals (act, request_id, fingerprint, amount, reason, user_id,"
        " approved_at, ends_at) VALUES (%s, UNHEX(%s), UNHEX(%s), 100, 'r', %s,"
        " UTC_TIMESTAMP(6) - INTERVAL 2 MINUTE, UTC_TIMESTAMP(6) + INTERVAL %s SECOND)",
        yes.act, yes.request, yes.fingerprint, hall.supervisor_id, seconds,
    )  # fmt: skip
    ask(act, "SET time_zone = '+00:00'")
    assert use(act, yes, hall.cashier_id)[1] == code
    if code:
        assert hall.approve(yes) == "approved_already"


def test_limit(hall: Hall) -> None:
    set_rights(hall.office, hall.supervisor, {"approve": Decimal("500")})
    assert hall.approve(hall.yes(amount="500")) == ""
    assert hall.approve(hall.yes(amount="500.001")) == "above_limit"
    set_rights(hall.office, hall.supervisor, {"approve": None})
    assert hall.approve(hall.yes(amount="999999999")) == ""
    set_rights(hall.office, hall.supervisor, {"reprint": None})
    assert hall.approve(hall.yes()) == "no_right"


def test_limit_that_was_lowered_since_holds(hall: Hall, act: Client) -> None:
    yes = hall.yes()
    assert hall.approve(yes) == ""
    set_rights(hall.office, hall.supervisor, {"approve": Decimal("99.999")})
    assert use(act, yes, hall.cashier_id) == (None, "approval_withdrawn")


def test_disabled_supervisor(hall: Hall, act: Client) -> None:
    yes = hall.yes()
    assert hall.approve(yes) == ""
    disable_user(hall.office, hall.supervisor)
    assert hall.approve(hall.yes()) == "person_disabled"
    assert use(act, yes, hall.cashier_id) == (None, "approval_withdrawn")


def test_only_at_counters_where_the_supervisor_may_work(hall: Hall) -> None:
    set_counters(hall.office, hall.supervisor, [])
    assert hall.approve(hall.yes()) == "counter_not_allowed"
    assert refusal(hall.person, APPROVE, *Yes("no token").values()) == "counter_not_enrolled"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"act": "payment"}, "bad_request"),
        ({"request": "zz" * 16}, "bad_request"),
        ({"request": "ab"}, "bad_request"),
        ({"fingerprint": "ab"}, "bad_request"),
        ({"amount": "-0.001"}, "bad_request"),
        ({"reason": "  "}, "reason_missing"),
    ],
)
def test_bad_requests(hall: Hall, more: dict[str, str], code: str) -> None:
    assert hall.approve(hall.yes(**more)) == code


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISOR])
def test_other_roles_cannot_call(root: Connection, sign_in: SignIn, role: Role) -> None:
    person = sign_in(add(root, role))
    call = "CALL approve('t', 'reversal', 'r', 'f', 1, 'x')"
    assert refused_as(person, call) is Kind.DENIED
    assert refused_as(person, "CALL use_approval('a', 'r', 'f', 1, 1, @i, @r)") is Kind.DENIED
