"""Reversal, move, tender, refund, bounce: each an entry of its own that restores what was."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cashier_app.bootstrap import new_request_id
from cashier_app.domain.errors import Refused
from cashier_app.domain.payments import TenderKind
from cashier_app.domain.shifts import Pieces
from cashier_app.domain.utility import Role
from tests.support.correcting import PAPER, Correcting, books_of, breaches_added, refused
from tests.support.counter import World
from tests.support.day import local_today
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling, call, state_of


@pytest.fixture
def correcting(world: World) -> Correcting:
    return Correcting(world)


def set_limit(world: World, user_name: str, activity: str, limit: str) -> None:
    world.run(
        "UPDATE rights r JOIN users u ON u.user_id = r.user_id SET r.limit_amount = %s"
        " WHERE u.user_name = %s AND r.activity = %s",
        limit, user_name, activity,
    )  # fmt: skip


def facts(*values: object) -> tuple[Any, ...]:
    """Amounts beside words, to be held against plain numbers."""
    return values


# -- reversal -------------------------------------------------------------------------------


def test_a_reversal_restores_everything_and_pays_out_of_the_present_shift(
    correcting: Correcting, world: World
) -> None:
    account = world.account(("100", "50"), credit="20")
    before = books_of(world, account)
    first = correcting.selling.take(account, "500")
    correcting.selling.take(world.account(("30",)))
    held = correcting.expected_cash()
    with breaches_added(world) as added:
        slip = correcting.carry_out(correcting.reversal(first.number))
    assert added == []
    assert books_of(world, account) == before
    assert correcting.expected_cash() == held - first.total
    assert slip.kind == "reversal"
    assert slip.number == f"{correcting.desk.code}-R-0001"
    assert (slip.undoes, slip.reason) == (first.number, "wrong customer")
    assert (slip.cashier, slip.approved_by) == ("Amina Rahman", "Tomas Okoye")
    assert correcting.program.corrections.correctable(first.number).undone_by == slip.number


def test_a_discount_is_offered_again_after_a_reversal(correcting: Correcting, world: World) -> None:
    until = local_today() + timedelta(days=3)
    account = world.account(("100",), discount="5", discount_until=until, due_in_days=5)
    before = books_of(world, account)
    receipt = correcting.selling.take(account)
    assert receipt.total == 95
    with breaches_added(world) as added:
        correcting.carry_out(correcting.reversal(receipt.number))
    assert added == []
    assert books_of(world, account) == before
    assert correcting.selling.take(account).total == 95


def test_after_the_z_a_reversal_is_an_entry_of_todays_shift(world: World) -> None:
    closed = Selling(world.desk())
    account = world.account(("100",))
    before = books_of(world, account)
    receipt = closed.take(account)
    closed.count(Pieces(Decimal(500), 4), Pieces(Decimal(100), 1))
    z = closed.close()
    z_rows = world.run("SELECT * FROM z_reports WHERE shift_id = %s", closed.shift.shift_id)
    today = Correcting(world)
    with breaches_added(world) as added:
        slip = today.carry_out(today.reversal(receipt.number))
    assert added == []
    assert books_of(world, account) == before
    assert today.expected_cash() == 1900
    assert (z.difference, slip.counter_code) == (Decimal(0), today.desk.code)
    assert world.run("SELECT * FROM z_reports WHERE shift_id = %s", closed.shift.shift_id) == z_rows
    today.selling.count(Pieces(Decimal(100), 19))
    assert today.selling.close().difference == 0


def test_nothing_is_reversed_twice(correcting: Correcting, world: World) -> None:
    account = world.account(("100",))
    receipt = correcting.selling.take(account)
    order = correcting.reversal(receipt.number)
    again = correcting.reversal(receipt.number)
    slip = correcting.carry_out(order)
    after = state_of(world, account)
    with pytest.raises(Refused) as error:
        correcting.carry_out(again)
    assert (error.value.code, error.value.facts["number"]) == ("already_undone", slip.number)
    with pytest.raises(Refused, match="already_undone"):
        correcting.selling.undo(receipt.number)
    assert state_of(world, account) == after


def test_an_undone_receipt_is_not_reversed(correcting: Correcting, world: World) -> None:
    receipt = correcting.selling.take(world.account(("100",)))
    order = correcting.reversal(receipt.number)
    correcting.selling.undo(receipt.number)
    assert refused(correcting, order) == "already_undone"


def test_the_same_request_returns_the_stored_reversal(correcting: Correcting, world: World) -> None:
    receipt = correcting.selling.take(world.account(("100",)))
    order = correcting.reversal(receipt.number)
    first = correcting.carry_out(order)
    held = correcting.expected_cash()
    assert correcting.carry_out(order, approved=False).number == first.number
    assert correcting.expected_cash() == held
    other = replace(order, reason="another reason")
    assert refused(correcting, other) in {"other_contents", "approved_already"}


def test_the_drawer_never_pays_what_it_does_not_hold(correcting: Correcting, world: World) -> None:
    account = world.account(("5000",))
    receipt = Selling(world.desk()).take(account)
    before = state_of(world, account)
    assert refused(correcting, correcting.reversal(receipt.number)) == "drawer_short"
    assert state_of(world, account) == before


def test_used_credit_is_named_and_not_taken_back(correcting: Correcting, world: World) -> None:
    account = world.account(("100",))
    opened = correcting.program.lookup.open_account(account.account_id)
    advance = correcting.selling.send(correcting.selling.order_for(opened, (), "50"))
    user = correcting.selling.take(account)
    with pytest.raises(Refused) as error:
        correcting.carry_out(correcting.reversal(advance.number))
    assert error.value.code == "credit_used"
    assert error.value.facts["used_by"] == user.number


# -- approval -------------------------------------------------------------------------------


def test_no_correction_without_another_persons_yes(correcting: Correcting, world: World) -> None:
    account = world.account(("100",), credit="40")
    receipt = correcting.selling.take(account)
    other = world.account(("10",))
    before = state_of(world, account)
    orders = (
        correcting.reversal(receipt.number),
        correcting.move(receipt.number, other),
        correcting.tender(receipt.number, TenderKind.CARD),
        correcting.refund(world.account((), credit="40"), "10"),
    )
    for order in orders:
        with pytest.raises(Refused, match="approval_missing"):
            correcting.carry_out(order, approved=False)
    assert state_of(world, account) == before


def test_a_yes_is_for_these_words_and_this_amount_only(
    correcting: Correcting, world: World
) -> None:
    receipt = correcting.selling.take(world.account(("100",)))
    prepared = correcting.program.corrections.prepare(correcting.reversal(receipt.number))
    correcting.approve(prepared)
    changed = prepared.text.replace("wrong customer", "no such reason")
    with closing(correcting.desk.client()) as client:
        answer = call(
            client, "reverse_payment", correcting.desk.token, prepared.request_id, changed
        )
    assert answer.code == "approval_other"
    correcting.program.corrections.carry_out(prepared, correcting.desk.user_name)


def test_a_yes_ends_after_two_minutes(correcting: Correcting, world: World) -> None:
    receipt = correcting.selling.take(world.account(("100",)))
    prepared = correcting.program.corrections.prepare(correcting.reversal(receipt.number))
    past = datetime.now(UTC).replace(tzinfo=None) - timedelta(minutes=2)
    world.run(
        "INSERT INTO approvals (act, request_id, fingerprint, amount, reason, user_id, approved_at,"
        " ends_at) SELECT 'reversal', %s, UNHEX(%s), %s, 'yes', user_id, %s, %s FROM users"
        " WHERE user_name = %s",
        prepared.request_id.bytes, prepared.fingerprint, prepared.amount, past,
        past + timedelta(minutes=2), correcting.supervisor,
    )  # fmt: skip
    with pytest.raises(Refused, match="approval_ended"):
        correcting.program.corrections.carry_out(prepared, correcting.desk.user_name)


def test_nobody_approves_the_own_act(world: World) -> None:
    correcting = Correcting(world, Selling(world.desk(Role.SUPERVISOR)))
    correcting.supervisor = correcting.desk.user_name
    receipt = correcting.selling.take(world.account(("100",)))
    order = correcting.reversal(receipt.number)
    assert refused(correcting, order) in {"approval_own", "password_wrong"}


def test_the_limits_of_both_hold(correcting: Correcting, world: World) -> None:
    account = world.account(("100",))
    receipt = correcting.selling.take(account)
    before = state_of(world, account)
    set_limit(world, correcting.supervisor, "approve", "99.99")
    assert refused(correcting, correcting.reversal(receipt.number)) == "above_limit"
    set_limit(world, correcting.supervisor, "approve", "100")
    set_limit(world, correcting.desk.user_name, "reverse_payment", "99.99")
    assert refused(correcting, correcting.reversal(receipt.number)) == "above_limit"
    assert state_of(world, account) == before
    set_limit(world, correcting.desk.user_name, "reverse_payment", "100")
    assert correcting.carry_out(correcting.reversal(receipt.number)).total == -100


def test_without_the_right_nothing_is_corrected(correcting: Correcting, world: World) -> None:
    receipt = correcting.selling.take(world.account(("100",)))
    order = correcting.reversal(receipt.number)
    world.run(
        "DELETE r FROM rights r JOIN users u ON u.user_id = r.user_id"
        " WHERE u.user_name = %s AND r.activity = 'reverse_payment'",
        correcting.desk.user_name,
    )
    assert refused(correcting, order) == "no_right"


def test_a_lie_about_the_amount_is_refused(correcting: Correcting, world: World) -> None:
    receipt = correcting.selling.take(world.account(("100",)))
    order = correcting.reversal(receipt.number)
    assert refused(correcting, replace(order, amount=Decimal(1))) == "amount_changed"
    blank = replace(order, request_id=new_request_id(), reason="  ")
    assert refused(correcting, blank) == "reason_missing"


# -- move -----------------------------------------------------------------------------------


def test_a_move_corrects_both_accounts_in_one_entry(correcting: Correcting, world: World) -> None:
    wrong, right = world.account(("100",)), world.account(("60", "70"))
    before = books_of(world, wrong)
    receipt = correcting.selling.take(wrong)
    held = correcting.expected_cash()
    with breaches_added(world) as added:
        slip = correcting.carry_out(correcting.move(receipt.number, right))
    assert added == []
    assert books_of(world, wrong) == before
    assert [row[1:3] for row in books_of(world, right).bills] == [
        (Decimal(0), "paid"), (Decimal(30), "part_paid"),
    ]  # fmt: skip
    assert correcting.expected_cash() == held
    assert (slip.kind, slip.number) == ("move", f"{correcting.desk.code}-V-0001")
    seen = correcting.seen(receipt.number)
    assert (seen.is_moved, seen.booked_to.replace("-", "")) == (True, right.account_no)


def test_what_no_bill_needs_becomes_credit_of_the_right_account(
    correcting: Correcting, world: World
) -> None:
    wrong, right = world.account(("100",)), world.account(("60",))
    receipt = correcting.selling.take(wrong)
    with breaches_added(world) as added:
        correcting.carry_out(correcting.move(receipt.number, right))
    assert added == []
    assert books_of(world, right).credit == 40


def test_a_moved_receipt_is_moved_back_and_reversed(correcting: Correcting, world: World) -> None:
    wrong, right = world.account(("100",)), world.account(("60",))
    before, untouched = books_of(world, wrong), books_of(world, right)
    receipt = correcting.selling.take(wrong)
    paid = books_of(world, wrong)
    held = correcting.expected_cash()
    with breaches_added(world) as added:
        correcting.carry_out(correcting.move(receipt.number, right))
        correcting.carry_out(correcting.move(receipt.number, wrong))
        assert (books_of(world, wrong), books_of(world, right)) == (paid, untouched)
        correcting.carry_out(correcting.move(receipt.number, right))
        slip = correcting.carry_out(correcting.reversal(receipt.number))
    assert added == []
    assert (books_of(world, wrong), books_of(world, right)) == (before, untouched)
    assert correcting.expected_cash() == held - 100
    assert slip.total == -100


def test_a_move_that_does_not_tie_or_is_stale_changes_nothing(
    correcting: Correcting, world: World
) -> None:
    wrong, right = world.account(("100",)), world.account(("60",))
    receipt = correcting.selling.take(wrong)
    before = (state_of(world, wrong), state_of(world, right))
    order = correcting.move(receipt.number, right)
    assert refused(correcting, replace(order, credit_made=Decimal(41))) == "does_not_tie"
    stale = replace(
        order,
        request_id=new_request_id(),
        allocations=tuple(replace(a, version_shown=99) for a in order.allocations),
    )
    assert refused(correcting, stale) == "bill_changed"
    assert (state_of(world, wrong), state_of(world, right)) == before


# -- tender ---------------------------------------------------------------------------------


def test_cash_that_was_a_card_leaves_the_drawers_expectation(
    correcting: Correcting, world: World
) -> None:
    account = world.account(("100",))
    receipt = correcting.selling.take(account)
    paid = books_of(world, account)
    with breaches_added(world) as added:
        slip = correcting.carry_out(correcting.tender(receipt.number, TenderKind.CARD))
    assert added == []
    assert correcting.expected_cash() == 2000
    assert books_of(world, account) == paid
    assert (slip.kind, slip.number) == ("correction", f"{correcting.desk.code}-K-0001")
    (tender,) = correcting.seen(receipt.number).tenders
    assert (tender.kind, tender.amount) == (TenderKind.CARD, Decimal(100))
    again = replace(correcting.tender(receipt.number, TenderKind.CASH), kind=TenderKind.CARD)
    assert refused(correcting, again) == "same_tender"


def test_a_corrected_tender_goes_back_as_what_it_was(correcting: Correcting, world: World) -> None:
    account = world.account(("100",))
    before = books_of(world, account)
    receipt = correcting.selling.take(account, "500")
    with breaches_added(world) as added:
        correcting.carry_out(correcting.tender(receipt.number, TenderKind.CARD))
        slip = correcting.carry_out(correcting.reversal(receipt.number))
    assert added == []
    assert [(t.kind, t.tendered) for t in slip.tenders] == [(TenderKind.CARD, Decimal(-100))]
    assert correcting.expected_cash() == 2000
    assert books_of(world, account) == before
    correcting.selling.count()
    z = correcting.selling.close()
    assert facts(z.difference, z.undone_amount) == (0, 0)
    assert facts(z.reversals, z.reversed_amount) == (2, 100)


def test_cash_of_another_shift_is_not_corrected(correcting: Correcting, world: World) -> None:
    other = Selling(world.desk())
    receipt = other.take(world.account(("100",)))
    assert refused(correcting, correcting.tender(receipt.number, TenderKind.CARD)) == "other_shift"
    other.count(Pieces(Decimal(500), 4), Pieces(Decimal(100), 1))
    other.close()
    assert (
        refused(correcting, correcting.tender(receipt.number, TenderKind.CARD)) == "counted_already"
    )


def test_a_cheque_needs_its_particulars(correcting: Correcting, world: World) -> None:
    receipt = correcting.selling.take(world.account(("100",)))
    cases = (
        (None, "cheque_incomplete"),
        (replace(PAPER, dated_on=PAPER.dated_on + timedelta(days=3)), "cheque_post_dated"),
        (replace(PAPER, dated_on=PAPER.dated_on - timedelta(days=400)), "cheque_stale"),
    )
    for paper, code in cases:
        order = correcting.tender(receipt.number, TenderKind.CHEQUE, paper)
        assert refused(correcting, order) == code


def test_a_raw_client_finds_the_same_walls(correcting: Correcting, world: World) -> None:
    """The text of a tampered counter: what is no number, no list or of no account."""
    right = world.account(("60",))
    receipt = correcting.selling.take(world.account(("100",)))
    order = correcting.program.corrections.prepare(correcting.move(receipt.number, right))
    good = json.loads(order.text)
    before = state_of(world, right)
    for change in (
        {"bills": "all"}, {"bills": [[1, 2]]},
        {"bills": [[right.bills[0].bill_id, -5, 0, 60000, 0]]},
        {"account": 0}, {"credit": -1}, {"taken_at": None}, {"receipt": "x"},
    ):  # fmt: skip
        text = json.dumps({**good, **change})
        with closing(correcting.desk.client()) as client:
            answer = call(client, "move_payment", correcting.desk.token, new_request_id(), text)
        assert answer.outcome == "refused", change
    assert state_of(world, right) == before


def test_two_counters_reverse_one_receipt_once(correcting: Correcting, world: World) -> None:
    """Both were approved; the second waits for the first's locks and then finds it done."""
    account = world.account(("100",))
    receipt = correcting.selling.take(account)
    other = Correcting(world)
    prepared = [
        c.program.corrections.prepare(c.reversal(receipt.number)) for c in (correcting, other)
    ]
    for counter, act in zip((correcting, other), prepared, strict=True):
        counter.approve(act)

    def reverse(at: int) -> str:
        counter = (correcting, other)[at]
        try:
            counter.program.corrections.carry_out(prepared[at], counter.desk.user_name)
        except Refused as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(reverse, (0, 1))) == ["already_undone", "done"]
    assert books_of(world, account).bills[0][1:3] == (Decimal(100), "issued")
    assert correcting.expected_cash() + other.expected_cash() == 4000
