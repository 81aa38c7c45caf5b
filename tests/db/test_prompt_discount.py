"""A prompt discount is given once, and offered only where something is left to pay with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from cashier_app.bootstrap import new_request_id
from cashier_app.db.engine import Login, connected
from cashier_app.db.repositories.bill_office import BillOffice
from cashier_app.domain.accounts import OpenBill
from cashier_app.domain.corrections import MovePayment
from cashier_app.domain.errors import Refused
from cashier_app.domain.payments import AllocationOrder, Receipt, TakePayment, TenderKind
from cashier_app.domain.utility import Role
from tests.support.correcting import Correcting, breaches_added, new_paper, refused
from tests.support.counter import PASSWORD, SeedAccount, World, unique
from tests.support.day import local_today
from tests.support.outside import bank_file, open_channel
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling, state_of

TODAY = local_today()
UNTIL = TODAY + timedelta(days=3)


class Counter(Correcting):
    """A counter, and a clerk who corrects bills meanwhile."""

    def __init__(self, world: World, office: BillOffice) -> None:
        super().__init__(world)
        self.office = office

    def account(self, bill: str = "100", off: str = "5") -> SeedAccount:
        return self.world.account((bill,), discount=off, discount_until=UNTIL, due_in_days=5)

    def correct(self, account: SeedAccount, by: str) -> None:
        bill_no = account.bills[0].bill_no
        version = self.office.version_of(bill_no)
        self.office.adjust(new_request_id(), bill_no, version, Decimal(by), "Misread")

    def paid_then_raised(self) -> tuple[SeedAccount, Receipt]:
        """100 less 5, then 20 more on the same bill while its day still runs."""
        account = self.account()
        receipt = self.selling.take(account)
        assert (receipt.total, receipt.lines[0].discount) == (Decimal(95), Decimal(5))
        self.correct(account, "20")
        return account, receipt

    def shown(self, account: SeedAccount) -> OpenBill:
        (bill,) = self.program.lookup.open_account(account.account_id).bills
        return bill

    def with_discount(self, account: SeedAccount, amount: str, discount: str) -> TakePayment:
        """What a counter could send that takes the discount whatever it was shown."""
        order = self.selling.order(account)
        (line,), (cash,) = order.allocations, order.tenders
        return replace(
            order,
            allocations=(replace(line, amount=Decimal(amount), discount=Decimal(discount)),),
            tenders=(replace(cash, tendered=Decimal(amount)),),
        )

    def refused(self, order: TakePayment) -> str:
        with pytest.raises(Refused) as caught:
            self.selling.send(order)
        return caught.value.code


@pytest.fixture
def counter(world: World) -> Iterator[Counter]:
    with connected(Login(world.address, world.person(Role.CLERK), PASSWORD)) as connection:
        yield Counter(world, BillOffice(connection))


def given(world: World, account: SeedAccount) -> Decimal:
    """What discounts have taken off the account's bills, less what was taken back of them."""
    ((amount,),) = world.run(
        "SELECT COALESCE(-SUM(x.amount), 0) FROM bill_adjustments x"
        " JOIN bills b ON b.bill_id = x.bill_id"
        " LEFT JOIN bill_adjustments o ON o.adjustment_id = x.reverses_id"
        " WHERE b.account_id = %s AND 'prompt_discount' IN (x.kind, o.kind)",
        account.account_id,
    )
    return Decimal(amount)


def test_a_discount_is_given_once(counter: Counter, world: World) -> None:
    account, _ = counter.paid_then_raised()
    bill = counter.shown(account)
    assert (bill.due, bill.discount) == (Decimal(20), Decimal(0))
    before = state_of(world, account)
    assert counter.refused(counter.with_discount(account, "15", "5")) == "discount_gone"
    assert state_of(world, account) == before
    with breaches_added(world) as added:
        receipt = counter.selling.take(account)
    assert added == []
    assert (receipt.total, receipt.account_due_after) == (Decimal(20), Decimal(0))
    assert given(world, account) == 5


def test_the_receipt_tells_what_the_next_one_will_ask(counter: Counter) -> None:
    """A part of a bill that had its discount leaves the rest due, whole; of another, less it."""
    account, _ = counter.paid_then_raised()
    receipt = counter.selling.take(account, "8", part=True)
    assert receipt.account_due_after == counter.shown(account).due == Decimal(12)
    other = counter.account()
    receipt = counter.selling.take(other, "40", part=True)
    assert receipt.account_due_after == counter.shown(other).due == Decimal(55)


def test_a_discount_taken_back_is_offered_again(counter: Counter, world: World) -> None:
    account, receipt = counter.paid_then_raised()
    counter.carry_out(counter.reversal(receipt.number))
    bill = counter.shown(account)
    assert (bill.balance, bill.discount) == (Decimal(120), Decimal(5))
    assert counter.selling.take(account).total == 115
    assert given(world, account) == 5


def test_a_part_goes_back_after_the_discount_it_earned(counter: Counter, world: World) -> None:
    account = counter.account()
    part = counter.selling.take(account, "40", part=True)
    last = counter.selling.take(account)
    assert last.lines[0].discount == 5
    assert refused(counter, counter.reversal(part.number)) == "discount_depends"
    counter.carry_out(counter.reversal(last.number))
    counter.carry_out(counter.reversal(part.number))
    assert counter.shown(account).balance == 100


