"""Last night's backup restored while counters had taken payments (S4)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pymysql
import pytest

from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.allocation import Basket, order_from, plan_payment
from cashier_app.domain.corrections import PreparedAct
from cashier_app.domain.errors import Refused, SignInFailed
from cashier_app.domain.lost import must_repeat
from cashier_app.domain.payments import TakePayment
from tests.plugins.database import DATABASE
from tests.support.counter import PASSWORD, Desk, SeedAccount
from tests.support.day import local_today
from tests.support.lost import REASON, Hall, entered, find_lost, hall_at, recorded, supervisor_of
from tests.support.selling import Selling, ask
from tests.support.tender_parts import a_cheque, by_card, by_cheque, order_with


@pytest.fixture
def hall(fresh_server: PrivateServer, tmp_path: Path) -> Iterator[Hall]:
    with hall_at(fresh_server, tmp_path / "hall") as made:
        yield made


def _number(desk: Desk, number: int) -> str:
    return f"{desk.code}-{number:06d}"


def test_two_counters_whole(hall: Hall) -> None:
    """Backed up in the middle of two shifts, restored, named, entered again, counted: it ties."""
    world = hall.world
    first, second = Selling(world.desk()), Selling(world.desk())
    supervisor = supervisor_of(hall, first.desk, second.desk)
    accounts = [world.account(bills=("120.50", "80")) for _ in range(6)]
    first.take(accounts[0])
    second.take(accounts[1])
    hall.back_up()
    lost = [first.take(accounts[2], "300"), first.take(accounts[3], "150", part=True)]
    lost_there = second.take(accounts[4], "201")
    before = {a.account_no: _standing(hall, a.account_id) for a in accounts}
    hall.restore()

    for selling, numbers in (
        (first, [receipt.number for receipt in lost]),
        (second, [lost_there.number]),
    ):
        desk = selling.desk
        with pytest.raises(SignInFailed) as stopped:
            selling.program.sessions.sign_in(desk.user_name, desk.password)
        assert stopped.value.code == "receipts_missing"
        assert stopped.value.facts["numbers"] == ", ".join(numbers)
    assert [line for line in hall.breaches(first.desk, second.desk) if "has lost it" in line] == [
        f"11  receipt {number}: was acknowledged (counter.log), the database has lost it"
        for number in (*(receipt.number for receipt in lost), lost_there.number)
    ]

    recorded(first, supervisor)
    recorded(second, supervisor)
    # Until they are entered again the checker names them.
    waiting = hall.breaches(first.desk, second.desk)
    assert len(waiting) == 3
    assert all("was lost and is not entered again" in line for line in waiting)

    for selling in (first, second):
        selling.program.sessions.sign_in(selling.desk.user_name, selling.desk.password)
    assert entered(first.program, first) == [
        (_number(first.desk, 2), _number(first.desk, 4)),
        (_number(first.desk, 3), _number(first.desk, 5)),
    ]
    assert entered(second.program, second) == [(_number(second.desk, 2), _number(second.desk, 3))]
    assert {a.account_no: _standing(hall, a.account_id) for a in accounts} == before
    assert hall.breaches(first.desk, second.desk) == []

    # The next receipt goes on, and the Z expects the float with everything taken.
    assert first.take(accounts[5]).number == _number(first.desk, 6)
    first.count()
    z = first.close("the rest lies in the safe")
    assert z.expected == Decimal(2000) + Decimal("200.50") * 3 + Decimal(150)
    assert z.receipts == 4
    assert hall.breaches(first.desk, second.desk) == []


def _standing(hall: Hall, account_id: int) -> tuple[object, ...]:
    """What a customer owes and has, without how often rows were touched."""
    return (
        tuple(
            tuple(row)
            for row in hall.world.run(
                "SELECT bill_no, balance, status FROM bills WHERE account_id = %s ORDER BY bill_id",
                account_id,
            )
        ),
        tuple(
            tuple(row)
            for row in hall.world.run(
                "SELECT credit FROM accounts WHERE account_id = %s", account_id
            )
        ),
    )


def test_the_shift_itself_was_lost(hall: Hall) -> None:
    """Last night's backup: opening, payments, count and Z are all later than it."""
    desk = hall.world.desk()
    supervisor = supervisor_of(hall, desk)
    account = hall.world.account(bills=("120",))
    hall.back_up()
    selling = Selling(desk)
    receipt = selling.take(account)
    selling.count()
    z = selling.close("short")
    hall.restore()
    found = find_lost(selling)
    assert [line.act.number for line in found.lost] == [
        f"{desk.code}-N-0001",
        f"{desk.code}-O-0001",
        receipt.number,
        z.number,
    ]
    assert [line.enter_again for line in found.lost] == [False, False, True, False]
    assert [act.kind for act in must_repeat(found.lost)] == ["count", "opening", "z"]
    recorded(selling, supervisor)
    assert selling.program.sessions.sign_in(desk.user_name, desk.password).settled == ()
    selling.shift = desk.open_shift(selling.program)
    assert entered(selling.program, selling) == [(receipt.number, _number(desk, 2))]
    selling.count()
    assert selling.close("short").number == f"{desk.code}-Z-0002"
    assert hall.breaches(desk) == []


