"""A desk with an open shift, and the plain CALLs that a client of any kind can make."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pymysql
from pymysql.cursors import DictCursor

from cashier_app.bootstrap import new_request_id
from cashier_app.db.repositories.payments import take_text
from cashier_app.domain.accounts import AccountOpened, OpenBill
from cashier_app.domain.allocation import Basket, order_from, plan_payment
from cashier_app.domain.payments import Receipt, TakePayment, UndoPayment
from cashier_app.domain.shifts import CloseShift, CountLocked, LockCount, Pieces, ZReport
from cashier_app.domain.utility import OpenShift
from cashier_app.services.program import Program
from tests.support.counter import Desk, SeedAccount, World

if TYPE_CHECKING:
    Client = pymysql.Connection[Any]

FLOAT = (Pieces(Decimal(500), 2), Pieces(Decimal(100), 10))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a CALL said."""

    outcome: str
    code: str
    facts: Mapping[str, Any]


class Selling:
    """One counter at work."""

    def __init__(self, desk: Desk, program: Program | None = None) -> None:
        self.desk = desk
        self.program = program or desk.program()
        self.program.sessions.sign_in(desk.user_name, desk.password)
        self.shift: OpenShift = desk.open_shift(self.program)

    def order(self, account: SeedAccount, received: str = "", *, part: bool = False) -> TakePayment:
        """The order for all bills of an account; the exact cash unless told."""
        opened = self.program.lookup.open_account(account.account_id)
        return self.order_for(opened, opened.bills, received, part=part)

    def order_for(
        self,
        opened: AccountOpened,
        bills: tuple[OpenBill, ...],
        received: str = "",
        *,
        part: bool = False,
    ) -> TakePayment:
        """The order for some bills, as a screen showed them."""
        basket = Basket(opened.account_id, bills, {opened.account_id: opened.credit})
        cash = Decimal(received) if received else basket.left_to_pay
        return order_from(
            plan_payment(basket, cash, part=part),
            basket,
            request_id=new_request_id(),
            shift_id=self.shift.shift_id,
            taken_at=self.program.clock.now(),
        )

    def take(self, account: SeedAccount, received: str = "", *, part: bool = False) -> Receipt:
        """Take it through the service."""
        return self.send(self.order(account, received, part=part))

    def send(self, order: TakePayment) -> Receipt:
        """Take an order through the service."""
        return self.program.payments.take(order, self.desk.user_name).receipt

    def undo(self, number: str, reason: str = "wrong bill") -> Receipt:
        """Take a receipt back."""
        order = UndoPayment(
            new_request_id(), self.shift.shift_id, number, reason, self.program.clock.now()
        )
        return self.program.payments.undo(order, self.desk.user_name).receipt

    def count(self, *pieces: Pieces) -> CountLocked:
        """Lock a count; the float unless told."""
        order = LockCount(
            new_request_id(), self.shift.shift_id, pieces or FLOAT, 0, 0, self.program.clock.now()
        )
        return self.program.shifts.lock_count(order, self.desk.user_name)

    def close(self, reason: str = "") -> ZReport:
        """Close the counted shift."""
        order = CloseShift(new_request_id(), self.shift.shift_id, reason, self.program.clock.now())
        return self.program.shifts.close(order, self.desk.user_name)

    def text(self, order: TakePayment) -> str:
        """The text of an order as the counter sends it."""
        return json.dumps({"v": 1, **take_text(order)})


def call(
    client: Client, procedure: str, token: str, request: UUID, text: str, prefix: str = ""
) -> Answer:
    """CALL of an act with a plain client; raises the driver's error."""
    fingerprint = hashlib.sha256(text.encode()).hexdigest()
    with client.cursor(DictCursor) as cursor:
        cursor.execute(
            f"{prefix}CALL {procedure}(%s, %s, %s, %s)",
            (token, request.hex, fingerprint, text),
        )
        return _answer(cursor)


def call_patiently(
    client: Client, token: str, request: UUID, text: str, procedure: str = "take_payment"
) -> Answer:
    """An act as the program's lane sends it: again after a lock wait or a deadlock."""
    while True:
        try:
            return call(client, procedure, token, request, text)
        except pymysql.err.OperationalError as error:
            if error.args[0] not in {1205, 1213}:
                raise
            client.rollback()


def ask(client: Client, procedure: str, *arguments: object) -> Answer:
    """CALL of any other procedure with a plain client."""
    marks = ", ".join(["%s"] * len(arguments))
    with client.cursor(DictCursor) as cursor:
        cursor.execute(f"CALL {procedure}({marks})", arguments)
        return _answer(cursor)


def _answer(cursor: DictCursor) -> Answer:
    (head, *_) = cursor.fetchall()
    while cursor.nextset():
        pass
    return Answer(head["outcome"], head["code"], json.loads(head["facts"]))


def state_of(world: World, account: SeedAccount) -> tuple[Any, ...]:
    """Everything that a payment changes of an account: to prove that nothing was written."""
    bills = world.run(
        "SELECT bill_id, balance, status, version FROM bills WHERE account_id = %s"
        " ORDER BY bill_id",
        account.account_id,
    )
    credit = world.run(
        "SELECT credit, version FROM accounts WHERE account_id = %s", account.account_id
    )
    paid = world.run(
        "SELECT COUNT(*), COALESCE(SUM(pa.amount), 0) FROM payment_allocations pa"
        " JOIN bills b ON b.bill_id = pa.bill_id WHERE b.account_id = %s",
        account.account_id,
    )
    return (tuple(bills), tuple(credit), tuple(paid))


def entries_of(world: World, request: UUID) -> int:
    """How many journal entries a request has."""
    ((found,),) = world.run("SELECT COUNT(*) FROM journal WHERE request_id = %s", request.bytes)
    return int(found)


@contextmanager
def locked_bill(world: World, bill_id: int) -> Iterator[Client]:
    """The administrator holds a bill's row."""
    with closing(own_connection(world)) as connection:
        connection.begin()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM bills WHERE bill_id = %s FOR UPDATE", (bill_id,))
        yield connection
        connection.rollback()


def is_free(world: World, bill_id: int) -> bool:
    """True when nobody holds the bill's row."""
    with closing(own_connection(world)) as connection, connection.cursor() as cursor:
        cursor.execute("SET innodb_lock_wait_timeout = 1")
        try:
            cursor.execute("SELECT 1 FROM bills WHERE bill_id = %s FOR UPDATE", (bill_id,))
        except pymysql.err.OperationalError:
            return False
        return True


def own_connection(world: World) -> Client:
    """The administrator's, of the test's own."""
    return pymysql.connect(
        user=world.admin.user,
        password=world.admin.password,
        unix_socket=world.address.socket,
        database=world.database,
    )
