"""A hall of its own, so that its safe is too: two drawers, and a supervisor at a third counter."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from decimal import Decimal
from functools import cached_property
from typing import Any

import pytest

from cashier_app.bootstrap import new_request_id
from cashier_app.domain.drawer import (
    AcceptHandover,
    CashKind,
    CashSlip,
    CheckDrawer,
    Decided,
    DecideDifference,
    HandOver,
    KeepSafe,
    MoveCash,
    Outcome,
)
from cashier_app.domain.errors import Refused
from cashier_app.domain.printing import PrintState
from cashier_app.domain.shifts import CloseShift, LockCount, Pieces, ZReport
from cashier_app.domain.utility import Role
from cashier_app.services.program import Program
from tests.support.counter import PASSWORD, Desk, World
from tests.support.selling import FLOAT, Selling

REASON = "for the stamps"
_offices = itertools.count(100)


def pieces(*values: tuple[str, int]) -> tuple[Pieces, ...]:
    """Pieces by value and number."""
    return tuple(Pieces(Decimal(value), count) for value, count in values)


SHORT = pieces(("500", 2), ("100", 9), ("20", 1))
"""The float, 80 short: above the limit of 50."""


def code_of(act: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def facts(*values: object) -> tuple[Any, ...]:
    """Amounts beside words, to be held against plain numbers."""
    return values


class Hall:
    """Each is there once asked for; cashiers with an open shift, the supervisor without one."""

    def __init__(self, world: World) -> None:
        self.world = world
        taken = {row[0] for row in world.run("SELECT code FROM offices")}
        self.office = next(code for n in _offices if (code := f"H{n}") not in taken)
        self.first = Selling(world.desk(office=self.office))

    @cached_property
    def second(self) -> Selling:
        return Selling(self.world.desk(full_name="Bina Roy", office=self.office))

    @cached_property
    def desk(self) -> Desk:
        return self.world.desk(Role.SUPERVISOR, "Lata Iyer", self.office)

    @cached_property
    def program(self) -> Program:
        program = self.desk.program()
        program.sessions.sign_in(self.desk.user_name, PASSWORD)
        return program

    def move_order(
        self, selling: Selling, kind: CashKind, amount: str = "0", reason: str = REASON,
        changed: tuple[Pieces, ...] = (),
    ) -> MoveCash:  # fmt: skip
        return MoveCash(
            new_request_id(), selling.shift.shift_id, kind, Decimal(amount), reason,
            selling.program.clock.now(), changed,
        )  # fmt: skip

    def move(
        self, selling: Selling, kind: CashKind, amount: str = "0", reason: str = REASON,
        changed: tuple[Pieces, ...] = (),
    ) -> CashSlip:  # fmt: skip
        order = self.move_order(selling, kind, amount, reason, changed)
        return selling.program.cash.move(order, selling.desk.user_name)

    def hand_over(self, giver: Selling, receiver: Selling, amount: str) -> CashSlip:
        order = HandOver(
            new_request_id(), giver.shift.shift_id, receiver.desk.user_name, Decimal(amount),
            "change for the afternoon", giver.program.clock.now(),
        )  # fmt: skip
        return giver.program.cash.hand_over(order, giver.desk.user_name)

    def accept(self, taker: Selling, handover: int, amount: str) -> CashSlip:
        order = AcceptHandover(
            new_request_id(), taker.shift.shift_id, handover, Decimal(amount),
            taker.program.clock.now(),
        )  # fmt: skip
        return taker.program.cash.accept(order, taker.desk.user_name)

    def check(self, selling: Selling, *counted: Pieces, reason: str = "monthly") -> CashSlip:
        order = CheckDrawer(
            new_request_id(), selling.shift.shift_id, counted or FLOAT, reason,
            self.program.clock.now(),
        )  # fmt: skip
        return self.program.cash.check_drawer(order, self.desk.user_name)

    def keep(
        self, kind: CashKind, counted: tuple[Pieces, ...], reason: str = "", bag: str = "",
        bank: str = "",
    ) -> CashSlip:  # fmt: skip
        order = KeepSafe(
            new_request_id(), kind, counted, reason, self.program.clock.now(), bag, bank
        )
        return self.program.cash.keep_safe(order, self.desk.user_name)

    def open_safe(self, *counted: tuple[str, int]) -> CashSlip:
        """Its slip came out: nobody is asked about it at the next sign-in."""
        slip = self.keep(CashKind.SAFE_OPENING, pieces(*(counted or (("1000", 20),))))
        self.program.left_papers.ended(slip.number, PrintState.PRINTED)
        return slip

    def decide(
        self, selling: Selling, difference: str, outcome: Outcome = Outcome.CHARGED,
        reason: str = "seen with both",
    ) -> Decided:  # fmt: skip
        order = DecideDifference(
            new_request_id(), selling.shift.shift_id, outcome, Decimal(difference), reason,
            self.program.clock.now(),
        )  # fmt: skip
        return self.program.cash.decide(order, self.desk.user_name)

    def count_for(self, selling: Selling, *counted: Pieces) -> None:
        """The supervisor counts a forgotten drawer."""
        order = LockCount(
            new_request_id(), selling.shift.shift_id, counted or FLOAT, 0, 0,
            self.program.clock.now(),
        )  # fmt: skip
        self.program.shifts.lock_count(order, self.desk.user_name)

    def close_for(self, selling: Selling, reason: str = "gone home ill") -> ZReport:
        order = CloseShift(
            new_request_id(), selling.shift.shift_id, reason, self.program.clock.now()
        )
        return self.program.shifts.close_other(order, self.desk.user_name)

    def held(self) -> Decimal:
        """What the safe holds by its ledger."""
        ((found,),) = self.world.run(
            "SELECT SUM(e.amount) FROM safe_entries e JOIN offices o ON o.office_id = e.office_id"
            " WHERE o.code = %s",
            self.office,
        )
        return Decimal(found or 0)

    def expected(self, selling: Selling) -> Decimal:
        """What the drawer holds."""
        ((found,),) = self.world.run(
            "SELECT float_amount + cash_taken + movements FROM shifts WHERE shift_id = %s",
            selling.shift.shift_id,
        )
        return Decimal(found)