def test_what_was_taken_back_is_not_entered_again(hall: Hall) -> None:
    selling = Selling(hall.world.desk())
    supervisor = supervisor_of(hall, selling.desk)
    kept = selling.take(hall.world.account(bills=("90",)))
    account = hall.world.account(bills=("70",))
    hall.back_up()
    selling.undo(kept.number)
    undone = selling.take(account)
    undo = selling.undo(undone.number)
    hall.restore()
    found = find_lost(selling)
    assert found.total == 0
    # The undo of a receipt that the backup has is done again by hand; the other one took all back.
    assert [act.number for act in must_repeat(found.lost)] == [f"{selling.desk.code}-U-0001"]
    assert undo.number == f"{selling.desk.code}-U-0002"
    recorded(selling, supervisor)
    selling.program.sessions.sign_in(selling.desk.user_name, selling.desk.password)
    assert selling.program.lost.waiting() == ()
    # It is not the counter's last receipt any more: a supervisor reverses it.
    with pytest.raises(Refused, match="not_last_receipt"):
        selling.undo(kept.number)
    assert hall.breaches(selling.desk) == []


def test_credit_cheque_card_and_several_accounts(hall: Hall) -> None:
    """Every part of a receipt comes back: credit used and made, cheque, slip, other accounts."""
    world = hall.world
    selling = Selling(world.desk())
    supervisor = supervisor_of(hall, selling.desk)
    with_credit = world.account(bills=("120",), credit="50")
    over = world.account(bills=("60",))
    mixed = world.account(bills=("200", "100"), name="Łukasz Żółć")
    neighbour, other = world.account(bills=("40",)), world.account(bills=("70", "5"), credit="15")
    early = world.account(
        bills=("100",), discount="5", discount_until=local_today() + timedelta(days=3)
    )
    accounts = (with_credit, over, mixed, neighbour, other, early)
    hall.back_up()
    selling.take(with_credit)
    selling.take(over, "100", part=True)
    selling.send(order_with(selling, mixed, by_cheque(a_cheque("230")), by_card("70")))
    selling.send(_basket(selling, neighbour, other))
    selling.take(early)
    before = {a.account_no: _standing(hall, a.account_id) for a in accounts}
    money = _money(hall)
    hall.restore()
    recorded(selling, supervisor)
    selling.program.sessions.sign_in(selling.desk.user_name, selling.desk.password)
    assert len(entered(selling.program, selling)) == 5
    assert {a.account_no: _standing(hall, a.account_id) for a in accounts} == before
    assert _money(hall) == money
    # The world's own credit came with no entry.
    assert [b for b in hall.breaches(selling.desk) if "given without a payment" not in b] == []


def _basket(selling: Selling, *accounts: SeedAccount) -> TakePayment:
    """The bills of several accounts on one receipt, with the credit of each."""
    opened = [selling.program.lookup.open_account(account.account_id) for account in accounts]
    basket = Basket(
        opened[0].account_id,
        tuple(bill for found in opened for bill in found.bills),
        {found.account_id: found.credit for found in opened},
    )
    return order_from(
        plan_payment(basket, basket.left_to_pay),
        basket,
        request_id=selling.program.new_request_id(),
        shift_id=selling.shift.shift_id,
        taken_at=selling.program.clock.now(),
    )


def _money(hall: Hall) -> list[tuple[object, ...]]:
    """Every tender with its numbers, whatever entry it belongs to."""
    rows = hall.world.run(
        "SELECT t.kind, t.tendered, t.change_given, q.bank, q.cheque_no, q.face_amount, c.slip_no"
        " FROM tenders t LEFT JOIN cheques q USING (entry_id, line_no)"
        " LEFT JOIN card_slips c USING (entry_id, line_no) ORDER BY t.kind, t.tendered"
    )
    return [tuple(row) for row in rows]


