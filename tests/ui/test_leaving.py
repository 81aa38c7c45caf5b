"""Signing out and closing while the server takes its time: nothing else can be done meanwhile."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.services.session import SessionService
from tests.support.counter import World
from tests.ui.counter_app import CounterApp
from tests.ui.held_call import HeldCall
from ui.flow.session_flow import SessionFlow


@pytest.fixture
def counter(qtbot: QtBot, world: World) -> CounterApp:
    """At the shift's screen."""
    made = CounterApp(qtbot, world.desk())
    made.to_find()
    made.to_shift()
    return made


def session(counter: CounterApp) -> SessionFlow:
    assert counter.app.session is not None
    return counter.app.session


def sign_out(counter: CounterApp, monkeypatch: pytest.MonkeyPatch) -> HeldCall:
    """As far as the server, which does not answer."""
    held = HeldCall(monkeypatch, SessionService, "sign_out")
    counter.do("sign_out")
    counter.wait_until(lambda: held.asked == 1)
    return held


def test_a_sign_out_under_way_is_shown_and_locks_nothing(
    counter: CounterApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = sign_out(counter, monkeypatch)
    assert counter.screen.objectName() == "leave"
    assert counter.next_title == "Wait"
    counter.press("Up", "Enter", "Esc", "F1", "F2", "F8")
    counter.type_text("123456789")
    session(counter).locks.lock()
    assert counter.screen.objectName() == "leave"
    held.let_go()
    counter.wait_for("sign_in")
    counter.sign_in()
    counter.wait_for("find")


def test_a_sign_out_is_asked_for_once(counter: CounterApp, monkeypatch: pytest.MonkeyPatch) -> None:
    held = sign_out(counter, monkeypatch)
    session(counter).sign_out()
    held.let_go()
    counter.wait_for("sign_in")
    session(counter).sign_out()
    assert held.asked == 1
    assert counter.screen.objectName() == "sign_in"


def test_the_window_closed_meanwhile_closes_at_the_end(
    counter: CounterApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = sign_out(counter, monkeypatch)
    counter.window.close()
    assert counter.window.isVisible()
    held.let_go()
    counter.wait_until(lambda: not counter.window.isVisible())


def test_a_locked_counter_that_is_signed_out_is_open_for_the_next(
    counter: CounterApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refused password, for example, signs out although the lock came meanwhile."""
    session(counter).locks.lock()
    session(counter).sign_out()
    counter.wait_for("sign_in")
    counter.sign_in()
    counter.wait_for("find")


@pytest.mark.allow_log("unexpected error", reason="it breaks on purpose")
def test_a_sign_out_that_breaks_keeps_nobody_waiting(
    counter: CounterApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_service: SessionService) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(SessionService, "sign_out", broken)
    counter.do("sign_out")
    counter.wait_for("sign_in")
    assert not counter.app.state.is_signed_in
