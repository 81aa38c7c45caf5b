"""Every act with money, driven by the real services over a line that a proxy breaks.

    with made_stand(server, folder) as stand:
        drive(stand, ACTS["reversal"], Fault(DOWN, 3, Place.INSIDE))

`drive` begins one act, breaks the line as told, lets the program end its doubt as its screens do,
and holds what the program says against the books: once, or not at all.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import pytest

from cashier_app.bootstrap import CounterSetup, load_program, new_request_id
from cashier_app.db.engine import DatabaseAddress
from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.corrections import PreparedAct, ReversePayment
from cashier_app.domain.drawer import CashKind, MoveCash
from cashier_app.domain.errors import Busy, OutcomeUnknown, Refused, Unavailable
from cashier_app.domain.payments import UndoPayment
from cashier_app.domain.shifts import CloseShift, LockCount, Pieces, StartShift
from cashier_app.domain.utility import Role
from cashier_app.log_lines import read_lines
from cashier_app.services.program import Program
from cashier_app.services.session import Started
from tests.faults.hands import Approve, Work
from tests.faults.proxy import Fault, Proxy
from tests.plugins.database import DATABASE
from tests.support.correcting import breaches
from tests.support.counter import PASSWORD, World
from tests.support.hall import Hall
from tests.support.selling import FLOAT, Selling

SOAK = bool(os.environ.get("CASHIER_SOAK"))
"""`make soak`: all of it, not the slice that fits between two commits."""
SEED = os.environ.get("CASHIER_SOAK_SEED", "1")
"""What is chosen by chance follows from it: `make soak` prints it, and again gives the same."""
SECONDS = 60 * float(os.environ.get("CASHIER_SOAK_MINUTES", "30"))
"""The most that a long run of the soak may take."""
SETTLED_WITHIN = 15
"""Seconds from the line's return until the counter knows (payments.md, N1)."""
READ_SECONDS = 1.0
"""The counter's own time-out: short, so that a line that swallows everything costs little."""
UNDOS = 100
PAID, DROPPED, FLOATED = Decimal(140), Decimal(300), Decimal(2000)

Number = Decimal | int


class Books(NamedTuple):
    """What an act may change, as numbers: each moves by exactly what the act says, or not."""

    entries: Number = 0
    drawer: Number = 0
    safe: Number = 0
    owed: Number = 0
    open_shifts: Number = 0
    zs: Number = 0
    approvals: Number = 0
    approvals_used: Number = 0

    def plus(self, change: Books) -> Books:
        """After the act."""
        return Books(*(have + more for have, more in zip(self, change, strict=True)))


@dataclass(frozen=True, slots=True)
class Trial:
    """An act that is about to be done. `send` gives its number and may be called again."""

    request_id: UUID
    send: Callable[[], str]
    change: Books
    is_act: bool = True
    """False for a question that has no request of its own and is simply asked again."""
    work: Work | None = None
    """The same for a program of another process (doomed.py)."""


