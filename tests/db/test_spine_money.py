"""Credit, discount, rounding, undo, shift, claim, paper: what a payment may and may not do."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from cashier_app.domain import canonical
from cashier_app.domain.errors import Refused
from cashier_app.domain.payments import CreditUse, TakePayment
from cashier_app.domain.printing import PrintState
from cashier_app.domain.shifts import Pieces
from cashier_app.domain.utility import Role
from tests.support.counter import World
from tests.support.day import local_today
from tests.support.selling import Selling, ask, call, state_of


@pytest.fixture
def selling(world: World) -> Selling:
    return Selling(world.desk())


def refused(selling: Selling, order: TakePayment) -> str:
    with pytest.raises(Refused) as error:
        selling.send(order)
    return error.value.code


def test_chain_numbers_and_texts_recompute(selling: Selling, world: World) -> None:
    """Every entry of a counter: text from its rows' fields, hash from its text, no gap."""
    selling.take(world.account(("100", "5.55"), credit="3"), "500")
    selling.undo(selling.take(world.account(("70",))).number)
    selling.count(Pieces(Decimal(1000), 2), Pieces(Decimal(100), 1), Pieces(Decimal("0.5"), 5))
    selling.close("coins counted twice")
    rows = world.run(
        "SELECT j.kind, j.number, j.chain_no, j.canonical, j.previous_hash, j.hash, c.code,"
        " c.identity FROM journal j JOIN counters c USING (counter_id) WHERE counter_id = %s"
        " ORDER BY chain_no",
        selling.desk.counter_id,
    )
    previous = canonical.genesis(rows[0][6], UUID(bytes=rows[0][7]))
    assert [row[2] for row in rows] == list(range(1, len(rows) + 1))
    for kind, number, chain_no, text, previous_hash, digest, code, _ in rows:
        assert previous_hash == previous
        assert digest == canonical.entry_hash(previous, text.decode())
        assert text.decode().startswith(f"v1|{kind}|{code}|{number}|{chain_no}|")
        previous = digest
    by_kind: dict[str, list[int]] = {}
    for row in rows:
        by_kind.setdefault(row[0], []).append(row[1])
    assert all(found == list(range(1, len(found) + 1)) for found in by_kind.values())
    assert set(by_kind) == {"opening", "payment", "undo", "count", "z"}


def test_prompt_discount_is_posted_with_the_payment(selling: Selling, world: World) -> None:
    until = local_today() + timedelta(days=3)
    account = world.account(("100",), discount="5", discount_until=until, due_in_days=5)
    receipt = selling.take(account)
    assert (receipt.total, receipt.lines[0].discount) == (Decimal(95), Decimal(5))
    assert state_of(world, account)[0][0][1:3] == (0, "paid")
    undone = selling.undo(receipt.number)
    assert undone.total == -95
    assert state_of(world, account)[0][0][1:3] == (100, "issued")


def test_a_discount_that_is_not_offered_is_refused(selling: Selling, world: World) -> None:
    account = world.account(("100",))
    order = selling.order(account)
    (line,) = order.allocations
    cheaper = replace(
        order,
        allocations=(replace(line, amount=Decimal(95), discount=Decimal(5)),),
        tenders=(replace(order.tenders[0], tendered=Decimal(95)),),
    )
    before = state_of(world, account)
    assert refused(selling, cheaper) == "discount_gone"
    assert state_of(world, account) == before


def test_a_discount_cannot_be_thrown_away(selling: Selling, world: World) -> None:
    """Paying the full balance while the discount holds would leave a bill that is owed nothing."""
    until = local_today() + timedelta(days=3)
    account = world.account(("100",), discount="5", discount_until=until, due_in_days=5)
    order = selling.order(account)
    (line,) = order.allocations
    full = replace(
        order,
        allocations=(replace(line, amount=Decimal(100), discount=Decimal(0)),),
        tenders=(replace(order.tenders[0], tendered=Decimal(100)),),
    )
    assert refused(selling, full) == "more_than_due"


@pytest.mark.parametrize("amount", ["100.01", "200"])
def test_no_bill_is_paid_beyond_its_balance(selling: Selling, world: World, amount: str) -> None:
    order = selling.order(world.account(("100",)))
    (line,) = order.allocations
    more = Decimal(amount)
    over = replace(
        order,
        allocations=(replace(line, amount=more),),
        tenders=(replace(order.tenders[0], tendered=more),),
    )
    assert refused(selling, over) == "more_than_due"


