"""Cheques, card slips and cash in one payment: what is taken, and what a counter cannot forge."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from cashier_app.domain.errors import Refused
from cashier_app.domain.payments import TakePayment, TenderKind, TenderOrder
from tests.support.correcting import breaches_added
from tests.support.counter import World, unique
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling, call, state_of
from tests.support.tender_parts import a_cheque, by_card, by_cheque, order_with, with_tender


@pytest.fixture
def selling(world: World) -> Selling:
    return Selling(world.desk())


def refused(selling: Selling, order: TakePayment) -> Refused:
    with pytest.raises(Refused) as error:
        selling.send(order)
    return error.value


def cash_of(world: World, selling: Selling) -> Decimal:
    ((cash,),) = world.run(
        "SELECT cash_taken FROM shifts WHERE shift_id = %s", selling.shift.shift_id
    )
    return Decimal(cash)


def test_a_split_of_cheque_card_and_cash(selling: Selling, world: World) -> None:
    account = world.account(("300", "50.50"))
    cheque = a_cheque("200")
    with breaches_added(world) as added:
        receipt = selling.send(
            order_with(selling, account, by_cheque(cheque), by_card("100", "SLIP-7"), cash="60")
        )
    assert added == []
    assert [(t.kind, t.tendered, t.change) for t in receipt.tenders] == [
        (TenderKind.CHEQUE, Decimal(200), Decimal(0)),
        (TenderKind.CARD, Decimal(100), Decimal(0)),
        (TenderKind.CASH, Decimal(60), Decimal("9.50")),
    ]
    assert cheque.cheque_no in receipt.tenders[0].detail
    assert cheque.bank in receipt.tenders[0].detail
    assert "SLIP-7" in receipt.tenders[1].detail
    assert (receipt.total, receipt.change) == (Decimal("350.50"), Decimal("9.50"))
    assert cash_of(world, selling) == Decimal("50.50")
    assert all(row[2] == "paid" for row in state_of(world, account)[0])


def test_the_z_tells_the_tenders_apart(selling: Selling, world: World) -> None:
    selling.send(
        order_with(selling, world.account(("300",)), by_cheque(a_cheque("200")), cash="100")
    )
    selling.send(order_with(selling, world.account(("70",)), by_card("70")))
    with breaches_added(world) as added:
        selling.count()
        z = selling.close("100 too little on purpose")
    assert added == []
    assert z.expected == Decimal(2100)
    assert {t.kind: (t.count, t.amount) for t in z.tenders} == {
        TenderKind.CASH: (1, Decimal(100)),
        TenderKind.CHEQUE: (1, Decimal(200)),
        TenderKind.CARD: (1, Decimal(70)),
    }


def test_what_a_cheque_pays_too_much_is_credit_never_change(selling: Selling, world: World) -> None:
    account = world.account(("80",))
    receipt = selling.send(order_with(selling, account, by_cheque(a_cheque("100"))))
    assert (receipt.change, receipt.credit_made) == (Decimal(0), Decimal(20))
    assert cash_of(world, selling) == 0


def test_an_undone_cheque_may_come_again(selling: Selling, world: World) -> None:
    account, cheque = world.account(("80",)), a_cheque("80")
    before = state_of(world, account)[0]
    with breaches_added(world) as added:
        receipt = selling.send(order_with(selling, account, by_cheque(cheque)))
        selling.undo(receipt.number)
        assert [row[1:3] for row in state_of(world, account)[0]] == [r[1:3] for r in before]
        selling.send(order_with(selling, account, by_cheque(cheque)))
    assert added == []


@pytest.mark.parametrize("other", ["bank", "number", "case"])
def test_a_cheque_pays_once(selling: Selling, world: World, other: str) -> None:
    first = a_cheque("80")
    receipt = selling.send(order_with(selling, world.account(("80",)), by_cheque(first)))
    account = world.account(("80",))
    before = state_of(world, account)
    again = {
        "bank": replace(first, bank="Hill Bank"),
        "number": replace(first, cheque_no=f"{first.cheque_no}1"),
        "case": replace(first, bank="CITY bank"),
    }[other]
    if other == "case":
        error = refused(selling, order_with(selling, account, by_cheque(again)))
        assert error.code == "cheque_known"
        assert error.facts["receipt"] == receipt.number
        assert state_of(world, account) == before
    else:
        selling.send(order_with(selling, account, by_cheque(again)))


def test_a_line_feed_makes_no_other_cheque(selling: Selling, world: World) -> None:
    first = a_cheque("80")
    selling.send(order_with(selling, world.account(("80",)), by_cheque(first)))
    account = world.account(("80",))
    again = replace(first, cheque_no=f"{first.cheque_no}\n")
    before = state_of(world, account)
    assert refused(selling, order_with(selling, account, by_cheque(again))).code == "bad_request"
    assert state_of(world, account) == before


def test_a_line_feed_makes_no_other_card_slip(selling: Selling, world: World) -> None:
    selling.send(order_with(selling, world.account(("80",)), by_card("80", "SLIP-81")))
    account = world.account(("80",))
    before = state_of(world, account)
    again = order_with(selling, account, by_card("80", "SLIP-81\n"))
    assert refused(selling, again).code == "bad_request"
    assert state_of(world, account) == before


def test_one_cheque_pays_several_receipts_up_to_its_face(selling: Selling, world: World) -> None:
    cheque = a_cheque("100")
    with breaches_added(world) as added:
        for bill in ("60", "40"):
            account = world.account((bill,))
            selling.send(order_with(selling, account, by_cheque(cheque, bill)))
    assert added == []
    over = order_with(selling, world.account(("1",)), by_cheque(cheque, "1"))
    assert refused(selling, over).code == "cheque_known"
    rewritten = replace(cheque, face_amount=Decimal(200))
    larger = order_with(selling, world.account(("1",)), by_cheque(rewritten, "1"))
    assert refused(selling, larger).code == "cheque_known"


def test_a_cheque_is_not_shared_with_another_shift(selling: Selling, world: World) -> None:
    cheque = a_cheque("100")
    selling.send(order_with(selling, world.account(("60",)), by_cheque(cheque, "60")))
    other = Selling(world.desk())
    order = order_with(other, world.account(("40",)), by_cheque(cheque, "40"))
    assert refused(other, order).code == "cheque_known"


@pytest.mark.parametrize(
    ("days", "code"), [(1, "cheque_post_dated"), (-91, "cheque_stale"), (0, ""), (-90, "")]
)
def test_post_dated_and_stale_cheques_are_refused(
    selling: Selling, world: World, days: int, code: str
) -> None:
    ((today,),) = world.run(
        "SELECT business_date FROM shifts WHERE shift_id = %s", selling.shift.shift_id
    )
    account = world.account(("80",))
    cheque = replace(a_cheque("80"), dated_on=today + timedelta(days=days))
    order = order_with(selling, account, by_cheque(cheque))
    if code:
        before = state_of(world, account)
        assert refused(selling, order).code == code
        assert state_of(world, account) == before
    else:
        assert selling.send(order).total == 80


def test_a_cash_only_customer_pays_in_cash(selling: Selling, world: World) -> None:
    account = world.account(("80",))
    world.run(
        "UPDATE customers SET cash_only = 1 WHERE customer_id ="
        " (SELECT customer_id FROM accounts WHERE account_id = %s)",
        account.account_id,
    )
    for tender in (by_cheque(a_cheque("80")), by_card("80")):
        error = refused(selling, order_with(selling, account, tender))
        assert error.code == "cash_only"
        assert error.facts["account"] == account.account_no
    assert selling.take(account).total == 80


def test_a_cash_only_customer_hides_behind_nobody(selling: Selling, world: World) -> None:
    """A bill of theirs on a receipt that another account heads is still theirs."""
    head, poor = world.account(("10",)), world.account(("80",))
    world.run(
        "UPDATE customers SET cash_only = 1 WHERE customer_id ="
        " (SELECT customer_id FROM accounts WHERE account_id = %s)",
        poor.account_id,
    )
    one = order_with(selling, head, by_card("90"))
    two = order_with(selling, poor, by_card("80"))
    mixed = replace(
        one,
        allocations=tuple(sorted((*one.allocations, *two.allocations), key=lambda a: a.bill_id)),
        credit_made=Decimal(0),
    )
    assert refused(selling, mixed).code == "cash_only"


@pytest.mark.parametrize(
    "tampered",
    [
        {"change": Decimal(5)},
        {"tendered": Decimal(0)},
        {"tendered": Decimal("79.995")},
        {"slip_no": ""},
        {"slip_no": "7 7"},
        {"slip_no": "x" * 25},
        {"slip_no": "x" * 300},
        {"kind": TenderKind.TRANSFER},
    ],
)
def test_a_forged_card_slip_is_refused(
    selling: Selling, world: World, tampered: dict[str, Any]
) -> None:
    account = world.account(("80",))
    before = state_of(world, account)
    order = with_tender(order_with(selling, account, by_card("80")), 0, **tampered)
    assert refused(selling, order).code == "bad_request"
    assert state_of(world, account) == before


@pytest.mark.parametrize(
    "tampered",
    [
        {"bank": ""},
        {"bank": " City Bank"},
        {"bank": "City\nBank"},
        {"bank": "x" * 81},
        {"bank": "x" * 300},
        {"cheque_no": "1" * 25},
        {"cheque_no": "1" * 300},
        {"cheque_no": ""},
        {"cheque_no": "12 34"},
        {"face_amount": Decimal("79.99")},
        {"face_amount": Decimal("80.005")},
    ],
)
def test_a_forged_cheque_is_refused(
    selling: Selling, world: World, tampered: dict[str, Any]
) -> None:
    account, cheque = world.account(("80",)), a_cheque("80")
    before = state_of(world, account)
    order = order_with(selling, account, by_cheque(cheque))
    forged = with_tender(order, 0, cheque=replace(cheque, **tampered))
    assert refused(selling, forged).code == "bad_request"
    assert state_of(world, account) == before


def test_the_longest_names_and_numbers_are_taken(selling: Selling, world: World) -> None:
    cheque = replace(a_cheque("80", unique("", 24)), bank="Ünïon " + "x" * 74)
    tenders = (by_cheque(cheque), by_card("20", "7" * 24))
    receipt = selling.send(order_with(selling, world.account(("100",)), *tenders))
    assert cheque.bank in receipt.tenders[0].detail


def test_a_payment_takes_a_cheque_or_slip_once(selling: Selling, world: World) -> None:
    cheque = a_cheque("100")
    twice = (by_cheque(cheque, "40"), by_cheque(replace(cheque, bank="CITY BANK"), "40"))
    assert refused(selling, order_with(selling, world.account(("80",)), *twice)).code == (
        "bad_request"
    )
    slips = (by_card("40", "A1"), by_card("40", "a1"))
    assert refused(selling, order_with(selling, world.account(("80",)), *slips)).code == (
        "bad_request"
    )


@pytest.mark.parametrize(
    ("tendered", "change", "code"),
    [("100", "101", "bad_request"), ("100", "30", "does_not_tie"), ("100", "10", "does_not_tie")],
)
def test_change_comes_from_cash_and_ties(
    selling: Selling, world: World, tendered: str, change: str, code: str
) -> None:
    order = order_with(selling, world.account(("80",)), cash="100")
    forged = with_tender(order, 0, tendered=Decimal(tendered), change=Decimal(change))
    assert refused(selling, forged).code == code


@pytest.mark.parametrize(
    "row",
    [
        ["cheque", 8000, 0, "City Bank", "77", "2026-02-30", 8000],
        ["cheque", 8000, 0, "City Bank", "77", "0000-00-00", 8000],
        ["cheque", 8000, 0, "City Bank", "77", "26-02-20", 8000],
        ["cheque", 8000, 0, "City Bank", "77"],
        ["cheque", 8000, 0, ["City Bank"], "77", "2026-02-20", 8000],
        ["card", "8000", 0, "77"],
        ["card", -8000, 0, "77"],
        ["card", 8000, 0, {"a": 1}],
        ["card", 8000, 0],
        ["card", 8000, 0, None],
        ["gold", 8000, 0, "77"],
        "card",
        {"kind": "card"},
        None,
    ],
)
def test_rows_of_any_client_are_refused_never_broken(
    selling: Selling, world: World, row: object
) -> None:
    account = world.account(("80",))
    before = state_of(world, account)
    order = order_with(selling, account, cash="80")
    text = json.loads(selling.text(order))
    text["tenders"] = [row]
    with closing(selling.desk.client()) as client:
        answer = call(
            client, "take_payment", selling.desk.token, order.request_id, json.dumps(text)
        )
    assert (answer.outcome, answer.code) == ("refused", "bad_request")
    assert state_of(world, account) == before


def test_one_cheque_raced_at_two_counters_is_taken_once(world: World) -> None:
    cheque = a_cheque("80")
    counters = [Selling(world.desk()) for _ in range(3)]
    orders = [order_with(c, world.account(("80",)), by_cheque(cheque)) for c in counters]

    def send(at: int) -> str:
        try:
            return counters[at].send(orders[at]).number
        except Refused as error:
            return error.code

    with breaches_added(world) as added, ThreadPoolExecutor(3) as pool:
        ends = list(pool.map(send, range(3)))
    assert added == []
    assert ends.count("cheque_known") == 2
    ((taken,),) = world.run("SELECT COUNT(*) FROM cheques WHERE cheque_no = %s", cheque.cheque_no)
    assert taken == 1


def test_the_same_request_again_returns_the_same_tenders(selling: Selling, world: World) -> None:
    order = order_with(selling, world.account(("80",)), by_cheque(a_cheque("50")), cash="30")
    assert selling.send(order) == selling.send(order)


def test_only_a_tender_beside_others_is_no_payment(selling: Selling, world: World) -> None:
    order = order_with(selling, world.account(("80",)), cash="80")
    empty = replace(order, tenders=(TenderOrder(TenderKind.CASH, Decimal(0)),))
    assert refused(selling, empty).code == "bad_request"
