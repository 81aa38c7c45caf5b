"""Cash besides payments: movements, handovers, counts, the safe, decisions (docs/cash.md)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from cashier_app.bootstrap import new_request_id
from cashier_app.db.connection import CounterConnection
from cashier_app.db.repositories.shifts import ShiftRepository
from cashier_app.domain.drawer import AcceptHandover, CashKind, Outcome
from cashier_app.domain.errors import Refused
from cashier_app.domain.hall import Line
from cashier_app.domain.payments import Unsettled
from cashier_app.domain.shifts import CloseShift
from cashier_app.domain.utility import Role
from cashier_app.verify.connection import reader_for
from cashier_app.verify.verification import verify
from tests.support.counter import PASSWORD, World
from tests.support.hall import REASON, Hall, pieces
from tests.support.selling import Selling, ask, entries_of

SHORT = pieces(("500", 2), ("100", 9), ("20", 1))
"""The float, 80 short: above the limit of 50."""


@pytest.fixture
def hall(world: World) -> Hall:
    return Hall(world)


def code_of(act: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def facts(*values: object) -> tuple[Any, ...]:
    """Amounts beside words, to be held against plain numbers."""
    return values


def verified(world: World) -> list[str]:
    with reader_for(replace(world.admin, address=world.address)) as reader:
        return [str(breach) for breach in verify(reader).breaches]


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
    hall.world.run("REPLACE INTO settings (setting, value) VALUES ('drawer_limit', '1999')")
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


# -- the safe ---------------------------------------------------------------------------


def test_the_safe_follows_every_drawer_once_it_is_opened(hall: Hall) -> None:
    hall.move(hall.first, CashKind.DROP, "100")
    assert hall.held() == 0
    slip = hall.open_safe(("1000", 20))
    assert facts(slip.kind, slip.amount, slip.held) == (CashKind.SAFE_OPENING, 20000, 20000)
    assert code_of(hall.open_safe) == "safe_opened"
    hall.move(hall.first, CashKind.DROP, "500")
    hall.move(hall.first, CashKind.CHANGE, changed=pieces(("1000", -1), ("100", 10)))
    assert hall.held() == 20500
    hall.first.count(*pieces(("500", 2), ("100", 4)))
    assert hall.held() == 21900
    Selling(hall.world.desk(office=hall.office))
    assert hall.held() == 19900
    kinds = [line.kind for line in hall.program.cash.safe_lines()]
    assert kinds == ["float", "closing", "change", "drop", "opening"]


def test_a_safe_is_counted_and_its_difference_is_a_line(hall: Hall) -> None:
    act = lambda: hall.keep(CashKind.SAFE_COUNT, pieces(("1000", 1)))  # noqa: E731
    assert code_of(act) == "safe_not_opened"
    hall.open_safe(("1000", 20))
    short = pieces(("1000", 19), ("500", 1))
    assert code_of(lambda: hall.keep(CashKind.SAFE_COUNT, short)) == "reason_missing"
    slip = hall.keep(CashKind.SAFE_COUNT, short, reason="one note missing")
    assert facts(slip.amount, slip.held) == (-500, 19500)
    assert hall.keep(CashKind.SAFE_COUNT, short).amount == 0


def test_a_deposit_leaves_the_safe_in_a_bag(hall: Hall) -> None:
    hall.open_safe(("1000", 20))
    notes = pieces(("1000", 15))
    act = lambda: hall.keep(CashKind.SAFE_DEPOSIT, notes)  # noqa: E731
    assert code_of(act) == "bad_request"
    bag = f"BAG-{hall.office}"
    slip = hall.keep(CashKind.SAFE_DEPOSIT, notes, bag=bag, bank="City Bank")
    assert facts(slip.amount, slip.held, slip.bag_no, slip.bank) == (-15000, 5000, bag, "City Bank")
    one = pieces(("1000", 1))
    assert code_of(lambda: hall.keep(CashKind.SAFE_DEPOSIT, one, bag=bag, bank="B")) == "bag_used"
    act = lambda: hall.keep(CashKind.SAFE_DEPOSIT, notes, bag=bag + "2", bank="B")  # noqa: E731
    assert code_of(act) == "safe_too_small"


def test_a_float_is_not_more_than_the_safe_holds(hall: Hall) -> None:
    hall.open_safe(("1000", 1))
    act = lambda: Selling(hall.world.desk(office=hall.office))  # noqa: E731
    assert code_of(act) == "safe_too_small"


def test_a_repeated_safe_act_is_stored_once(hall: Hall) -> None:
    from cashier_app.domain.drawer import KeepSafe

    order = KeepSafe(
        new_request_id(), CashKind.SAFE_OPENING, pieces(("1000", 2)), "", datetime.now(UTC)
    )
    keep, name = hall.program.cash.keep_safe, hall.desk.user_name
    assert keep(order, name) == keep(order, name)
    assert hall.held() == 2000


# -- X, Z, the day, copies --------------------------------------------------------------


def test_ones_own_x_tells_no_cash_before_the_count(hall: Hall) -> None:
    hall.first.take(hall.world.account(("100",)))
    hall.move(hall.first, CashKind.PAID_IN, "50")
    x = hall.first.program.shifts.x_report(hall.first.shift.shift_id)
    assert (x.receipts, x.cash_taken, x.expected, x.grand_total) == (1, None, None, None)
    full = hall.program.shifts.x_report(hall.first.shift.shift_id)
    assert facts(full.cash_taken, full.movements, full.expected) == (100, 50, 2150)


def test_an_x_is_what_the_z_will_store(hall: Hall) -> None:
    hall.first.take(hall.world.account(("100",)))
    receipt = hall.first.take(hall.world.account(("70",)))
    hall.first.undo(receipt.number)
    hall.move(hall.first, CashKind.PAID_OUT, "30")
    hall.first.count(*pieces(("500", 2), ("100", 10), ("50", 1), ("20", 1)))
    x = hall.program.shifts.x_report(hall.first.shift.shift_id)
    z = hall.first.close()
    shared = (
        "float_amount", "cash_taken", "movements", "expected", "receipts", "first_receipt",
        "last_receipt", "undos", "undone_amount", "reversals", "reversed_amount", "reprints",
        "drawer_openings", "grand_total", "tenders", "moved",
    )  # fmt: skip
    assert {name: getattr(x, name) for name in shared} == {
        name: getattr(z, name) for name in shared
    }


def test_a_copied_z_and_slip_are_counted(hall: Hall) -> None:
    slip = hall.move(hall.first, CashKind.PAID_IN, "50")
    shifts, cash = hall.first.program.shifts, hall.first.program.cash
    assert [cash.copy(slip.entry_id).copy_no for _ in range(2)] == [1, 2]
    act = lambda: hall.second.program.cash.copy(slip.entry_id)  # noqa: E731
    assert code_of(act) == "no_such_receipt"
    hall.first.count(*pieces(("500", 2), ("100", 10), ("50", 1)))
    assert hall.first.close().reprints == 2
    assert [shifts.copy_z(hall.first.shift.shift_id).copy_no for _ in range(2)] == [1, 2]


def test_the_story_is_told_after_the_count(hall: Hall) -> None:
    hall.first.take(hall.world.account(("100",)), "500")
    hall.move(hall.first, CashKind.PAID_IN, "50")
    hall.check(hall.first, *SHORT)
    shift_id = hall.first.shift.shift_id
    assert code_of(lambda: hall.first.program.shifts.story(shift_id)) == "shift_not_counted"
    story = hall.program.shifts.story(shift_id)
    (event,) = story.events
    assert facts(event.kind, event.amount, event.cash, event.change) == ("payment", 100, 500, 400)
    assert [m.kind for m in story.moved] == ["paid_in"]
    assert [c.difference for c in story.checks] == [-230]


def test_the_day_ties_out_and_a_difference_turns_it_red(hall: Hall) -> None:
    hall.open_safe()
    hall.first.take(hall.world.account(("100", "20.5")))
    rich = hall.world.account(())
    opened = hall.second.program.lookup.open_account(rich.account_id)
    hall.second.send(hall.second.order_for(opened, (), "40"))
    receipt = hall.first.take(hall.world.account(("70",)))
    hall.first.undo(receipt.number)
    day = hall.program.cash.day()
    assert day.ties
    lines = {line.line: line for line in day.tie_out()}
    assert lines[Line.RECEIPTS].amount == lines[Line.POSTED].amount == Decimal("160.5")
    assert sum(amount for _, amount in day.hours) == Decimal("160.5")
    given = hall.hand_over(hall.first, hall.second, "100")
    assert not hall.program.cash.day().ties
    hall.accept(hall.second, given.entry_id, "100")
    hall.first.count(*SHORT)
    hall.first.close("do not know")
    day = hall.program.cash.day()
    assert not day.ties
    assert [(d.difference, d.is_own) for d in day.differences] == [(Decimal("-100.5"), False)]
    hall.decide(hall.first, "-100.5", Outcome.ACCEPTED)
    assert hall.program.cash.day().ties


def test_the_day_is_for_who_may_see_it(hall: Hall) -> None:
    with closing(hall.first.desk.client()) as client, pytest.raises(Exception, match="denied"):
        ask(client, "hall_day", hall.first.desk.token, None)


def test_everything_together_is_silent(hall: Hall) -> None:
    """All of it in one hall, then the verification over the whole database."""
    hall.open_safe()
    hall.move(hall.first, CashKind.PAID_IN, "50")
    hall.move(hall.first, CashKind.PAID_OUT, "20.5")
    hall.move(hall.first, CashKind.DROP, "500")
    hall.move(hall.first, CashKind.CHANGE, changed=pieces(("1000", -1), ("100", 10)))
    hall.world.run(
        "INSERT INTO rights SELECT user_id, 'open_drawer', NULL FROM users WHERE user_name = %s",
        hall.first.desk.user_name,
    )
    slip = hall.move(hall.first, CashKind.NO_SALE, reason="a pen fell in | : %")
    hall.first.program.cash.copy(slip.entry_id)
    hall.accept(hall.second, hall.hand_over(hall.first, hall.second, "100").entry_id, "100")
    hall.accept(hall.first, hall.hand_over(hall.first, hall.second, "30").entry_id, "30")
    hall.hand_over(hall.first, hall.second, "10")
    hall.check(hall.second, *SHORT)
    hall.keep(CashKind.SAFE_COUNT, pieces(("1000", 20)), reason="400 missing")
    hall.keep(CashKind.SAFE_DEPOSIT, pieces(("1000", 5)), bag=f"B{hall.office}", bank="City | Bank")
    hall.first.count(*pieces(("500", 2)))
    hall.first.close("do not know")
    hall.decide(hall.first, str(-hall.expected(hall.first) + 1000))
    hall.count_for(hall.second)
    hall.close_for(hall.second)
    hall.second.program.sessions.sign_in(hall.second.desk.user_name, PASSWORD)
    hall.second.program.shifts.sign_left_over()
    codes = (hall.first.desk.code, hall.second.desk.code, hall.desk.code, hall.office)
    assert [b for b in verified(hall.world) if any(code in b for code in codes)] == []
