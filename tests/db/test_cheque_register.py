"""The cheque register: received, listed to the bank once, cleared or bounced, handed back."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from cashier_app.domain.cheques import ChequeState, RegisteredCheque
from cashier_app.domain.errors import Refused
from cashier_app.domain.payments import Cheque, Receipt, TenderKind
from cashier_app.domain.reports import ReportOrder
from cashier_app.domain.utility import Role
from cashier_app.services.cheques import ChequeService
from tests.support.correcting import Correcting, breaches_added, new_paper
from tests.support.counter import World
from tests.support.day import local_today
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling, ask
from tests.support.tender_parts import BANK, a_cheque, by_cheque, order_with


@pytest.fixture
def correcting(world: World) -> Correcting:
    """A supervisor at a counter, who may do everything with cheques."""
    return Correcting(world, Selling(world.desk(Role.SUPERVISOR, "Lata Iyer")))


@pytest.fixture
def cheques(correcting: Correcting) -> ChequeService:
    return correcting.program.cheques


def take(correcting: Correcting, cheque: Cheque, amount: str = "") -> Receipt:
    account = correcting.world.account((amount or str(cheque.face_amount),))
    order = order_with(correcting.selling, account, by_cheque(cheque, amount))
    return correcting.selling.send(order)


def found(cheques: ChequeService, state: ChequeState, number: str) -> list[RegisteredCheque]:
    """Every page of the register is read: the tests share one database."""
    pages: list[RegisteredCheque] = []
    while page := cheques.register(state, pages[-1] if pages else None):
        pages += page
    return [q for q in pages if q.cheque_no == number]


def states(cheques: ChequeService, number: str) -> dict[ChequeState, int]:
    counted = {state: len(found(cheques, state, number)) for state in ChequeState}
    return {state: count for state, count in counted.items() if count}


def test_a_cheque_goes_to_the_bank_and_clears(
    correcting: Correcting, cheques: ChequeService, world: World
) -> None:
    cheque = a_cheque("80")
    receipt = take(correcting, cheque)
    (received,) = found(cheques, ChequeState.RECEIVED, cheque.cheque_no)
    assert (received.receipt_no, received.amount, received.bank, received.dated_on) == (
        receipt.number, Decimal(80), BANK, cheque.dated_on,
    )  # fmt: skip
    with breaches_added(world) as added:
        deposit = cheques.list_to_bank("River Bank", [received])
        assert states(cheques, cheque.cheque_no) == {ChequeState.LISTED: 1}
        cheques.clear([received])
    assert added == []
    assert states(cheques, cheque.cheque_no) == {ChequeState.CLEARED: 1}
    (line,) = deposit.lines
    assert (deposit.bank, deposit.total) == ("River Bank", Decimal(80))
    assert (line.cheque_no, line.receipts) == (cheque.cheque_no, (receipt.number,))
    assert cheques.deposit(deposit.deposit_id) == deposit


def test_cheques_clear_together(correcting: Correcting, cheques: ChequeService) -> None:
    """In one CALL: MariaDB plans its statements again for every cheque."""
    papers = [a_cheque("80"), a_cheque("90"), a_cheque("100")]
    for paper in papers:
        take(correcting, paper)
    received = [one for q in papers for one in found(cheques, ChequeState.RECEIVED, q.cheque_no)]
    cheques.list_to_bank("River Bank", received)
    cheques.clear(received)
    assert [states(cheques, q.cheque_no) for q in papers] == [{ChequeState.CLEARED: 1}] * 3


def test_a_cheque_of_several_receipts_is_one_line_of_the_deposit(
    correcting: Correcting, cheques: ChequeService
) -> None:
    cheque = a_cheque("100")
    receipts = [take(correcting, cheque, part).number for part in ("60", "40")]
    parts = found(cheques, ChequeState.RECEIVED, cheque.cheque_no)
    deposit = cheques.list_to_bank(BANK, parts)
    assert [(line.amount, list(line.receipts)) for line in deposit.lines] == [
        (Decimal(100), receipts)
    ]


@pytest.fixture
def dated_ahead(world: World) -> Iterator[Cheque]:
    """A cheque of the day after tomorrow, where such are taken."""
    world.set_rule("cheque_ahead_days", "10")
    yield replace(a_cheque("80"), dated_on=local_today() + timedelta(days=2))
    world.set_rule("cheque_ahead_days", "0")


def test_a_cheque_is_held_until_its_day(
    correcting: Correcting, cheques: ChequeService, dated_ahead: Cheque
) -> None:
    """Nothing of the list is stored: the bank would send it back."""
    today = a_cheque("90")
    for cheque in (today, dated_ahead):
        take(correcting, cheque)
    received = [found(cheques, ChequeState.RECEIVED, q.cheque_no)[0] for q in (today, dated_ahead)]
    with pytest.raises(Refused, match="cheque_held") as refused:
        cheques.list_to_bank(BANK, received)
    assert refused.value.facts["cheque"] == dated_ahead.cheque_no
    assert refused.value.facts["day"] == dated_ahead.dated_on.isoformat()
    cheques.list_to_bank(BANK, received[:1])
    assert states(cheques, today.cheque_no) == {ChequeState.LISTED: 1}
    assert states(cheques, dated_ahead.cheque_no) == {ChequeState.RECEIVED: 1}


def test_a_cheque_bounces_after_it_was_listed(
    correcting: Correcting, cheques: ChequeService, world: World
) -> None:
    cheque = a_cheque("80")
    take(correcting, cheque)
    (received,) = found(cheques, ChequeState.RECEIVED, cheque.cheque_no)
    with breaches_added(world) as added:
        cheques.list_to_bank(BANK, [received])
        order = correcting.bounce(
            correcting.program.receipts.receipt(received.receipt_no), received.line_no, "80"
        )
        correcting.carry_out(order, approved=False)
    assert added == []
    assert states(cheques, cheque.cheque_no) == {ChequeState.BOUNCED: 1}
    with pytest.raises(Refused, match="cheque_ended"):
        cheques.clear([received])


def test_a_cheque_of_several_receipts_is_billed_one_fee(
    correcting: Correcting, cheques: ChequeService, world: World
) -> None:
    """One paper comes back, for each receipt that it paid; its fee is billed with the first."""
    world.set_rule("bounce_fee", "25")
    cheque = a_cheque("100")
    parts = [take(correcting, cheque, part) for part in ("60", "40")]
    cheques.list_to_bank(BANK, found(cheques, ChequeState.RECEIVED, cheque.cheque_no))
    with breaches_added(world) as added:
        for receipt, amount in zip(parts, ("60", "40"), strict=True):
            correcting.carry_out(correcting.bounce(receipt, 1, amount), approved=False)
    assert added == []
    fees = world.run(
        "SELECT n.fee_bill_id IS NOT NULL FROM bounces n JOIN cheques q"
        " ON q.entry_id = n.cheque_entry_id AND q.line_no = n.line_no WHERE q.cheque_no = %s"
        " ORDER BY n.entry_id",
        cheque.cheque_no,
    )
    assert [row[0] for row in fees] == [1, 0]
    world.set_rule("bounce_fee", "0")


def test_a_cheque_of_an_undone_receipt_went_back(
    correcting: Correcting, cheques: ChequeService
) -> None:
    cheque = a_cheque("80")
    receipt = take(correcting, cheque)
    (received,) = found(cheques, ChequeState.RECEIVED, cheque.cheque_no)
    correcting.selling.undo(receipt.number)
    assert states(cheques, cheque.cheque_no) == {ChequeState.RETURNED: 1}
    with pytest.raises(Refused, match="cheque_taken_back"):
        cheques.list_to_bank(BANK, [received])


def test_a_cheque_that_was_put_right_to_cash_went_back(
    correcting: Correcting, cheques: ChequeService, world: World
) -> None:
    paper = new_paper()
    slip = correcting.pay_by_cheque(world.account(("80",)), cheque_no=paper.cheque_no)
    (received,) = found(cheques, ChequeState.RECEIVED, paper.cheque_no)
    assert received.receipt_no == slip.undoes
    with breaches_added(world) as added:
        correcting.carry_out(correcting.tender(slip.undoes, TenderKind.CASH))
    assert added == []
    assert states(cheques, paper.cheque_no) == {ChequeState.RETURNED: 1}


def test_a_list_is_stored_whole_or_not_at_all(
    correcting: Correcting, cheques: ChequeService, world: World
) -> None:
    good, listed = a_cheque("80"), a_cheque("50")
    take(correcting, good)
    take(correcting, listed)
    (first,) = found(cheques, ChequeState.RECEIVED, good.cheque_no)
    (second,) = found(cheques, ChequeState.RECEIVED, listed.cheque_no)
    cheques.list_to_bank(BANK, [second])
    before = world.run("SELECT COUNT(*) FROM cheque_deposits")
    with pytest.raises(Refused, match="cheque_listed") as error:
        cheques.list_to_bank(BANK, [first, second])
    assert error.value.facts["cheque"] == listed.cheque_no
    assert states(cheques, good.cheque_no) == {ChequeState.RECEIVED: 1}
    assert world.run("SELECT COUNT(*) FROM cheque_deposits") == before


def test_what_was_never_listed_cannot_clear(correcting: Correcting, cheques: ChequeService) -> None:
    cheque = a_cheque("80")
    take(correcting, cheque)
    (received,) = found(cheques, ChequeState.RECEIVED, cheque.cheque_no)
    with pytest.raises(Refused, match="cheque_not_listed"):
        cheques.clear([received])


def test_two_people_list_one_cheque_at_once(correcting: Correcting, world: World) -> None:
    cheque = a_cheque("80")
    take(correcting, cheque)
    other = Correcting(world, Selling(world.desk(Role.SUPERVISOR, "Sunil Rao")))
    services = [correcting.program.cheques, other.program.cheques]
    (received,) = found(services[0], ChequeState.RECEIVED, cheque.cheque_no)

    def send(at: int) -> str:
        try:
            return str(services[at].list_to_bank(BANK, [received]).total)
        except Refused as error:
            return error.code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, range(2))) == ["80.000", "cheque_listed"]


@pytest.mark.parametrize(
    "cheques_text", ["[]", "null", "{}", "[[1]]", '[["1",1]]', "[[1,1,1]]", "[1]", "x", "[[-1,1]]"]
)
def test_lists_of_any_client_are_refused(correcting: Correcting, cheques_text: str) -> None:
    with closing(correcting.desk.client()) as client:
        for procedure, more in (("list_cheques", (BANK,)), ("clear_cheques", ())):
            answer = ask(client, procedure, correcting.desk.token, *more, cheques_text)
            assert (answer.outcome, answer.code) == ("refused", "bad_request")
        unknown = ask(client, "list_cheques", correcting.desk.token, BANK, "[[1,1]]")
        assert unknown.code == "no_such_cheque"


def test_without_the_right_nothing_is_listed(correcting: Correcting, world: World) -> None:
    cheque = a_cheque("80")
    take(correcting, cheque)
    (received,) = found(correcting.program.cheques, ChequeState.RECEIVED, cheque.cheque_no)
    world.run(
        "DELETE FROM rights WHERE activity = 'cheques' AND user_id ="
        " (SELECT user_id FROM users WHERE user_name = %s)",
        correcting.desk.user_name,
    )
    with pytest.raises(Refused, match="no_right"):
        correcting.program.cheques.list_to_bank(BANK, [received])


def test_a_cheque_is_never_at_the_bank_and_handed_back(
    correcting: Correcting, world: World
) -> None:
    """Listing and undo of one cheque at the same moment: one of them is refused."""
    other = Correcting(world, Selling(world.desk(Role.SUPERVISOR, "Sunil Rao")))
    for _ in range(3):  # as often as a shift may undo
        cheque = a_cheque("80")
        receipt = take(correcting, cheque)
        (received,) = found(correcting.program.cheques, ChequeState.RECEIVED, cheque.cheque_no)

        def undo(number: str = receipt.number) -> str:
            try:
                return correcting.selling.undo(number).kind
            except Refused as error:
                return error.code

        def list_it(cheque: RegisteredCheque = received) -> str:
            try:
                return other.program.cheques.list_to_bank(BANK, [cheque]).bank
            except Refused as error:
                return error.code

        with ThreadPoolExecutor(2) as pool:
            undone, listed = pool.submit(undo), pool.submit(list_it)
            ends = {undone.result(), listed.result()}
        assert ends in ({"undo", "cheque_taken_back"}, {"cheque_at_bank", BANK})
        if "cheque_at_bank" in ends:
            break


def reported(correcting: Correcting, name: str, key: str) -> list[object]:
    """A column of a report of this counter's day, its cheques alone."""
    ((today,),) = correcting.world.run("SELECT local_date(SYSDATE(6))")
    order = ReportOrder(name, today, today, counter=correcting.desk.code)
    report = correcting.program.reporting.reports.run(order)
    rows = [row for row in report.rows if name == "cheques" or "cheque" in row]
    return [row[report.index(key)] for row in rows]