def test_a_cheque_comes_back_whatever_it_had_earned(counter: Counter, world: World) -> None:
    """The bank has spoken: the part is owed again, the discount stands and is not given twice."""
    account = counter.account()
    part = counter.selling.take(account, "40", part=True)
    slip = counter.carry_out(counter.tender(part.number, TenderKind.CHEQUE, new_paper()))
    assert counter.selling.take(account).lines[0].discount == 5
    bank = Correcting(world, Selling(world.desk(Role.SUPERVISOR, "Lata Iyer")))
    with breaches_added(world) as added:
        bank.carry_out(bank.bounce(slip, 1001, "40"), approved=False)
    assert added == []
    bill = counter.shown(account)
    assert (bill.due, bill.discount, given(world, account)) == (Decimal(40), Decimal(0), Decimal(5))


def test_a_discount_given_before_holds_no_later_payment(counter: Counter, world: World) -> None:
    """What was paid after it earned nothing for it: undone, moved and reversed as any other."""
    account, _ = counter.paid_then_raised()
    receipt = counter.selling.take(account, "8", part=True)
    counter.selling.undo(receipt.number)
    receipt = counter.selling.take(account)
    counter.carry_out(counter.move(receipt.number, world.account(())))
    receipt = counter.selling.take(account)
    with breaches_added(world) as added:
        counter.carry_out(counter.reversal(receipt.number))
    assert added == []
    assert (counter.shown(account).due, given(world, account)) == (Decimal(20), Decimal(5))


@pytest.mark.parametrize("left", ["3", "5"])
def test_a_discount_above_what_is_left_is_not_offered(
    counter: Counter, world: World, left: str
) -> None:
    """Nothing could be paid with it: what is left is due, and can be paid."""
    account = counter.account("50")
    counter.correct(account, str(Decimal(left) - 50))
    bill = counter.shown(account)
    assert (bill.due, bill.discount) == (Decimal(left), Decimal(0))
    with breaches_added(world) as added:
        receipt = counter.selling.take(account)
    assert added == []
    assert (receipt.total, receipt.account_due_after) == (Decimal(left), Decimal(0))
    assert state_of(world, account)[0][0][1:3] == (0, "paid")
    assert given(world, account) == 0


def test_what_is_left_can_be_paid_in_parts(counter: Counter) -> None:
    account = counter.account("50")
    counter.correct(account, "-46")
    receipt = counter.selling.take(account, "1", part=True)
    assert receipt.account_due_after == counter.shown(account).due == Decimal(3)


def moved(
    counter: Counter, receipt: Receipt, to: SeedAccount, line: tuple[str, str, str]
) -> MovePayment:
    """A move of all that a receipt has booked to one bill: amount, discount, balance shown."""
    amount, discount, shown = map(Decimal, line)
    bill = to.bills[0]
    ((version,),) = counter.world.run("SELECT version FROM bills WHERE bill_id = %s", bill.bill_id)
    booked = counter.seen(receipt.number).booked
    order = AllocationOrder(
        bill.bill_id, bill.bill_no, to.account_id, amount, discount, shown, int(version)
    )
    return MovePayment(
        new_request_id(), receipt.number, booked, to.account_id, (order,), booked - amount,
        "wrong customer", counter.program.clock.now(),
    )  # fmt: skip


def test_a_move_gives_no_discount_twice(counter: Counter, world: World) -> None:
    account, _ = counter.paid_then_raised()
    receipt = counter.selling.take(world.account(("15",)))
    order = moved(counter, receipt, account, ("15", "5", "20"))
    assert refused(counter, order) == "discount_gone"
    counter.carry_out(counter.move(receipt.number, account))
    assert counter.shown(account).due == Decimal(5)
    assert given(world, account) == 5


def test_a_move_pays_what_is_left_below_the_discount(counter: Counter, world: World) -> None:
    account = counter.account("50")
    counter.correct(account, "-47")
    receipt = counter.selling.take(world.account(("10",)))
    counter.carry_out(counter.move(receipt.number, account))
    assert state_of(world, account)[0][0][1:3] == (0, "paid")
    assert given(world, account) == 0


def test_a_move_within_one_bill_keeps_its_discount(counter: Counter, world: World) -> None:
    """The discount that goes back with the receipt does not stand in its own way."""
    account = counter.account()
    receipt = counter.selling.take(account)
    with breaches_added(world) as added:
        counter.carry_out(moved(counter, receipt, account, ("95", "5", "0")))
    assert added == []
    assert state_of(world, account)[0][0][1:3] == (0, "paid")
    assert given(world, account) == 5


@pytest.mark.parametrize(
    ("bill", "corrected", "paid", "left", "off"),
    [("100", "20", "20", "0", "5"), ("50", "-47", "3", "0", "0"), ("50", "0", "45", "0", "5")],
)
def test_money_from_outside_follows_the_same_rule(
    counter: Counter, world: World, bill: str, corrected: str, paid: str, left: str, off: str
) -> None:
    account = counter.account(bill)
    if corrected == "20":
        counter.selling.take(account)
    if corrected != "0":
        counter.correct(account, corrected)
    channel = open_channel(world, "bank")
    with breaches_added(world) as added, channel.service() as service:
        (taken,) = service.import_file(bank_file((unique("TX-"), account.account_no, paid))).taken
    assert added == []
    assert taken.credit_made == Decimal(left)
    assert state_of(world, account)[0][0][1:3] == (0, "paid")
    assert given(world, account) == Decimal(off)
