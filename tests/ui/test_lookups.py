"""Accounts being opened: counted while they are, whatever comes of it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.support.counter import World
from ui.crash import crash_reports
from ui.flow.lookups import Lookups
from ui.tasks import Tasks


@pytest.mark.allow_log("unexpected error", reason="the bug is made on purpose")
def test_a_look_up_that_fails_unexpectedly_is_over(
    qtbot: QtBot, tasks: Tasks, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise nobody could pay or sign out any more: it is still being looked up."""
    lookup = world.desk().program().lookup
    lookups = Lookups(tasks, lookup)
    monkeypatch.setattr(lookup, "open_account", lambda _id: 1 // 0)
    with qtbot.waitSignal(crash_reports().reported):
        lookups.open_account(1)
        assert lookups.is_busy
    assert not lookups.is_busy


def test_a_look_up_is_over_before_its_answer_is_told(
    qtbot: QtBot, tasks: Tasks, world: World
) -> None:
    desk, account = world.desk(), world.account(("100",))
    program = desk.program()
    program.sessions.sign_in(desk.user_name, desk.password)
    lookups = Lookups(tasks, program.lookup)
    told: list[bool] = []
    for signal in (lookups.opened, lookups.failed):
        signal.connect(lambda *_answer: told.append(lookups.is_busy))
    lookups.open_account(account.account_id)
    lookups.open_account(0)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == [True, False], "the second was under way when the first was told"
    assert not lookups.is_busy
