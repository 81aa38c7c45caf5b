"""One counter that sells without pause, as its screens do, and what it was told.

It takes a part of an account's large bill, ends each doubt before it takes the next payment, and
tries again when there is no server. Anything that the program does not expect is kept.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Protocol
from uuid import UUID

from cashier_app.bootstrap import load_program
from cashier_app.domain.accounts import AccountOpened
from cashier_app.domain.errors import Busy, CashierError, OutcomeUnknown, Refused, Unavailable
from tests.support.counter import Desk
from tests.support.selling import Selling

PAID = "1"
"""In each payment."""
PAYMENTS_OF_A_CUSTOMER = 200
"""Before the next one comes: nobody pays a bill in twenty thousand parts. To open such an account
takes 0.3 s (2 ms otherwise), and after a kill fifty counters do it at once."""


class Stop(Protocol):
    """threading.Event, or multiprocessing's."""

    def is_set(self) -> bool: ...

    def wait(self, timeout: float | None = None) -> bool: ...


@dataclass
class Told:
    """What one counter was told, beside its own log."""

    counter_id: int
    log_path: Path
    acknowledged: dict[str, bytes] = field(default_factory=dict)
    """The request of each number, as the database has it: a million travel between processes."""
    settled: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    surprises: list[str] = field(default_factory=list)
    longest: float = 0.0
    """Seconds that the longest payment took that had an answer at once."""
    unsettled: int = 0
    """Lines of its log without an end when it stopped."""


class Seller:
    """`sold` hears the time of each payment (monotonic). Run `sell` in a thread of its own.

    Its customers come in turn, again and again.

    `looks_each_time`: the account is opened for each payment, as a screen does. Without it the
    next order is made from what the last one left: right for a customer who comes to no other
    counter, and the same payment for the server.
    """

    def __init__(
        self,
        desk: Desk,
        account_ids: Sequence[int],
        again_seconds: float,
        read_seconds: float,
        stop: Stop,
        sold: Callable[[float], None],
        *,
        looks_each_time: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        program = load_program(replace(desk.setup, read_seconds=read_seconds))
        desk.programs.append(program)
        self.selling = Selling(desk, program)
        self.told = Told(desk.counter_id, desk.setup.log_path)
        self._account_ids, self._again = account_ids, again_seconds
        self._stop, self._sold = stop, sold
        self._looks_each_time, self._clock = looks_each_time, clock
        self._opened: AccountOpened | None = None

    def sell(self) -> None:
        """Until it is stopped; what is in doubt is settled first."""
        try:
            while not self._stop.is_set():
                self._pay()
            self.told.unsettled = len(self.selling.program.payments.unsettled())
        except BaseException as error:  # noqa: BLE001 - told
            self.told.surprises.append(repr(error))

    def _pay(self) -> None:
        opened, self._opened = self._opened, None
        turn, of_this_one = divmod(len(self.told.acknowledged), PAYMENTS_OF_A_CUSTOMER)
        if of_this_one == 0:
            opened = None
        account_id = self._account_ids[turn % len(self._account_ids)]
        try:
            opened = opened or self.selling.program.lookup.open_account(account_id)
            order = self.selling.order_for(opened, opened.bills, PAID, part=True)
            began = self._clock()
            number = self.selling.send(order).number
            self.told.longest = max(self.told.longest, self._clock() - began)
            self._acknowledge(number, order.request_id, time.monotonic())
            if not self._looks_each_time:
                self._opened = _after_payment(opened)
        except OutcomeUnknown as error:
            self._settle(error.request_id)
        except Refused as error:
            self.told.refused[error.code] += 1
            self._stop.wait(self._again)
        except (Unavailable, Busy):
            self._stop.wait(self._again)

    def _settle(self, request_id: UUID) -> None:
        """Only an answer ends it."""
        while True:
            try:
                settled = self.selling.program.payments.settle(request_id)
            except CashierError:
                time.sleep(self._again)
                continue
            self.told.settled["taken" if settled.number else "void"] += 1
            if settled.number:
                self._acknowledge(settled.number, request_id, time.monotonic())
            return

    def _acknowledge(self, number: str, request_id: UUID, now: float) -> None:
        self.told.acknowledged[number] = request_id.bytes
        self._sold(now)


def _after_payment(opened: AccountOpened) -> AccountOpened:
    bill, *others = opened.bills
    paid = Decimal(PAID)
    left = replace(
        bill, balance=bill.balance - paid, due=bill.due - paid, version=bill.version + 1,
        paid_so_far=bill.paid_so_far + paid,
    )  # fmt: skip
    return replace(opened, bills=(left, *others))
