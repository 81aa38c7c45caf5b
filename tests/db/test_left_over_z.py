"""A Z whose signature did not reach the server is signed at the next sign-in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cashier_app.domain.errors import Unavailable
from cashier_app.domain.shifts import CloseShift, LockCount, Pieces
from tests.support.counter import World

SIGNATURES = "SELECT COUNT(*) FROM z_signatures WHERE entry_id = %s"


def broken_line(_hash: bytes) -> bytes:
    raise Unavailable("server_unreachable")


def test_an_unsigned_z_is_signed_at_the_next_sign_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = world.desk()
    program = desk.program()
    program.sessions.sign_in(desk.user_name, desk.password)
    shift = desk.open_shift(program)
    now = program.clock.now
    count = LockCount(
        program.new_request_id(), shift.shift_id, (Pieces(Decimal(1000), 2),), 0, 0, now()
    )
    program.shifts.lock_count(count, desk.user_name)

    with monkeypatch.context() as fault:
        fault.setattr(program.shifts, "_sign", broken_line)
        z = program.shifts.close(
            CloseShift(program.new_request_id(), shift.shift_id, "", now()), desk.user_name
        )
    assert not z.signed
    assert world.run(SIGNATURES, z.entry_id)[0][0] == 0

    program.sessions.sign_out()
    program.sessions.sign_in(desk.user_name, desk.password)

    assert world.run(SIGNATURES, z.entry_id)[0][0] == 1
