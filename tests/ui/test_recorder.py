"""Traces bear the name of whom they happened under, however late they are written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.domain.errors import Unavailable
from cashier_app.domain.utility import Role
from tests.support.counter import PASSWORD, World
from tests.ui.counter_app import CounterApp
from tests.ui.payment_desk import PaymentDesk
from ui.flow.recorder import _Write
from ui.tasks import LaneName


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


def test_what_waits_for_the_server_is_tried_once_more_before_its_person_goes(
    desk: PaymentDesk, world: World, qtbot: QtBot
) -> None:
    """The line may be back; who knows when this person comes to this counter again."""
    recorder, down = desk.flow.recorder, [True]
    written: list[str] = []

    def write(name: str) -> None:
        if down[0]:
            raise Unavailable("server_unreachable")
        written.append(name)

    for name in ("first", "second"):
        recorder.put(partial(write, name))
    qtbot.waitUntil(recorder._again.isActive)
    recorder.flush()
    qtbot.waitUntil(lambda: not desk.tasks.is_busy(LaneName.COUNTER))
    down[0] = False
    recorder.flush()
    desk.settle()
    assert written == ["first", "second"]


def test_signing_out_writes_what_waits(qtbot: QtBot, world: World) -> None:
    counter = CounterApp(qtbot, world.desk())
    counter.to_find()
    payment, program = counter.app.payment, counter.app.program
    assert payment is not None
    assert program is not None
    payment.recorder._again.start()
    payment.recorder._waiting.append(
        _Write(counter.desk.user_name, partial(program.sessions.note_set_aside, "d00004"))
    )
    counter.to_shift()
    counter.do("sign_out")
    counter.wait_for("sign_in")
    assert payment.recorder._waiting == []


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
