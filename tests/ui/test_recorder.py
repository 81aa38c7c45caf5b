"""Traces bear the name of whom they happened under, however late they are written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.domain.utility import Role
from tests.support.counter import PASSWORD, World
from tests.ui.payment_desk import PaymentDesk


class Noted:
    """What the audit says of `act`s set aside at this desk: who, and which reference."""

    def __init__(self, desk: PaymentDesk, world: World) -> None:
        self._desk, self._world = desk, world

    def __call__(self) -> list[tuple[str, str]]:
        rows = self._world.run(
            "SELECT u.user_name, e.detail FROM audit_events e JOIN users u ON u.user_id = e.user_id"
            " WHERE e.counter_id = %s AND e.act = 'set_aside' ORDER BY e.audit_event_id",
            self._desk.desk.counter_id,
        )
        return [(row[0], row[1]) for row in rows]


def note(desk: PaymentDesk, reference: str) -> Callable[[], None]:
    return partial(desk.program.sessions.note_set_aside, reference)


def sign_in(desk: PaymentDesk, user_name: str) -> None:
    desk.state.set_signed_in(desk.program.sessions.sign_in(user_name, PASSWORD).signed_in)


def test_a_trace_left_unwritten_waits_for_its_person(
    desk: PaymentDesk, world: World, qtbot: QtBot
) -> None:
    noted, recorder = Noted(desk, world), desk.flow.recorder
    amina = desk.desk.user_name
    rana = world.person(Role.CASHIER, "Rana Das", counters=(desk.desk.code,))
    desk.program.sessions.sign_out()
    recorder.put(note(desk, "a00001"))
    qtbot.waitUntil(recorder._again.isActive)
    desk.state.set_signed_in(None)
    sign_in(desk, rana)
    recorder.put(note(desk, "b00002"))
    recorder._again.start(10)
    qtbot.waitUntil(lambda: bool(noted()))
    desk.settle()
    assert noted() == [(rana, "b00002")]
    desk.program.sessions.sign_out()
    desk.state.set_signed_in(None)
    sign_in(desk, amina)
    desk.settle()
    assert noted() == [(rana, "b00002"), (amina, "a00001")]


@pytest.mark.allow_log("unexpected error", reason="a trace fails on purpose")
def test_a_failure_that_nobody_expected_holds_up_no_other_trace(
    desk: PaymentDesk, world: World
) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    desk.flow.recorder.put(fail)
    desk.flow.recorder.put(note(desk, "c00003"))
    desk.settle()
    assert Noted(desk, world)() == [(desk.desk.user_name, "c00003")]