def test_bills_that_were_paid_meanwhile_leave_credit(hall: Hall) -> None:
    """The customer paid the bill again at another counter before: what was paid twice is credit."""
    first, second = Selling(hall.world.desk()), Selling(hall.world.desk())
    supervisor = supervisor_of(hall, first.desk, second.desk)
    account = hall.world.account(bills=("120",))
    hall.back_up()
    first.take(account)
    hall.restore()
    second.program.sessions.sign_in(second.desk.user_name, second.desk.password)
    second.take(account)
    recorded(first, supervisor)
    first.program.sessions.sign_in(first.desk.user_name, first.desk.password)
    entered(first.program, first)
    assert _standing(hall, account.account_id)[1] == ((Decimal("120.000"),),)
    assert hall.breaches(first.desk, second.desk) == []


def test_nothing_is_entered_twice(hall: Hall) -> None:
    selling = Selling(hall.world.desk())
    supervisor = supervisor_of(hall, selling.desk)
    account = hall.world.account(bills=("120",))
    hall.back_up()
    selling.take(account)
    hall.restore()
    recorded(selling, supervisor)
    program = selling.program
    lost = find_lost(selling).lost
    assert lost == ()
    program.sessions.sign_in(selling.desk.user_name, selling.desk.password)
    waiting = program.lost.waiting()
    entered(program, selling)
    again = program.lost.enter(waiting, selling.shift.shift_id, selling.desk.user_name)
    assert again.entered == ()
    assert [error.code for _, error in again.refused] == ["entered_again"]
    assert again.refused[0][1].facts == {"receipt": _number(selling.desk, 2)}
    assert hall.breaches(selling.desk) == []
    _cannot_be_changed(hall, selling.desk)


def _cannot_be_changed(hall: Hall, desk: Desk) -> None:
    for statement in (
        "UPDATE lost_numbers SET enter_again = 0",
        "DELETE FROM lost_numbers",
        "UPDATE losses SET reason = ''",
        "DELETE FROM losses",
        "UPDATE reentries SET lost_line_no = 2",
        "DELETE FROM reentries",
    ):
        with pytest.raises(pymysql.MySQLError, match="insert-only"):
            hall.world.run(statement)
    # Behind the triggers' back it is found.
    hall.world.run("DROP TRIGGER lost_numbers_no_update")
    hall.world.run("UPDATE lost_numbers SET enter_again = 0, total = 1")
    found = hall.breaches(desk)
    loss, receipt = f"lost {desk.code}-L-0001", f"receipt {_number(desk, 1)}"
    assert any(line.startswith(f" 3  {loss}: its text says") for line in found)
    assert f" 5  {receipt}: was entered again, but not approved so" in "\n".join(found)


def test_lost_a_second_time(hall: Hall) -> None:
    """The same backup restored again: each payment is entered once, the newest one."""
    selling = Selling(hall.world.desk())
    supervisor = supervisor_of(hall, selling.desk)
    account = hall.world.account(bills=("120",))
    hall.back_up()
    selling.take(account)
    for number in (2, 3):
        hall.restore()
        recorded(selling, supervisor)
        selling.program.sessions.sign_in(selling.desk.user_name, selling.desk.password)
        assert entered(selling.program, selling) == [
            (_number(selling.desk, number - 1), _number(selling.desk, number))
        ]
    assert _standing(hall, account.account_id)[1] == ((Decimal("0.000"),),)
    assert hall.breaches(selling.desk) == []


def test_an_old_paper_finds_its_payment(hall: Hall) -> None:
    selling = Selling(hall.world.desk())
    supervisor = supervisor_of(hall, selling.desk)
    account = hall.world.account(bills=("120",))
    hall.back_up()
    receipt = selling.take(account)
    hall.restore()
    recorded(selling, supervisor)
    selling.program.sessions.sign_in(selling.desk.user_name, selling.desk.password)
    with pytest.raises(Refused, match="no_such_receipt"):
        selling.program.receipts.receipt(receipt.number)
    entered(selling.program, selling)
    assert selling.program.receipts.receipt(receipt.number).number == _number(selling.desk, 2)
    assert selling.program.corrections.correctable(receipt.number).net == receipt.total


def test_numbers_that_no_log_knows_are_explained_too(hall: Hall) -> None:
    """The counter's log has lost lines of its own: their numbers are never handed out again."""
    selling = Selling(hall.world.desk())
    supervisor = supervisor_of(hall, selling.desk)
    accounts = [hall.world.account(bills=("60",)) for _ in range(3)]
    hall.back_up()
    for account in accounts:
        selling.take(account)
    log = selling.desk.setup.log_path
    selling.program.close()
    selling.desk.programs.clear()
    lines = log.read_bytes().splitlines(keepends=True)
    torn = [line for line in lines if f'"{_number(selling.desk, 2)}"'.encode() not in line]
    log.write_bytes(b"".join(torn))
    selling.program = selling.desk.program()
    hall.restore()
    found = find_lost(selling)
    # Sent, and never acknowledged as far as this log knows: that is settled at the next sign-in.
    assert [line.act.number for line in found.lost] == [
        _number(selling.desk, 1),
        _number(selling.desk, 3),
    ]
    recorded(selling, supervisor)
    selling.program.sessions.sign_in(selling.desk.user_name, selling.desk.password)
    entered(selling.program, selling)
    assert hall.breaches(selling.desk) == []
    rows = hall.world.run(
        "SELECT number, request_id IS NULL FROM lost_numbers WHERE kind = 'payment' ORDER BY number"
    )
    assert [tuple(row) for row in rows] == [(1, 0), (2, 1), (3, 0)]


