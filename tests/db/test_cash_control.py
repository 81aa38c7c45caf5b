"""Cash besides payments: movements, handovers, counts, the safe, decisions (docs/cash.md)."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from cashier_app.bootstrap import new_request_id
from cashier_app.db.connection import CounterConnection
from cashier_app.db.repositories.shifts import ShiftRepository
from cashier_app.domain.drawer import AcceptHandover, CashKind, Outcome
from cashier_app.domain.payments import Unsettled
from cashier_app.domain.shifts import CloseShift
from cashier_app.domain.utility import Role
from tests.support.counter import PASSWORD, World
from tests.support.hall import REASON, SHORT, Hall, code_of, facts, pieces
from tests.support.selling import Selling, ask, entries_of


@pytest.fixture
def hall(world: World) -> Hall:
    return Hall(world)


# -- movements --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "amount", "moved"),
    [
        (CashKind.PAID_IN, "300", 300),
        (CashKind.PAID_OUT, "300", -300),
        (CashKind.DROP, "1000", -1000),
    ],
)
def test_cash_moves_in_ones_own_drawer(hall: Hall, kind: CashKind, amount: str, moved: int) -> None:
    slip = hall.move(hall.first, kind, amount)
    assert facts(slip.kind, slip.amount, slip.reason) == (kind, moved, REASON)
    assert slip.number == f"{hall.first.desk.code}-M-0001"
    assert hall.expected(hall.first) == 2000 + moved


def test_a_repeated_request_moves_once(hall: Hall) -> None:
    order = hall.move_order(hall.first, CashKind.PAID_IN, "300")
    cash, name = hall.first.program.cash, hall.first.desk.user_name
    assert cash.move(order, name) == cash.move(order, name)
    assert hall.expected(hall.first) == 2300
    assert entries_of(hall.world, order.request_id) == 1
    other = replace(order, amount=Decimal(400))
    assert code_of(lambda: cash.move(other, name)) == "other_contents"


@pytest.mark.parametrize(
    ("kind", "amount", "reason", "code"),
    [
        (CashKind.PAID_OUT, "0", REASON, "bad_request"),
        (CashKind.PAID_IN, "-5", REASON, "bad_request"),
        (CashKind.CHANGE, "0", "", "bad_request"),
        (CashKind.HANDOVER, "5", REASON, "bad_request"),
        (CashKind.PAID_IN, "5", "  ", "reason_missing"),
        (CashKind.DROP, "2000.50", REASON, "not_enough_cash"),
    ],
)
def test_what_cannot_be_is_refused(
    hall: Hall, kind: CashKind, amount: str, reason: str, code: str
) -> None:
    assert code_of(lambda: hall.move(hall.first, kind, amount, reason)) == code
    assert hall.expected(hall.first) == 2000


def test_change_is_exchanged_for_as_much(hall: Hall) -> None:
    changed = pieces(("1000", -1), ("100", 10))
    slip = hall.move(hall.first, CashKind.CHANGE, changed=changed, reason="")
    assert facts(slip.amount, slip.pieces) == (0, changed)
    uneven = pieces(("1000", -1), ("100", 9))
    assert code_of(lambda: hall.move(hall.first, CashKind.CHANGE, changed=uneven)) == "bad_request"
    assert hall.expected(hall.first) == 2000


@pytest.mark.parametrize("amount", ["0.001", "12.345"])
def test_an_amount_the_currency_does_not_have_is_refused(hall: Hall, amount: str) -> None:
    act = lambda: hall.move(hall.first, CashKind.PAID_IN, amount)  # noqa: E731
    assert code_of(act) == "bad_request"


def test_each_movement_asks_for_its_right(hall: Hall) -> None:
    for kind, right in (
        (CashKind.PAID_IN, "pay_in"), (CashKind.PAID_OUT, "pay_out"), (CashKind.DROP, "move_cash"),
    ):  # fmt: skip
        hall.world.run(
            "DELETE FROM rights WHERE activity = %s AND user_id ="
            " (SELECT user_id FROM users WHERE user_name = %s)",
            right,
            hall.first.desk.user_name,
        )
        act = lambda k=kind: hall.move(hall.first, k, "5")  # noqa: E731
        assert code_of(act) == "no_right"
    assert code_of(lambda: hall.move(hall.first, CashKind.NO_SALE)) == "no_right"


def test_a_drawer_opened_without_a_sale_is_an_entry_and_stands_on_the_z(hall: Hall) -> None:
    hall.world.run(
        "INSERT INTO rights SELECT user_id, 'open_drawer', NULL FROM users WHERE user_name = %s",
        hall.first.desk.user_name,
    )
    assert code_of(lambda: hall.move(hall.first, CashKind.NO_SALE, reason=" ")) == "reason_missing"
    slip = hall.move(hall.first, CashKind.NO_SALE, reason="change for a note")
    assert facts(slip.kind, slip.amount) == (CashKind.NO_SALE, 0)
    hall.first.count()
    z = hall.first.close()
    assert z.drawer_openings == 1
    assert [(m.kind, m.count) for m in z.moved] == [("no_sale", 1)]


def test_above_the_limit_a_paid_out_needs_a_supervisors_yes(hall: Hall) -> None:
    order = hall.move_order(hall.first, CashKind.PAID_OUT, "500.50")
    program, name = hall.first.program, hall.first.desk.user_name
    assert code_of(lambda: program.cash.move(order, name)) == "approval_missing"
    prepared = program.cash.prepare_move(order)
    supervisor = hall.world.person(Role.SUPERVISOR, "Tomas Okoye", (hall.first.desk.code,))
    program.approvals.approve(supervisor, PASSWORD, prepared, "seen the bill")
    slip = program.cash.move(order, name)
    assert (slip.amount, slip.approved_by) == (Decimal("-500.5"), "Tomas Okoye")
    # The yes was for this act alone.
    again = replace(order, request_id=new_request_id())
    assert code_of(lambda: program.cash.move(again, name)) == "approval_missing"


def test_another_counters_token_moves_nothing(hall: Hall) -> None:
    connection = CounterConnection(hall.first.desk.address, hall.second.desk.token)
    connection.open(hall.first.desk.user_name, PASSWORD)
    try:
        for procedure in ("move_cash", "hand_over", "accept_handover"):
            act = lambda p=procedure: connection.act(p, new_request_id(), {"kind": "paid_in"})  # noqa: E731
            assert code_of(act) == "counter_not_allowed"
    finally:
        connection.close()


def test_only_ones_own_open_shift_moves(hall: Hall) -> None:
    order = hall.move_order(hall.second, CashKind.PAID_IN, "5")
    act = lambda: hall.first.program.cash.move(order, hall.first.desk.user_name)  # noqa: E731
    assert code_of(act) == "shift_not_open"
    hall.first.count()
    assert code_of(lambda: hall.move(hall.first, CashKind.PAID_IN, "5")) == "shift_not_open"


@pytest.mark.parametrize("text", ["", "no json", "[]", '{"v":1}', '{"v":1,"kind":"drop"}'])
def test_broken_texts_are_refused(hall: Hall, text: str) -> None:
    desk = hall.first.desk
    with closing(desk.client()) as client:
        for procedure in ("move_cash", "hand_over", "accept_handover"):
            answer = ask(client, procedure, desk.token, new_request_id().hex, "0" * 64, text)
            assert answer.outcome == "refused"


def test_only_the_limit_says_that_a_drop_is_due(hall: Hall) -> None:
    cash = hall.first.program.cash
    assert not cash.is_drop_due()
    hall.world.set_rule("drawer_limit", "1999")
    try:
        assert cash.is_drop_due()
        hall.move(hall.first, CashKind.DROP, "1")
        assert not cash.is_drop_due()
    finally:
        hall.world.run("DELETE FROM settings WHERE setting = 'drawer_limit'")


# -- handovers --------------------------------------------------------------------------


def test_cash_is_handed_over_and_taken(hall: Hall) -> None:
    given = hall.hand_over(hall.first, hall.second, "700")
    assert facts(given.kind, given.amount, given.other_person) == (
        CashKind.HANDOVER,
        -700,
        "Bina Roy",
    )
    here = hall.second.program.cash.handovers()
    assert [facts(h.handover_id, h.amount, h.giver, h.is_mine) for h in here.waiting] == [
        (given.entry_id, 700, "Amina Rahman", False)
    ]
    assert {r.full_name for r in here.receivers} == {"Amina Rahman"}
    taken = hall.accept(hall.second, given.entry_id, "700")
    assert facts(taken.kind, taken.amount, taken.other_person) == (
        CashKind.RECEIVED, 700, "Amina Rahman",
    )  # fmt: skip
    assert facts(hall.expected(hall.first), hall.expected(hall.second)) == (1300, 2700)
    assert hall.second.program.cash.handovers().waiting == ()
    assert code_of(lambda: hall.accept(hall.second, given.entry_id, "700")) == "handover_ended"


def test_the_giver_takes_back_what_nobody_took(hall: Hall) -> None:
    given = hall.hand_over(hall.first, hall.second, "700")
    assert hall.accept(hall.first, given.entry_id, "700").kind is CashKind.RETURNED
    assert hall.expected(hall.first) == 2000
    assert code_of(lambda: hall.accept(hall.second, given.entry_id, "700")) == "handover_ended"


def test_nobody_else_takes_it_and_not_another_amount(hall: Hall) -> None:
    given = hall.hand_over(hall.first, hall.second, "700")
    third = Selling(hall.world.desk(office=hall.office))
    assert code_of(lambda: hall.accept(third, given.entry_id, "700")) == "no_such_handover"
    assert code_of(lambda: hall.accept(hall.second, given.entry_id, "650")) == "no_such_handover"


def test_a_handover_needs_somebody_else_who_takes_cash(hall: Hall) -> None:
    assert code_of(lambda: hall.hand_over(hall.first, hall.first, "5")) == "no_such_receiver"
    order = AcceptHandover(
        new_request_id(), hall.first.shift.shift_id, 1, Decimal(5), datetime.now(UTC)
    )
    act = lambda: hall.first.program.cash.accept(order, "a")  # noqa: E731
    assert code_of(act) == "no_such_handover"


# -- the supervisor ---------------------------------------------------------------------


def test_a_surprise_count_leaves_the_drawer_as_it_is(hall: Hall) -> None:
    hall.first.take(hall.world.account(("100",)))
    slip = hall.check(hall.first, *SHORT)
    assert facts(slip.kind, slip.counted, slip.expected, slip.amount) == (
        CashKind.CHECK, 1920, 2100, -180,
    )  # fmt: skip
    assert slip.number == f"{hall.first.desk.code}-C-0001"
    assert hall.expected(hall.first) == 2100
    hall.first.take(hall.world.account(("5",)))


def test_a_cashier_counts_no_other_drawer_and_a_supervisor_not_the_own(hall: Hall) -> None:
    with closing(hall.first.desk.client()) as client, pytest.raises(Exception, match="denied"):
        ask(client, "check_drawer", hall.first.desk.token, "0" * 32, "0" * 64, "{}")
    own = Selling(hall.desk, hall.program)
    assert code_of(lambda: hall.check(own)) == "own_drawer"


def test_a_drawer_of_another_hall_is_out_of_reach(hall: Hall, world: World) -> None:
    other = Hall(world)
    assert code_of(lambda: hall.check(other.first)) == "shift_not_open"
    assert code_of(lambda: hall.count_for(other.first)) == "shift_not_open"
    assert code_of(lambda: hall.program.shifts.x_report(other.first.shift.shift_id)) == (
        "no_such_shift"
    )


def test_a_supervisor_closes_a_forgotten_shift(hall: Hall) -> None:
    hall.first.take(hall.world.account(("100",)))
    hall.count_for(hall.first, *pieces(("500", 2), ("100", 11)))
    assert code_of(lambda: hall.close_for(hall.first, reason="")) == "reason_missing"
    z = hall.close_for(hall.first)
    assert facts(z.cashier, z.closed_by, z.difference, z.signed) == (
        "Amina Rahman", "Lata Iyer", 0, False,
    )  # fmt: skip
    # Its own counter stops at the next CALL, and signs what was closed when somebody signs in.
    act = lambda: hall.first.take(hall.world.account(("5",)))  # noqa: E731
    assert code_of(act) == "shift_not_open"
    hall.first.program.sessions.sign_in(hall.first.desk.user_name, PASSWORD)
    hall.first.program.shifts.sign_left_over()
    assert hall.first.program.shifts.stored_z(hall.first.shift.shift_id).signed


def test_a_cashier_closes_no_other_shift(hall: Hall) -> None:
    order = CloseShift(new_request_id(), hall.second.shift.shift_id, "x", datetime.now(UTC))
    act = lambda: hall.first.program.shifts.close_other(order, "a")  # noqa: E731
    assert code_of(act) == "shift_not_counted"


# -- differences ------------------------------------------------------------------------


def test_a_difference_above_the_limit_is_approved_at_the_close(hall: Hall) -> None:
    hall.first.count(*SHORT)
    program, name = hall.first.program, hall.first.desk.user_name
    order = CloseShift(
        new_request_id(), hall.first.shift.shift_id, "miscounted", program.clock.now(), True
    )
    assert code_of(lambda: program.shifts.close(order, name)) == "approval_missing"
    supervisor = hall.world.person(Role.SUPERVISOR, "Tomas Okoye", (hall.first.desk.code,))
    prepared = program.shifts.prepare_close(order, Decimal(-80))
    program.approvals.approve(supervisor, PASSWORD, prepared, "counted again")
    z = program.shifts.close(order, name)
    assert facts(z.difference, z.decided, z.approved_by) == (-80, True, "Tomas Okoye")
    assert code_of(lambda: hall.decide(hall.first, "-80")) == "decided_already"


def test_a_difference_left_open_is_decided_once_by_somebody_else(hall: Hall) -> None:
    hall.first.count(*SHORT)
    assert not hall.first.close("do not know").decided
    assert code_of(lambda: hall.decide(hall.first, "-70")) == "no_such_report"
    assert code_of(lambda: hall.decide(hall.first, "-80", reason=" ")) == "reason_missing"
    decided = hall.decide(hall.first, "-80")
    assert decided.number == f"{hall.first.desk.code}-D-0001"
    assert (decided.report.outcome, decided.report.decided_by) == ("charged", "Lata Iyer")
    assert code_of(lambda: hall.decide(hall.first, "-80", Outcome.ACCEPTED)) == "decided_already"


def test_nobody_decides_about_the_own_drawer(hall: Hall) -> None:
    own = Selling(hall.desk, hall.program)
    own.count(*SHORT)
    own.close("do not know")
    assert code_of(lambda: hall.decide(own, "-80")) == "own_drawer"


def test_deciding_has_a_limit(hall: Hall) -> None:
    hall.first.count(*SHORT)
    hall.first.close("do not know")
    hall.world.run(
        "UPDATE rights SET limit_amount = 79 WHERE activity = 'decide_difference' AND user_id ="
        " (SELECT user_id FROM users WHERE user_name = %s)",
        hall.desk.user_name,
    )
    assert code_of(lambda: hall.decide(hall.first, "-80")) == "above_limit"


def test_what_is_unsettled_goes_by_name_to_the_supervisors_list(hall: Hall) -> None:
    hall.first.count()
    left = Unsettled(
        new_request_id(), "payment", Decimal("84.50"), "p", datetime.now(UTC), set_aside=True
    )
    connection = CounterConnection(hall.first.desk.address, hall.first.desk.token)
    connection.open(hall.first.desk.user_name, PASSWORD)
    order = CloseShift(new_request_id(), hall.first.shift.shift_id, "", datetime.now(UTC))
    z = ShiftRepository(connection).close_shift(order, (left,))
    connection.close()
    assert z.unsettled == (left.reference,)
    (item,) = hall.program.cash.day().unsettled
    assert (item.reference, item.total, item.cashier) == (
        left.reference, left.total, "Amina Rahman",
    )  # fmt: skip
    hall.program.payments.settle(left.request_id)
    assert hall.program.cash.day().unsettled == ()