def test_an_order_that_does_not_tie_is_refused(selling: Selling, world: World) -> None:
    order = selling.order(world.account(("100",)))
    short = replace(order, tenders=(replace(order.tenders[0], tendered=Decimal(99)),))
    assert refused(selling, short) == "does_not_tie"
    assert refused(selling, replace(order, tenders=())) == "does_not_tie"
    assert refused(selling, replace(order, credit_made=Decimal(1))) == "does_not_tie"


def test_credit_of_another_account_pays_nothing(selling: Selling, world: World) -> None:
    poor, rich = world.account(("100",)), world.account((), credit="100")
    order = selling.order(poor)
    stolen = replace(order, tenders=(), credit_used=(CreditUse(rich.account_id, Decimal(100)),))
    before = state_of(world, rich)
    assert refused(selling, stolen) == "does_not_tie"
    assert state_of(world, rich) == before


def test_a_stale_balance_is_refused_and_told(selling: Selling, world: World) -> None:
    account = world.account(("100",))
    order = selling.order(account)
    paid = selling.take(account, "30", part=True)
    with pytest.raises(Refused) as error:
        selling.send(order)
    assert error.value.code == "bill_changed"
    assert error.value.facts["receipt"] == paid.number
    assert Decimal(error.value.facts["balance"]) == 70


def test_a_part_of_a_currency_unit_is_refused(selling: Selling, world: World) -> None:
    order = selling.order(world.account(("100",)))
    (line,) = order.allocations
    odd = replace(
        order,
        allocations=(replace(line, amount=Decimal("99.995")),),
        tenders=(replace(order.tenders[0], tendered=Decimal("99.995")),),
    )
    assert refused(selling, odd) == "bad_request"


def test_parts_of_a_unit_that_add_up_are_refused_too(selling: Selling, world: World) -> None:
    """The money is whole; what two bills would get of it is not."""
    order = selling.order(world.account(("100", "100")))
    first, second = order.allocations
    odd = replace(
        order,
        allocations=(
            replace(first, amount=Decimal("10.005")),
            replace(second, amount=Decimal("9.995")),
        ),
        tenders=(replace(order.tenders[0], tendered=Decimal(20)),),
    )
    assert refused(selling, odd) == "bad_request"


def test_a_receipt_is_taken_back_once_and_only_the_last(selling: Selling, world: World) -> None:
    first = selling.take(world.account(("10",))).number
    last = selling.take(world.account(("20",))).number
    elsewhere = f"{world.desk().code}-000001"
    for number, code in ((first, "not_last_receipt"), (elsewhere, "not_your_receipt")):
        with pytest.raises(Refused) as error:
            selling.undo(number)
        assert error.value.code == code
    selling.undo(last)
    with pytest.raises(Refused) as error:
        selling.undo(last)
    assert error.value.code in {"already_undone", "bill_changed"}


def test_undos_of_a_shift_are_limited(selling: Selling, world: World) -> None:
    account = world.account(("10",))
    for _ in range(3):
        selling.undo(selling.take(account).number)
    number = selling.take(account).number
    with pytest.raises(Refused) as error:
        selling.undo(number)
    assert error.value.code == "undo_limit"


def test_no_reason_is_read_as_sql(selling: Selling, world: World) -> None:
    reason = "it's \\' OR 1=1; -- %s {0} \""
    number = selling.undo(selling.take(world.account(("10",))).number, reason).number
    ((kept,),) = world.run(
        "SELECT r.reason FROM reversals r JOIN journal j ON j.entry_id = r.entry_id"
        " JOIN counters c ON c.counter_id = j.counter_id"
        " WHERE entry_number(c.code, j.kind, j.number) = %s",
        number,
    )
    assert kept == reason


def test_used_credit_cannot_be_taken_back(selling: Selling, world: World) -> None:
    account = world.account(("100",))
    opened = selling.program.lookup.open_account(account.account_id)
    advance = selling.order_for(opened, (), "50")
    number = selling.send(advance).number
    other = Selling(world.desk())
    other.take(account)
    with pytest.raises(Refused) as error:
        selling.undo(number)
    assert error.value.code == "credit_used"


def test_one_shift_a_person_and_one_a_counter(selling: Selling, world: World) -> None:
    with pytest.raises(Refused) as error:
        selling.desk.open_shift(selling.program)
    assert error.value.code == "shift_already_open"
    second = replace(
        selling.desk,
        user_name=world.person(Role.CASHIER, counters=(selling.desk.code,)),
        programs=[],
    )
    selling.program.sessions.sign_out()
    selling.program.close()
    program = second.program()
    program.sessions.sign_in(second.user_name, second.password)
    with pytest.raises(Refused) as error:
        second.open_shift(program)
    assert error.value.facts["cashier"] == "Amina Rahman"
    program.close()


