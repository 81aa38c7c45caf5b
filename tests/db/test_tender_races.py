"""A cheque at the bank and handed back, a receipt corrected and reversed: one is refused.

One act is held at a row that the administrator has, the other comes meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from decimal import Decimal

import pytest

from cashier_app.domain.corrections import CorrectionOrder
from cashier_app.domain.errors import Refused
from cashier_app.domain.payments import Receipt, TenderKind
from cashier_app.domain.utility import Role
from tests.support.correcting import Correcting, breaches_added, new_paper
from tests.support.counter import SeedAccount, World
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling, ask, own_connection
from tests.support.tender_parts import BANK, a_cheque, by_cheque, order_with


@pytest.fixture
def correcting(world: World) -> Correcting:
    return Correcting(world)


@pytest.fixture
def register(world: World) -> Correcting:
    """Another counter, whose supervisor lists cheques."""
    return Correcting(world, Selling(world.desk(Role.SUPERVISOR, "Sunil Rao")))


@contextmanager
def held(world: World, row: str, key: int) -> Iterator[None]:
    """The administrator has one row: `bills b.bill_id`, `shifts s.shift_id`."""
    table, column = row.split(" ")
    with closing(own_connection(world)) as connection, connection.cursor() as cursor:
        connection.begin()
        cursor.execute(f"SELECT 1 FROM {table} {column[0]} WHERE {column} = %s FOR UPDATE", (key,))
        yield
        connection.rollback()


def wait_at(world: World, words: str, other: Future[str] | None = None) -> None:
    """Until a CALL stands at a statement with these words, or the other act has ended."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if world.run(
            "SELECT 1 FROM information_schema.processlist WHERE command = 'Query'"
            " AND info LIKE %s AND id <> CONNECTION_ID()",
            f"%{words}%",
        ) or (other is not None and other.done()):
            return
        time.sleep(0.005)
    raise AssertionError(f"nobody waits at {words}")


def end_of(act: Callable[[], object]) -> str:
    """Which refusal; empty when it is done."""
    try:
        act()
    except Refused as error:
        return error.code
    return ""


def corrected(correcting: Correcting, order: CorrectionOrder) -> Callable[[], str]:
    """The act, approved already: only its own CALL is left."""
    prepared = correcting.program.corrections.prepare(order)
    correcting.approve(prepared)
    carry_out = correcting.program.corrections.carry_out
    return lambda: end_of(lambda: carry_out(prepared, correcting.desk.user_name))


def listed(register: Correcting, key: tuple[int, int]) -> Callable[[], str]:
    """The cheque on a list to the bank, by a plain client."""

    def list_it() -> str:
        with closing(register.desk.client()) as client:
            cheques = f"[[{key[0]},{key[1]}]]"
            return ask(client, "list_cheques", register.desk.token, BANK, cheques).code

    return list_it


def paid_by_cheque(correcting: Correcting) -> tuple[Receipt, SeedAccount]:
    account = correcting.world.account(("80",))
    order = order_with(correcting.selling, account, by_cheque(a_cheque("80")))
    return correcting.selling.send(order), account


def put_right_to_cheque(correcting: Correcting) -> tuple[str, tuple[int, int]]:
    """A receipt in cash that was a cheque: its number, and the key of the correction's cheque."""
    receipt = correcting.selling.take(correcting.world.account(("80",)))
    paper = new_paper()
    slip = correcting.carry_out(correcting.tender(receipt.number, TenderKind.CHEQUE, paper))
    return receipt.number, (slip.entry_id, 1001)


def test_a_cheque_listed_while_a_reversal_waits_is_not_handed_back(
    correcting: Correcting, register: Correcting, world: World
) -> None:
    receipt, account = paid_by_cheque(correcting)
    reverse = corrected(correcting, correcting.reversal(receipt.number))
    with breaches_added(world) as added, ThreadPoolExecutor(1) as pool:
        with held(world, "bills b.bill_id", account.bills[0].bill_id):
            reversal = pool.submit(reverse)
            wait_at(world, "bills b")
            assert listed(register, (receipt.entry_id, 1))() == ""
        assert reversal.result() == "cheque_at_bank"
    assert added == []


ACTS: dict[str, Callable[[Correcting, str], Callable[[], str]]] = {
    "reversal": lambda c, number: corrected(c, c.reversal(number)),
    "undo": lambda c, number: lambda: end_of(lambda: c.selling.undo(number)),
    "correction": lambda c, number: corrected(c, c.tender(number, TenderKind.CARD)),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("is_corrected", [False, True])
def test_a_cheque_that_is_being_handed_back_is_not_listed(
    correcting: Correcting, register: Correcting, world: World, act: str, is_corrected: bool
) -> None:
    """The act has everything but the shift's row; the list waits for its end."""
    if is_corrected:
        number, key = put_right_to_cheque(correcting)
    else:
        receipt, _ = paid_by_cheque(correcting)
        number, key = receipt.number, (receipt.entry_id, 1)
    hand_back = ACTS[act](correcting, number)
    with breaches_added(world) as added, ThreadPoolExecutor(2) as pool:
        with held(world, "shifts s.shift_id", correcting.selling.shift.shift_id):
            handed_back = pool.submit(hand_back)
            wait_at(world, "shifts s")
            listing = pool.submit(listed(register, key))
            wait_at(world, "cheque_numbers n", listing)
        assert handed_back.result() == ""
        assert listing.result() == "cheque_taken_back"
    assert added == []


def test_a_moved_receipt_is_not_corrected_while_it_is_reversed(
    correcting: Correcting, world: World
) -> None:
    """Moved, the two acts have different accounts before them."""
    other = Correcting(world)
    receipt = correcting.selling.take(world.account(("80",)))
    other.selling.take(world.account(("500",)))  # cash enough to pay it back
    correcting.carry_out(correcting.move(receipt.number, world.account(("80",))))
    reverse = corrected(other, other.reversal(receipt.number))
    correct = corrected(correcting, correcting.tender(receipt.number, TenderKind.CARD))
    before = correcting.expected_cash()
    with breaches_added(world) as added, ThreadPoolExecutor(2) as pool:
        with held(world, "shifts s.shift_id", other.selling.shift.shift_id):
            reversed_ = pool.submit(reverse)
            wait_at(world, "shifts s")
            correction = pool.submit(correct)
            wait_at(world, "payments p", correction)
        assert reversed_.result() == ""
        assert correction.result() == "already_undone"
    assert added == []
    assert (correcting.expected_cash(), other.expected_cash()) == (before, Decimal(2420))