class Stand:
    """A counter behind the proxy, with a supervisor and a safe; one act after the other."""

    def __init__(self, world: World, proxy: Proxy, read_seconds: float = READ_SECONDS) -> None:
        self.world, self.proxy = world, proxy
        world.set_rule("undo_limit", str(UNDOS))
        self._hall = Hall(world)
        self._hall.open_safe(("1000", 50))
        desk = world.desk(office=self._hall.office)
        address = DatabaseAddress(
            world.database, host="127.0.0.1", port=proxy.port, private_loopback=True
        )
        self._setup = replace(desk.setup, address=address, read_seconds=read_seconds)
        self.selling = Selling(desk, load_program(self._setup))
        self.supervisor = world.person(Role.SUPERVISOR, "Tomas Okoye", (desk.code,))
        self.slowest = 0.0
        """Seconds that the longest doubt took, from the line's return."""

    @property
    def program(self) -> Program:
        return self.selling.program

    @property
    def person(self) -> str:
        return self.selling.desk.user_name

    def close(self) -> None:
        """Give the program back."""
        self.program.close()

    @property
    def setup(self) -> CounterSetup:
        """Of its counter, behind the proxy."""
        return self._setup

    @property
    def log_path(self) -> Path:
        return self._setup.log_path

    def restart(self) -> Started:
        """The program ends and is started again: signing in settles and signs what is left."""
        with self.program_ended():
            pass
        return self.started

    @contextmanager
    def program_ended(self) -> Iterator[None]:
        """Nobody holds the counter within; then the program is started, and `started` tells."""
        self.program.close()
        yield
        self.selling.program = load_program(self._setup)
        self.started = self.program.sessions.sign_in(self.person, PASSWORD)

    def bring_to(self, state: str) -> None:
        """The counter's shift is "open", "counting" or "closed", over an untouched line."""
        steps = {"closed": self._open, "open": self._count, "counting": self._close}
        while (now := self._state()) != state:
            steps[now]()

    def books(self) -> Books:
        """As the database has them now."""
        counter_id = self.selling.desk.counter_id
        ((drawer, open_shifts),) = self.world.run(
            "SELECT COALESCE(SUM(float_amount + cash_taken + movements), 0), COUNT(*)"
            " FROM shifts WHERE counter_id = %s AND state = 'open'",
            counter_id,
        )
        ((entries, zs, owed, approvals, used),) = self.world.run(
            "SELECT COUNT(*), COALESCE(SUM(kind = 'z'), 0), (SELECT SUM(balance) FROM bills),"
            " (SELECT COUNT(*) FROM approvals), (SELECT COUNT(*) FROM approval_uses)"
            " FROM journal WHERE counter_id = %s",
            counter_id,
        )
        return Books(
            entries, drawer, self._hall.held(), owed or Decimal(0), open_shifts, int(zs),
            approvals, used,
        )  # fmt: skip

    def number_of(self, request_id: UUID) -> str:
        """The number that a request has in the journal; empty when it has none."""
        found = self.world.run(
            "SELECT entry_number(c.code, j.kind, j.number) FROM journal j"
            " JOIN counters c ON c.counter_id = j.counter_id WHERE j.request_id = %s",
            request_id.bytes,
        )
        assert len(found) <= 1
        return str(found[0][0]) if found else ""

    def undos(self) -> int:
        """Of this shift: it may have UNDOS."""
        ((found,),) = self.world.run(
            "SELECT COUNT(*) FROM journal WHERE shift_id = %s AND kind = 'undo'",
            self.selling.shift.shift_id,
        )
        return int(found)

    def check_numbers(self) -> None:
        """Every series of the counter runs without gap up to its row, the chain too."""
        counter_id = self.selling.desk.counter_id
        for kind, entries, last, series in self.world.run(
            "SELECT j.kind, COUNT(*), MAX(j.number), MAX(s.last_no) FROM journal j"
            " JOIN series s ON s.counter_id = j.counter_id AND s.kind = j.kind"
            " WHERE j.counter_id = %s GROUP BY j.kind",
            counter_id,
        ):
            assert entries == last == series, kind
        ((entries, last),) = self.world.run(
            "SELECT (SELECT COUNT(*) FROM journal j WHERE j.counter_id = h.counter_id),"
            " h.last_chain_no FROM counter_chains h WHERE h.counter_id = %s",
            counter_id,
        )
        assert entries == last

    def send_opening(self, order: StartShift) -> str:
        opened = self.program.shifts.open(order, self.person)
        self.selling.shift = opened.shift
        return opened.number

    def send_count(self, order: LockCount) -> str:
        return self.program.shifts.lock_count(order, self.person).number

    def send_close(self, order: CloseShift) -> str:
        report = self.program.shifts.close(order, self.person)
        if report.signed:
            key = (report.entry_id,)
            assert self.world.run("SELECT 1 FROM z_signatures WHERE entry_id = %s", *key)
        return report.number

    def order_opening(self) -> StartShift:
        return StartShift(new_request_id(), FLOAT, self.program.clock.now())

    def order_count(self) -> LockCount:
        """Exactly what the drawer should hold."""
        tens = int(self.books().drawer / 10)
        counted = (Pieces(Decimal(10), tens),)
        return LockCount(
            new_request_id(), self.selling.shift.shift_id, counted, 0, 0, self.program.clock.now()
        )

    def order_close(self) -> CloseShift:
        return CloseShift(
            new_request_id(), self.selling.shift.shift_id, "", self.program.clock.now()
        )

    def _open(self) -> None:
        self.send_opening(self.order_opening())

    def _count(self) -> None:
        self.send_count(self.order_count())

    def _close(self) -> None:
        self.send_close(self.order_close())

    def _state(self) -> str:
        found = self.world.run(
            "SELECT state, shift_id FROM shifts WHERE counter_id = %s AND state <> 'closed'",
            self.selling.desk.counter_id,
        )
        return str(found[0][0]) if found else "closed"


