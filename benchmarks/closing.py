"""Closing a shift of 2,000 payments: the count, the Z, and what a supervisor's screen reads."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from decimal import Decimal

from benchmarks.figures import Row, Times, interleaved, milliseconds, timed
from benchmarks.setting import Setting, selling
from cashier_app.domain.shifts import CloseShift, LockCount, Pieces
from cashier_app.domain.utility import Role
from tests.support.counter import PASSWORD
from tests.support.selling import Selling

PAYMENTS = 2000
LIMIT_SECONDS = 1.0
DAY_ROUNDS = 20


def closing_times(setting: Setting) -> Iterator[Row]:
    """One shift of its own, at a counter of its own."""
    selling_at = Selling(setting.world.desk())
    account = setting.world.account(("100",))
    opened = selling_at.program.lookup.open_account(account.account_id)
    for _ in range(PAYMENTS):
        selling_at.send(selling_at.order_for(opened, (), "100"))
    yield from _supervisors_view(setting, selling_at)
    program, person = selling_at.program, selling_at.desk.user_name
    shift_id = selling_at.shift.shift_id
    held = 2000 + PAYMENTS * 100
    count = LockCount(
        program.new_request_id(),
        shift_id,
        (Pieces(Decimal(100), held // 100),),
        0,
        0,
        program.clock.now(),
    )
    counted = _spent(lambda: program.shifts.lock_count(count, person))
    order = CloseShift(program.new_request_id(), shift_id, "", program.clock.now())
    closed = _spent(lambda: program.shifts.close(order, person))
    yield _limited("closing 2,000 payments: the count is locked", counted)
    yield _limited("closing 2,000 payments: difference, Z, signature", closed)


def _supervisors_view(setting: Setting, of: Selling) -> Iterator[Row]:
    desk = setting.world.desk(Role.SUPERVISOR, "Lata Iyer")
    program = desk.program()
    program.sessions.sign_in(desk.user_name, PASSWORD)
    day, x = interleaved(
        [program.cash.day, lambda: program.shifts.x_report(of.shift.shift_id)],
        DAY_ROUNDS,
        warm_up=2,
    )
    program.close()
    yield timed("the day's tie-out", day, "2,000 payments in the hall, read every 5 seconds")
    yield timed("X report", x, "2,000 payments in the shift")


def _spent(act: Callable[[], object]) -> Times:
    began = time.perf_counter()
    act()
    return Times((time.perf_counter() - began,))


def _limited(what: str, times: Times) -> Row:
    return Row(
        what,
        milliseconds(times.median),
        limit=f"≤ {LIMIT_SECONDS:.0f} s",
        note="one transaction",
        holds=times.median <= LIMIT_SECONDS,
    )


if __name__ == "__main__":
    with selling() as alone:
        for row in closing_times(alone):
            print(row.what, row.median, row.limit, "" if row.holds else "ABOVE ITS LIMIT")
