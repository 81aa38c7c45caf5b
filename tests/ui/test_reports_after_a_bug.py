"""A report that a bug ended is left, and one that was not saved is saved again."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.domain.utility import Role
from cashier_app.report_files.folder import ReportFolder
from cashier_app.services.reports import ReportService
from tests.support.counter import World
from tests.ui.counter_app import CounterApp
from tests.ui.test_reports_flow import at_reports, shown
from ui.screens.report import ReportScreen

pytestmark = pytest.mark.allow_log("unexpected error", reason="the bug is made on purpose")


@pytest.fixture
def counter(qtbot: QtBot, world: World) -> CounterApp:
    """A supervisor at the list of reports."""
    return at_reports(qtbot, world.desk(Role.SUPERVISOR))


def test_a_report_is_saved_again(counter: CounterApp, monkeypatch: pytest.MonkeyPatch) -> None:
    counter.type_text("by hour")
    counter.press("Enter")
    screen = shown(counter)
    with monkeypatch.context() as broken:
        broken.setattr(ReportFolder, "save", lambda *_: 1 // 0)
        counter.press("F9")
        counter.wait_until(lambda: "Something went wrong" in counter.banner_text)
    assert counter.next_title != "Wait"
    assert screen.frame.esc == "Back"
    counter.press("F9")
    counter.wait_until(lambda: "Saved" in counter.banner_text)


def test_a_report_is_left(counter: CounterApp, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(ReportService, "run", lambda *_: 1 // 0)
        counter.type_text("by hour")
        counter.press("Enter")
        counter.wait_until(lambda: "Something went wrong" in counter.banner_text)
    assert counter.next_title == "Back"
    screen = counter.screen
    assert isinstance(screen, ReportScreen)
    assert screen.rows.isHidden(), "no head of a table without a report"
    assert screen.panel.isHidden(), "no more of no row"
    counter.press("Enter")
    counter.wait_for("reports")