def test_another_person_approves_exactly_this(hall: Hall) -> None:
    selling = Selling(hall.world.desk())
    supervisor = supervisor_of(hall, selling.desk)
    account = hall.world.account(bills=("120",))
    hall.back_up()
    selling.take(account)
    hall.restore()
    lost = find_lost(selling).lost
    program, desk = selling.program, selling.desk
    gateway = program.lost._gateway
    at = program.clock.now()

    def refused(approve: Callable[[PreparedAct], None]) -> str:
        prepared = gateway.prepare(program.new_request_id(), lost, REASON, at)
        approve(prepared)
        with pytest.raises(Refused) as error:
            gateway.record(prepared)
        return error.value.code

    def another_text(prepared: PreparedAct) -> None:
        other = gateway.prepare(prepared.request_id, lost, "another reason", at)
        program.approvals.approve(supervisor, PASSWORD, other, REASON)

    assert refused(lambda _prepared: None) == "approval_missing"
    assert refused(another_text) == "approval_other"
    hall.world.run(
        "INSERT INTO rights (user_id, activity) SELECT user_id, 'approve' FROM users"
        " WHERE user_name = %s",
        desk.user_name,
    )
    hall.world.run(f"GRANT EXECUTE ON PROCEDURE {DATABASE}.approve TO {desk.user_name}@'%%'")
    own = refused(lambda p: program.approvals.approve(desk.user_name, PASSWORD, p, REASON))
    assert own == "approval_own"
    assert hall.world.run("SELECT COUNT(*) FROM lost_numbers")[0][0] == 0


def test_what_is_not_lost_cannot_be_called_so(hall: Hall) -> None:
    """A receipt that stands in the books, a number of tomorrow's, another counter's money."""
    selling = Selling(hall.world.desk())
    other = Selling(hall.world.desk())
    supervisor = supervisor_of(hall, selling.desk, other.desk)
    account, kept_by = hall.world.account(bills=("120",)), hall.world.account(bills=("50",))
    hall.back_up()
    selling.take(account)
    hall.restore()
    (lost,) = find_lost(selling).lost
    program = selling.program
    gateway = program.lost._gateway
    other.program.sessions.sign_in(other.desk.user_name, other.desk.password)
    kept = other.take(kept_by)
    ((request,),) = hall.world.run(
        "SELECT LOWER(HEX(request_id)) FROM journal WHERE hash = %s", kept.hash
    )
    for act, code in (
        (replace(lost.act, request_id=UUID(hex=request)), "not_lost"),
        (replace(lost.act, number=f"{other.desk.code}-000002"), "bad_request"),
        (replace(lost.act, number=f"{selling.desk.code}-009999"), "bad_request"),
        (replace(lost.act, number="999-000001"), "bad_request"),
        (replace(lost.act, kind="z"), "bad_request"),
    ):
        prepared = gateway.prepare(
            program.new_request_id(), [replace(lost, act=act)], REASON, program.clock.now()
        )
        program.approvals.approve(supervisor, PASSWORD, prepared, REASON)
        with pytest.raises(Refused) as refused:
            gateway.record(prepared)
        assert refused.value.code == code, act
    assert hall.world.run("SELECT COUNT(*) FROM lost_numbers")[0][0] == 0


def test_entering_again_needs_the_approved_row(hall: Hall) -> None:
    """A plain client with everything but an approved loss gets nothing in."""
    selling = Selling(hall.world.desk())
    with closing(selling.desk.client()) as client:
        for text in ({"shift": selling.shift.shift_id, "lost": 1, "line": 1}, {}):
            full = json.dumps({"v": 1, "taken_at": 1_700_000_000_000_000, **text})
            answer = ask(
                client, "reenter_payment", selling.desk.token,
                selling.program.new_request_id().hex, hashlib.sha256(full.encode()).hexdigest(),
                full,
            )  # fmt: skip
            assert answer.outcome == "refused"
            assert answer.code in ("not_lost", "shift_not_open")
