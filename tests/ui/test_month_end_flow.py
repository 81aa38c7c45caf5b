"""Month end at home: the roll-forward, the lock asked for twice, what stands in its way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.utility import Role
from tests.plugins.database import DATABASE
from tests.support.counter import World
from tests.support.day import local_today
from tests.support.selling import Selling
from tests.ui.counter_app import CounterApp
from ui import dates
from ui.models.periods import day_words
from ui.screens.month_end import MonthEndScreen

LAST = local_today().replace(day=1) - timedelta(days=1)


@pytest.fixture
def world(fresh_server: PrivateServer, tmp_path: Path) -> Iterator[World]:
    """Of this test alone: what it locks stays locked."""
    made = World(fresh_server.admin_login(DATABASE), DATABASE, tmp_path)
    made.account(("100", "40.50"), due_in_days=-60)
    yield made
    made.close()


@pytest.fixture
def counter(qtbot: QtBot, world: World) -> CounterApp:
    """A clerk at last month."""
    made = CounterApp(qtbot, world.desk(Role.CLERK))
    made.sign_in()
    made.wait_for("home")
    made.do("month_end")
    made.wait_for("month_end")
    made.wait_until(lambda: not _screen(made).is_waiting)
    return made


def _screen(counter: CounterApp) -> MonthEndScreen:
    screen = counter.screen
    assert isinstance(screen, MonthEndScreen)
    return screen


def _amounts(counter: CounterApp) -> dict[str, str]:
    return {line.label: line.amount for line in _screen(counter).ledger.lines}


def locks(world: World) -> list[tuple[date, str]]:
    return [tuple(row) for row in world.run("SELECT locked_to, reason FROM period_locks")]


def _to_sure(counter: CounterApp) -> None:
    counter.type_text("ageing agrees")
    assert counter.next_title == f"Lock up to {day_words(LAST)}"
    counter.press("Enter")
    counter.wait_for("month_end_sure")


def test_a_month_is_locked_after_a_second_yes(counter: CounterApp, world: World) -> None:
    assert _screen(counter).frame.question == f"Is {dates.month(LAST)} ready to be locked?"
    assert _amounts(counter)["Owed at the end"] == "140.50"
    assert _amounts(counter)["Difference"] == "0.00"
    assert counter.corner == "Owed at the end Rs 140.50"
    assert counter.next_title == "Say what was looked at"
    counter.press("Enter")
    _to_sure(counter)
    counter.press("Esc")
    counter.wait_for("month_end")
    assert locks(world) == []
    counter.press("Enter")
    counter.wait_for("month_end_sure")
    assert counter.next_title == f"Lock up to {day_words(LAST)} for good"
    assert counter.corner == "Owed at the end Rs 140.50"
    counter.press("Enter")
    counter.wait_for("month_end")
    counter.wait_until(lambda: counter.next_title == "Nothing to lock")
    assert locks(world) == [(LAST, "ageing agrees")]
    assert "locked up to" in _screen(counter).notice.accessibleName()


def test_nothing_else_is_asked_while_a_month_is_locked(counter: CounterApp, world: World) -> None:
    _to_sure(counter)
    with counter.busy():
        counter.press("Enter")
        counter.wait_for("month_end")
        assert counter.next_title == "Wait"
        counter.press("PgUp", "F9", "Esc", "Enter")
        assert counter.screen.objectName() == "month_end"
        assert counter.next_title == "Wait"
    counter.wait_until(lambda: counter.next_title == "Nothing to lock")
    assert _screen(counter).notice.accessibleName() == (
        f"The books are locked up to {day_words(LAST)}."
    )
    assert locks(world) == [(LAST, "ageing agrees")]
    counter.press("PgUp")
    counter.wait_until(lambda: dates.month(LAST) not in counter.screen.frame.question)
    counter.press("Esc")
    counter.wait_for("home")


@pytest.mark.allow_log("unexpected error", reason="the bug is made on purpose")
def test_a_lock_that_fails_unexpectedly_leaves_a_way_back(
    counter: CounterApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert counter.app.program is not None
    reports = counter.app.program.reporting.reports
    monkeypatch.setattr(reports, "lock_period", lambda *_: 1 // 0)
    _to_sure(counter)
    counter.press("Enter")
    counter.wait_until(lambda: counter.next_title == "Say what was looked at")
    counter.press("Esc")
    counter.wait_for("home")


def test_an_open_shift_of_the_month_is_named(counter: CounterApp, world: World) -> None:
    selling = Selling(world.desk())
    world.run("DROP TRIGGER shifts_lawful_update")
    world.run("UPDATE shifts SET business_date = %s", LAST)
    _to_sure(counter)
    counter.press("Enter")
    counter.wait_for("month_end")
    counter.wait_until(lambda: selling.desk.code in _screen(counter).notice.accessibleName())
    assert locks(world) == []


def test_a_month_that_does_not_add_up_is_not_locked(counter: CounterApp, world: World) -> None:
    world.run("DROP TRIGGER IF EXISTS bills_lawful_update")
    world.run("UPDATE bills SET balance = balance - 1, version = version + 1 LIMIT 1")
    counter.press("Esc")
    counter.wait_for("home")
    counter.do("month_end")
    counter.wait_until(lambda: counter.next_title == "Nothing to lock")
    assert _amounts(counter)["Difference"] != "0.00"
    assert "does not add up" in _screen(counter).notice.accessibleName()


def test_other_months_and_the_report_by_class(counter: CounterApp) -> None:
    before = LAST.replace(day=1) - timedelta(days=1)
    _screen(counter).month_asked.emit(-1)
    counter.wait_until(lambda: dates.month(before) in counter.screen.frame.question)
    _screen(counter).month_asked.emit(1)
    _screen(counter).month_asked.emit(1)
    counter.wait_until(lambda: dates.month(LAST) in counter.screen.frame.question)
    counter.press("F9")
    counter.wait_for("month_report")
    counter.press("Esc")
    counter.wait_for("month_end")