@contextmanager
def made_stand(
    server: PrivateServer, folder: Path, read_seconds: float = READ_SECONDS
) -> Iterator[Stand]:
    """A stand at a server, with a proxy between them."""
    assert server.tcp_port
    world = World(server.admin_login(DATABASE), DATABASE, folder)
    with Proxy(server.tcp_port) as proxy:
        stand = Stand(world, proxy, read_seconds)
        yield stand
        stand.close()
    world.close()


def _payment(stand: Stand) -> Trial:
    stand.bring_to("open")
    order = stand.selling.order(stand.world.account(("100", "40")))
    return Trial(
        order.request_id, lambda: stand.selling.send(order).number,
        Books(entries=1, drawer=PAID, owed=-PAID),
    )  # fmt: skip


def _undo(stand: Stand) -> Trial:
    stand.bring_to("open")
    if stand.undos() == UNDOS:
        stand.bring_to("closed")
        stand.bring_to("open")
    receipt = stand.selling.take(stand.world.account(("140",)))
    order = UndoPayment(
        new_request_id(), stand.selling.shift.shift_id, receipt.number, "wrong bill",
        stand.program.clock.now(),
    )  # fmt: skip
    return Trial(
        order.request_id,
        lambda: stand.program.payments.undo(order, stand.person).receipt.number,
        Books(entries=1, drawer=-PAID, owed=PAID), work=order,
    )  # fmt: skip


def _reversal_order(stand: Stand) -> PreparedAct:
    stand.bring_to("open")
    receipt = stand.selling.take(stand.world.account(("140",)))
    return stand.program.corrections.prepare(
        ReversePayment(
            new_request_id(), receipt.number, PAID, "wrong customer", stand.program.clock.now()
        )
    )


def _approve(stand: Stand, prepared: PreparedAct) -> str:
    stand.program.approvals.approve(stand.supervisor, PASSWORD, prepared, "seen and right")
    return "approved"


def _reversal(stand: Stand) -> Trial:
    prepared = _reversal_order(stand)
    _approve(stand, prepared)
    return Trial(
        prepared.request_id,
        lambda: stand.program.corrections.carry_out(prepared, stand.person).receipt.number,
        Books(entries=1, drawer=-PAID, owed=PAID, approvals_used=1), work=prepared,
    )  # fmt: skip


def _approval(stand: Stand) -> Trial:
    prepared = _reversal_order(stand)
    return Trial(
        prepared.request_id, lambda: _approve(stand, prepared), Books(approvals=1), is_act=False,
        work=Approve(stand.supervisor, PASSWORD, prepared),
    )  # fmt: skip


def _opening(stand: Stand) -> Trial:
    stand.bring_to("closed")
    order = stand.order_opening()
    return Trial(
        order.request_id, lambda: stand.send_opening(order),
        Books(entries=1, drawer=FLOATED, safe=-FLOATED, open_shifts=1), work=order,
    )  # fmt: skip


def _count(stand: Stand) -> Trial:
    stand.bring_to("open")
    order, drawer = stand.order_count(), stand.books().drawer
    return Trial(
        order.request_id, lambda: stand.send_count(order),
        Books(entries=1, drawer=-drawer, safe=drawer, open_shifts=-1), work=order,
    )  # fmt: skip


def _close(stand: Stand) -> Trial:
    stand.bring_to("counting")
    order = stand.order_close()
    return Trial(
        order.request_id, lambda: stand.send_close(order), Books(entries=1, zs=1), work=order
    )


