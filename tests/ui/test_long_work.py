"""Work that takes long: stopped, forgotten, and left after what nobody expected."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from cashier_app.domain.errors import CashierError, Refused
from ui.crash import crash_reports
from ui.long_work import LongWork, OnStep
from ui.tasks import LaneName, Tasks


@pytest.fixture
def work(tasks: Tasks) -> LongWork:
    return LongWork(tasks, QObject(tasks))


def test_it_ends_at_the_step_after_it_was_stopped(work: LongWork, qtbot: QtBot) -> None:
    gate = threading.Event()

    def count(on_step: OnStep) -> None:
        gate.wait()
        on_step("counting", 1, 2)
        pytest.fail("it was stopped")

    work.begin(count, lambda _nothing: pytest.fail("it was stopped"))
    with qtbot.waitSignal(work.stopped), qtbot.assertNotEmitted(work.stepped):
        work.stop()
        gate.set()


def test_a_failure_is_told_to_who_began_it(work: LongWork, qtbot: QtBot) -> None:
    told: list[str] = []

    def refuse(_on_step: OnStep) -> None:
        raise Refused("no_right")

    def on_failure(error: CashierError) -> bool:
        told.append(error.code)
        return True

    work.begin(refuse, lambda _nothing: None, on_failure)
    qtbot.waitUntil(lambda: told == ["no_right"])
    with qtbot.assertNotEmitted(work.stopped):
        work.stop()


@pytest.mark.allow_log("unexpected error", reason="the bug is made on purpose")
@pytest.mark.parametrize("is_early", [True, False])
def test_stopping_leads_away_after_what_nobody_expected(
    work: LongWork, tasks: Tasks, qtbot: QtBot, *, is_early: bool
) -> None:
    gate = threading.Event()

    def break_down(_on_step: OnStep) -> None:
        gate.wait()
        raise ZeroDivisionError

    work.begin(break_down, lambda _nothing: None)
    with qtbot.waitSignal(work.stopped):
        if is_early:
            work.stop()
        with qtbot.waitSignal(crash_reports().reported):
            gate.set()
        qtbot.waitUntil(lambda: not tasks.is_busy(LaneName.REPORTS))
        if not is_early:
            work.stop()
