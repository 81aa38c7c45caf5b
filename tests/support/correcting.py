"""A counter at work with a supervisor beside it: corrections with their approvals, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cashier_app.bootstrap import new_request_id
from cashier_app.domain.allocation import rebook
from cashier_app.domain.corrections import (
    BounceCheque,
    ChequePaper,
    Correctable,
    CorrectionOrder,
    CorrectTender,
    MovePayment,
    PreparedAct,
    RefundCredit,
    ReversePayment,
)
from cashier_app.domain.errors import Refused
from cashier_app.domain.payments import Receipt, TenderKind
from cashier_app.domain.utility import Role
from cashier_app.verify.connection import reader_for
from cashier_app.verify.verification import verify
from tests.support.counter import PASSWORD, SeedAccount, World, unique
from tests.support.day import local_today
from tests.support.selling import Selling

REASON = "wrong customer"
PAPER = ChequePaper("City Bank", "000123", local_today())
"""A cheque whose number does not matter; one that is taken has a number of its own."""


def new_paper() -> ChequePaper:
    """A cheque that nobody has given before."""
    return replace(PAPER, cheque_no=unique("", 6))


def nothing_waits(world: World) -> None:
    """Takes back what other tests left on the approvals' list: the oldest comes first there."""
    world.run(
        "INSERT INTO waiting_events (waiting_act_id, state, reason, user_id, counter_id, stored_at)"
        " SELECT w.waiting_act_id, 'withdrawn', '', w.user_id, w.counter_id, SYSDATE(6)"
        " FROM waiting_acts w WHERE NOT EXISTS (SELECT 1 FROM waiting_events e"
        "  WHERE e.waiting_act_id = w.waiting_act_id)"
    )


@dataclass(frozen=True, slots=True)
class Books:
    """What an account says of itself, without versions: to be exactly as it was."""

    bills: tuple[Any, ...]
    credit: Decimal
    postings: tuple[Any, ...]