def _drop(stand: Stand) -> Trial:
    stand.bring_to("open")
    if stand.books().drawer < DROPPED:
        stand.bring_to("closed")
        stand.bring_to("open")
    order = MoveCash(
        new_request_id(), stand.selling.shift.shift_id, CashKind.DROP, DROPPED, "noon",
        stand.program.clock.now(),
    )  # fmt: skip
    return Trial(
        order.request_id,
        lambda: stand.program.cash.move(order, stand.person).number,
        Books(entries=1, drawer=-DROPPED, safe=DROPPED), work=order,
    )  # fmt: skip


Begin = Callable[[Stand], Trial]
ACTS: Mapping[str, Begin] = {
    "payment": _payment,
    "undo": _undo,
    "reversal": _reversal,
    "approval": _approval,
    "opening": _opening,
    "count": _count,
    "close": _close,
    "drop": _drop,
}


def drive(stand: Stand, begin: Begin, *faults: Fault, restart: bool = False) -> bool:
    """One act under `faults`; True when a fault struck. With `restart` the program ends in doubt.

    Afterwards the books have moved by the act or not at all, as the program says.
    """
    trial = begin(stand)
    before = stand.books()
    stand.proxy.arm(*faults)
    try:
        number = _sent(stand, trial, restart=restart)
        struck = stand.proxy.struck
    finally:
        stand.proxy.arm()
        stand.proxy.mend()
    if number is None:
        # Nothing had left, or it was a question: the person presses the key again.
        assert not trial.is_act or stand.books() == before
        number = trial.send()
    check_truth(stand, trial, number, before)
    return struck


def _sent(stand: Stand, trial: Trial, *, restart: bool) -> str | None:
    """The act's number, empty for "not taken and never will be", None for "nothing was sent"."""
    try:
        return trial.send()
    except Unavailable:
        return None
    except OutcomeUnknown as error:
        doubt = error
    (left,) = stand.program.payments.unsettled()
    assert left.request_id == doubt.request_id == trial.request_id
    stand.proxy.mend()
    since = time.monotonic()
    number = _restarted(stand, trial, since) if restart else settle(stand, trial, since)
    stand.slowest = max(stand.slowest, time.monotonic() - since)
    assert stand.slowest <= SETTLED_WITHIN
    return number


def settle(stand: Stand, trial: Trial, since: float) -> str:
    """As the screens do: ask until the server has decided."""
    while True:
        try:
            return stand.program.payments.settle(trial.request_id).number
        except (Busy, Unavailable):
            stand.proxy.mend()
            assert time.monotonic() - since < SETTLED_WITHIN


def _restarted(stand: Stand, trial: Trial, since: float) -> str:
    """The counter log tells what a sign-in learnt, also one that was cut off after it."""
    while True:
        with suppress(Unavailable):
            stand.restart()
            return number_in_log(stand, trial.request_id)
        stand.proxy.mend()
        assert time.monotonic() - since < SETTLED_WITHIN


def number_in_log(stand: Stand, request_id: UUID) -> str:
    lines = [
        line
        for line in read_lines(stand.log_path)
        if line.get("request") == request_id.hex and line["state"] != "paper"
    ]
    assert lines[-1]["state"] in {"acknowledged", "void"}
    return str(lines[-1].get("number", ""))


def check_truth(stand: Stand, trial: Trial, number: str, before: Books) -> None:
    """The program's word against the books; then the same order once more changes nothing."""
    assert stand.program.payments.unsettled() == ()
    assert stand.books() == (before.plus(trial.change) if number else before)
    if trial.is_act:
        assert stand.number_of(trial.request_id) == number
    stand.check_numbers()
    settled = stand.books()
    if number:
        assert _sent_again(stand, trial) == number
    else:
        # A copy of the CALL that was late on the line lands here.
        with pytest.raises(Refused, match="request_void"):
            _sent_again(stand, trial)
    assert stand.books() == settled
    assert stand.number_of(trial.request_id) == (number if trial.is_act else "")


def _sent_again(stand: Stand, trial: Trial) -> str:
    """A fault right behind the last packet is only found by what is sent next."""
    try:
        return trial.send()
    except OutcomeUnknown:
        settle(stand, trial, time.monotonic())
        return trial.send()


def check_books(stand: Stand) -> None:
    """`cashier verify` is silent, also beside the counter's log; an unsigned Z is signed first."""
    stand.restart()
    assert breaches(stand.world, stand.log_path) == []