def test_after_the_count_nothing_is_taken(selling: Selling, world: World) -> None:
    order = selling.order(world.account(("100",)))
    locked = selling.count()
    assert (locked.expected, locked.difference) == (Decimal(2000), Decimal(0))
    assert refused(selling, order) == "shift_not_open"
    with pytest.raises(Refused, match="shift_not_open"):
        selling.count()


def test_a_shift_closes_counted_only_and_once(selling: Selling) -> None:
    with pytest.raises(Refused) as error:
        selling.close()
    assert error.value.code == "shift_not_counted"
    selling.count()
    z = selling.close()
    assert (z.difference, z.decided, z.signed) == (Decimal(0), True, True)
    with pytest.raises(Refused) as error:
        selling.close()
    assert error.value.code == "shift_not_counted"


def test_a_difference_needs_a_reason_and_above_the_limit_a_decision(selling: Selling) -> None:
    selling.count(Pieces(Decimal(1000), 1))
    with pytest.raises(Refused) as error:
        selling.close()
    assert error.value.code == "reason_missing"
    z = selling.close("the till was short")
    assert (z.difference, z.decided) == (Decimal(-1000), False)


def test_a_claim_warns_and_never_blocks(selling: Selling, world: World) -> None:
    other = Selling(world.desk())
    account = world.account(("100",))
    order = selling.order(account)
    seen = other.program.lookup.open_account(account.account_id)
    assert seen.claim is not None
    assert seen.claim.cashier == "Amina Rahman"
    assert other.take(account).total == 100
    assert refused(selling, order) == "bill_changed"


def test_paper_is_events(selling: Selling, world: World) -> None:
    receipt = selling.take(world.account(("10",)))
    events = "SELECT copy_no, state FROM print_log WHERE entry_id = %s ORDER BY print_event_id"
    assert list(world.run(events, receipt.entry_id)) == [(0, "queued")]
    with closing(selling.desk.client()) as client:
        token = selling.desk.token
        for copy, state in ((0, PrintState.NOT_PRINTED), (0, PrintState.PRINTED)):
            ask(client, "record_print", token, receipt.entry_id, copy, state.value)
        assert (
            ask(client, "record_print", token, receipt.entry_id, 7, "printed").code == "bad_request"
        )
        assert ask(client, "record_print", token, receipt.entry_id, 0, "lost").code == "bad_request"
    assert [selling.program.receipts.reprint(receipt.number).copy_no for _ in range(2)] == [1, 2]
    assert list(world.run(events, receipt.entry_id)) == [
        (0, "queued"),
        (0, "not printed"),
        (0, "printed"),
        (1, "queued"),
        (2, "queued"),
    ]


def test_both_clocks_are_kept(selling: Selling, world: World) -> None:
    order = selling.order(world.account(("10",)))
    early = replace(order, taken_at=datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC))
    receipt = selling.send(early)
    ((taken_at, stored_at),) = world.run(
        "SELECT taken_at, stored_at FROM journal WHERE entry_id = %s", receipt.entry_id
    )
    assert taken_at == datetime(2026, 1, 2, 3, 4, 5, 678901)  # noqa: DTZ001 - as stored
    assert abs(stored_at - datetime.now(UTC).replace(tzinfo=None)) < timedelta(seconds=30)


def test_a_count_written_twice_stores_the_checked_pieces_only(
    selling: Selling, world: World
) -> None:
    text = json.dumps(
        {
            "v": 1,
            "shift": selling.shift.shift_id,
            "cheques": 0,
            "card_slips": 0,
            "pieces": [[1000000, 2]],
            "taken_at": canonical.micros(datetime.now(UTC)),
        }
    )
    request = selling.program.new_request_id()
    with closing(selling.desk.client()) as client:
        doubled = text[:-1] + ', "pieces": [[500000, 9], [100000, 9]]}'
        assert call(client, "lock_count", selling.desk.token, request, doubled).outcome == "done"
    ((counted, stored),) = world.run(
        "SELECT n.counted, (SELECT SUM(d.value * d.pieces) FROM denomination_counts d"
        " WHERE d.entry_id = n.entry_id) FROM counts n JOIN journal j USING (entry_id)"
        " WHERE j.request_id = %s",
        request.bytes,
    )
    # MariaDB reads the first list, MySQL the last: what is stored is what was counted.
    assert counted == stored
    assert counted in {2000, 5400}
