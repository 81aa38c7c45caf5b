"""Two real counters of one hall behind a proxy, and what each of their acts may do to the books.

The acts are those of the program's services. `Act.answer` is the number that the program ends up
with, whatever the line did to the answer; "" when it says that nothing was taken.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pymysql

from cashier_app.bootstrap import load_program, new_request_id
from cashier_app.db.engine import DatabaseAddress
from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.drawer import CashKind, KeepSafe
from cashier_app.domain.errors import Busy, OutcomeUnknown, Unavailable
from cashier_app.domain.shifts import CloseShift, LockCount, Pieces, StartShift
from cashier_app.services.program import Program
from cashier_app.verify.reader import Reader
from cashier_app.verify.verification import verify
from tests.faults.acts import READ_SECONDS, SETTLED_WITHIN
from tests.faults.proxy import DOWN, UP, Deed, Fault, Place, Proxy
from tests.plugins.database import DATABASE
from tests.support.correcting import Correcting
from tests.support.counter import PASSWORD, World
from tests.support.selling import FLOAT, Selling

HALF = Decimal("0.5")
"""Every amount is whole halves, so that a drawer can be counted to the last of them."""
LINES: Mapping[str, tuple[Fault, ...]] = {
    "holds": (),
    "loses the order": (Fault(UP, 1),),
    "loses the answer": (Fault(DOWN, 1),),
    "halves the answer": (Fault(DOWN, 2, Place.INSIDE, Deed.CLOSE),),
    "loses the second answer": (Fault(DOWN, 3, Place.AFTER), Fault(UP, 4)),
}
"""What happens to the line while an act is on it."""


@dataclass(slots=True)
class Till:
    """A counter with its cashier, and a supervisor who may approve there."""

    code: str
    correcting: Correcting

    @property
    def selling(self) -> Selling:
        return self.correcting.selling

    @property
    def program(self) -> Program:
        return self.selling.program

    @property
    def person(self) -> str:
        return self.selling.desk.user_name

    @property
    def shift_id(self) -> int:
        return self.selling.shift.shift_id

    def number(self, kind: str, number: int) -> str:
        """As it is printed: "03-000123", "03-Z-0001"."""
        letters = {"undo": "U", "reversal": "R", "movement": "M", "count": "N", "z": "Z"}
        if kind == "payment":
            return f"{self.code}-{number:06d}"
        return f"{self.code}-{letters.get(kind, 'O')}-{number:04d}"


class TwoCounters:
    """The hall, its safe opened, both counters signed in; their shifts are closed."""

    def __init__(self, world: World, proxy: Proxy) -> None:
        self.world, self._proxy = world, proxy
        self.office = "H1"
        self.tills = tuple(self._till(name) for name in ("Amina Rahman", "Bina Roy"))
        self._connection: pymysql.Connection[Any] = pymysql.connect(
            user=world.admin.user, password=world.admin.password,
            unix_socket=world.admin.address.socket, database=world.database, autocommit=True,
        )  # fmt: skip
        self._open_safe(self.tills[0])
        self.close_all()

    def _open_safe(self, till: Till) -> None:
        """By the supervisor, who is signed in at a counter for it: fewer chains to check."""
        program = till.program
        program.sessions.sign_in(till.correcting.supervisor, PASSWORD)
        order = KeepSafe(
            new_request_id(), CashKind.SAFE_OPENING, (Pieces(Decimal(1000), 50),), "",
            program.clock.now(),
        )  # fmt: skip
        program.cash.keep_safe(order, till.correcting.supervisor)
        program.sessions.sign_in(till.person, PASSWORD)

    def _till(self, name: str) -> Till:
        desk = self.world.desk(full_name=name, office=self.office)
        address = DatabaseAddress(
            self.world.database, host="127.0.0.1", port=self._proxy.port, private_loopback=True
        )
        setup = replace(desk.setup, address=address, read_seconds=READ_SECONDS)
        selling = Selling(desk, load_program(setup))
        return Till(desk.code, Correcting(self.world, selling))

    def close(self) -> None:
        """Give connections and programs back."""
        self._connection.close()
        for till in self.tills:
            till.program.close()

    def close_all(self) -> None:
        """Whatever an example has left open is settled, counted exactly and closed."""
        for till in self.tills:
            for line in till.program.payments.unsettled():
                self._settled(till, line.request_id)
            shift = till.program.sessions.refresh().shift
            if shift is not None:
                till.selling.shift = shift
            for shift_id, state, held in self.rows(
                "SELECT s.shift_id, s.state, s.float_amount + s.cash_taken + s.movements"
                " FROM shifts s JOIN counters c ON c.counter_id = s.counter_id"
                " WHERE c.code = %s AND s.state <> 'closed'",
                till.code,
            ):
                if state == "open":
                    self.count(till, held)
                self.end(till, shift_id)

    def rows(self, sql: str, *values: object) -> tuple[tuple[Any, ...], ...]:
        """As the database has them now."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            return tuple(cursor.fetchall())

    def breaches(self) -> list[str]:
        """What the checker says, also beside both counters' logs."""
        logs = [till.selling.desk.setup.log_path for till in self.tills]
        return [str(breach) for breach in verify(Reader(self._connection), logs).breaches]

    def answer(self, till: Till, request_id: UUID, send: Callable[[], str], line: str) -> str:
        """The number of an act over a line; the program settles what it does not know."""
        self._proxy.arm(*LINES[line])
        try:
            return send()
        except Unavailable:
            return ""
        except OutcomeUnknown:
            (left,) = till.program.payments.unsettled()
            assert left.request_id == request_id
            return self._settled(till, request_id)
        finally:
            self._proxy.arm()

    def _settled(self, till: Till, request_id: UUID) -> str:
        ends = time.monotonic() + SETTLED_WITHIN
        while True:
            try:
                return till.program.payments.settle(request_id).number
            except (Busy, Unavailable):
                assert time.monotonic() < ends

    def open(self, till: Till, line: str = "holds") -> str:
        """A shift with a float of 2,000; what came by settling is read as after a sign-in."""
        order = StartShift(new_request_id(), FLOAT, till.program.clock.now())

        def send() -> str:
            opened = till.program.shifts.open(order, till.person)
            till.selling.shift = opened.shift
            return opened.number

        number = self.answer(till, order.request_id, send, line)
        shift = till.program.sessions.refresh().shift
        if number and shift is not None:
            till.selling.shift = shift
        return number

    def count(self, till: Till, counted: Decimal, line: str = "holds") -> str:
        """The drawer in halves."""
        order = LockCount(
            new_request_id(), till.shift_id, (Pieces(HALF, int(counted / HALF)),), 0, 0,
            till.program.clock.now(),
        )  # fmt: skip
        return self.answer(
            till,
            order.request_id,
            lambda: till.program.shifts.lock_count(order, till.person).number,
            line,
        )

    def end(self, till: Till, shift_id: int, line: str = "holds") -> str:
        """The Z, signed; after a doubt at the next sign-in, as here."""
        order = CloseShift(new_request_id(), shift_id, "counted twice", till.program.clock.now())
        number = self.answer(
            till,
            order.request_id,
            lambda: till.program.shifts.close(order, till.person).number,
            line,
        )
        till.program.shifts.sign_left_over()
        return number


@contextmanager
def two_counters(server: PrivateServer, folder: Path) -> Iterator[TwoCounters]:
    """Two counters at a server, with a proxy between them."""
    assert server.tcp_port
    world = World(server.admin_login(DATABASE), DATABASE, folder)
    with Proxy(server.tcp_port) as proxy:
        hall = TwoCounters(world, proxy)
        yield hall
        hall.close()
    world.close()