class Correcting:
    """A cashier with an open shift and a supervisor who may approve at the same counter."""

    def __init__(self, world: World, selling: Selling | None = None) -> None:
        self.world = world
        self.selling = selling or Selling(world.desk())
        self.desk = self.selling.desk
        self.program = self.selling.program
        self.supervisor = world.person(Role.SUPERVISOR, "Tomas Okoye", (self.desk.code,))

    def seen(self, number: str) -> Correctable:
        return self.program.corrections.correctable(number)

    def reversal(self, number: str, reason: str = REASON) -> ReversePayment:
        return ReversePayment(
            new_request_id(), number, self.seen(number).net, reason, self.program.clock.now()
        )

    def move(
        self, number: str, account: SeedAccount, *, bills: bool = True, reason: str = REASON
    ) -> MovePayment:
        """To the bills of an account as they are now, oldest first; a rest becomes its credit."""
        booked = self.seen(number).booked
        opened = self.program.lookup.open_account(account.account_id)
        allocations, left = rebook(opened.account_id, opened.bills if bills else (), booked)
        return MovePayment(
            new_request_id(), number, booked, account.account_id, allocations, left, reason,
            self.program.clock.now(),
        )  # fmt: skip

    def tender(
        self, number: str, kind: TenderKind, cheque: ChequePaper | None = None, line: int = 0
    ) -> CorrectTender:
        tender = self.seen(number).tenders[line]
        return CorrectTender(
            new_request_id(), number, tender.line_no, kind, tender.amount, REASON,
            self.program.clock.now(), cheque,
        )  # fmt: skip

    def refund(self, account: SeedAccount, amount: str) -> RefundCredit:
        return RefundCredit(
            new_request_id(), account.account_id, Decimal(amount), REASON, self.program.clock.now()
        )

    def bounce(self, receipt: Receipt, line_no: int, amount: str) -> BounceCheque:
        """The bank sends a cheque back that was listed to it."""
        self.list_to_bank(receipt.entry_id, line_no)
        return BounceCheque(
            new_request_id(), receipt.entry_id, line_no, Decimal(amount), "no funds",
            self.program.clock.now(),
        )  # fmt: skip

    def list_to_bank(self, entry_id: int, line_no: int) -> None:
        """As the register does: a deposit, and the cheque on it."""
        key = (entry_id, line_no)
        is_cheque = "SELECT 1 FROM cheques WHERE entry_id = %s AND line_no = %s"
        is_listed = "SELECT 1 FROM cheque_events WHERE entry_id = %s AND line_no = %s"
        if not self.world.run(is_cheque, *key) or self.world.run(is_listed, *key):
            return
        now = self.world.run("SELECT SYSDATE(6)")[0][0]
        user_id = self.world.run("SELECT MIN(user_id) FROM users")[0][0]
        deposit_id = self.world.insert(
            "cheque_deposits", bank="City Bank", stored_at=now, user_id=user_id
        )
        self.world.insert(
            "cheque_events", entry_id=entry_id, line_no=line_no, state="listed", stored_at=now,
            user_id=user_id, deposit_id=deposit_id,
        )  # fmt: skip

    def approve(self, prepared: PreparedAct, reason: str = "seen and right") -> None:
        self.program.approvals.approve(self.supervisor, PASSWORD, prepared, reason)

    def carry_out(self, order: CorrectionOrder, *, approved: bool = True) -> Receipt:
        """Prepare, let the supervisor approve, store."""
        prepared = self.program.corrections.prepare(order)
        if approved:
            self.approve(prepared)
        return self.program.corrections.carry_out(prepared, self.desk.user_name).receipt

    def expected_cash(self) -> Decimal:
        ((held,),) = self.world.run(
            "SELECT float_amount + cash_taken + movements FROM shifts WHERE shift_id = %s",
            self.selling.shift.shift_id,
        )
        return Decimal(held)

    def pay_by_cheque(
        self, account: SeedAccount, *, cash: str = "0", cheque_no: str = ""
    ) -> Receipt:
        """A receipt whose first tender turns out to be a cheque, put right at once."""
        receipt = self.selling.take(account, cash) if cash != "0" else self.selling.take(account)
        paper = replace(PAPER, cheque_no=cheque_no) if cheque_no else new_paper()
        return self.carry_out(self.tender(receipt.number, TenderKind.CHEQUE, paper))


def refused(correcting: Correcting, order: CorrectionOrder) -> str:
    """Why an approved order is refused."""
    with pytest.raises(Refused) as error:
        correcting.carry_out(order)
    return error.value.code


def books_of(world: World, account: SeedAccount) -> Books:
    """Bills, credit, and the sums of what is posted to each bill."""
    bills = world.run(
        "SELECT b.bill_id, b.balance, b.status,"
        " (SELECT COALESCE(SUM(x.amount), 0) FROM bill_adjustments x WHERE x.bill_id = b.bill_id),"
        " (SELECT COALESCE(SUM(pa.amount), 0) FROM payment_allocations pa"
        "  WHERE pa.bill_id = b.bill_id)"
        " FROM bills b WHERE b.account_id = %s ORDER BY b.bill_id",
        account.account_id,
    )
    ((credit,),) = world.run(
        "SELECT credit FROM accounts WHERE account_id = %s", account.account_id
    )
    opened = world.run(
        "SELECT COALESCE(SUM(amount), 0) FROM credit_entries WHERE account_id = %s",
        account.account_id,
    )
    return Books(tuple(bills), Decimal(credit), tuple(opened))


@contextmanager
def breaches_added(world: World) -> Iterator[list[str]]:
    """What the checker finds after the block and did not find before it."""
    found: list[str] = []
    before = breaches(world)
    yield found
    found += [breach for breach in breaches(world) if breach not in before]


def breaches(world: World, *counter_logs: Path) -> list[str]:
    """What the checker finds in the whole database, and beside counters' own logs."""
    login = replace(world.admin, address=world.address)
    with reader_for(login) as reader:
        return [str(breach) for breach in verify(reader, counter_logs=counter_logs).breaches]