def test_the_reports_know_a_cheque_that_came_or_went_by_a_correction(
    correcting: Correcting, world: World
) -> None:
    gone = take(correcting, a_cheque("80"))
    assert reported(correcting, "deposit", "amount") == [80]
    correcting.carry_out(correcting.tender(gone.number, TenderKind.CASH))
    assert reported(correcting, "deposit", "amount") == []
    assert reported(correcting, "cheques", "state") == ["returned"]
    cash = correcting.selling.take(world.account(("70",)), "70")
    correcting.carry_out(correcting.tender(cash.number, TenderKind.CHEQUE, new_paper()))
    assert reported(correcting, "deposit", "amount") == [70]
    amounts, states_now = (reported(correcting, "cheques", key) for key in ("amount", "state"))
    assert set(zip(amounts, states_now, strict=True)) == {(80, "returned"), (70, "taken")}


def test_a_cheque_of_a_payment_that_was_moved_goes_to_the_bank(
    correcting: Correcting, world: World
) -> None:
    moved = take(correcting, a_cheque("80"))
    correcting.carry_out(correcting.move(moved.number, world.account(("80",))))
    assert reported(correcting, "deposit", "amount") == [80]


def test_what_was_paid_with_credit_alone_is_listed_as_such(
    correcting: Correcting, world: World
) -> None:
    """The report by tender counts it under "credit", which leads to its receipts."""
    account = world.account(("30",), credit="30")
    receipt = correcting.selling.take(account, "0")
    take(correcting, a_cheque("80"))
    ((today,),) = world.run("SELECT local_date(SYSDATE(6))")
    order = ReportOrder(
        "receipts", today, today, counter=correcting.desk.code, search="tender:credit"
    )
    report = correcting.program.reporting.reports.run(order)
    assert [row[report.index("number")] for row in report.rows] == [receipt.number]
