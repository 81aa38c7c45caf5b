"""A counter that a restored backup has stopped: named, explained by a supervisor, entered again."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.db.backup import let_in, restore_backup, take_backup
from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.utility import Role
from cashier_app.services.lost import LostService
from tests.plugins.database import DATABASE
from tests.support.counter import PASSWORD, Desk, World
from tests.support.selling import Selling
from tests.ui.counter_app import CounterApp
from tests.ui.held_call import HeldCall
from tests.ui.test_session_flow import told
from ui.screens.approval import ApprovalScreen


@pytest.fixture
def forgotten(fresh_server: PrivateServer, tmp_path: Path) -> tuple[Desk, str]:
    """A desk with an open shift whose second receipt came after the backup; its supervisor."""
    admin = fresh_server.admin_login(DATABASE)
    world = World(admin, DATABASE, tmp_path / "world")
    desk = world.desk()
    supervisor = world.person(Role.SUPERVISOR, "Rana Das", counters=(desk.code,))
    selling = Selling(desk)
    selling.take(world.account(bills=("75",)))
    late = world.account(bills=("1259.50",))
    take_backup(admin, tmp_path / "night.cashier", "0.1.0")
    selling.take(late, "1500")
    world.close()
    desk.programs.clear()
    restore_backup(admin, tmp_path / "night.cashier", replace=True)
    let_in(admin)
    return desk, supervisor


def test_from_the_stop_to_the_next_customer(
    qtbot: QtBot, forgotten: tuple[Desk, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, supervisor = forgotten
    counter = CounterApp(qtbot, desk)
    counter.sign_in()
    counter.wait_for("lost")
    assert "Lost receipts: 1, 1,259.50" in told(counter)
    assert f"{desk.code}-000002" in told(counter)
    assert counter.next_title == "Ask a supervisor"
    counter.press("Enter")
    counter.wait_for("lost_approval")
    counter.press("Esc")
    counter.wait_for("lost")
    counter.press("Enter")
    counter.wait_for("lost_approval")
    for text in (supervisor, "Disk of the server failed", PASSWORD):
        counter.type_text(text)
        counter.press("Enter")
    counter.wait_for("lost_done")
    assert f"{desk.code}-L-0001" in told(counter)
    counter.press("Enter")
    counter.wait_for("sign_in")
    counter.sign_in()
    counter.wait_for("lost_waiting")
    assert "Their cash must lie in this drawer" in told(counter)
    entering = HeldCall(monkeypatch, LostService, "enter")
    counter.press("Enter", "Enter", "Esc")
    counter.wait_until(lambda: entering.asked == 1)
    assert counter.screen.objectName() == "lost_waiting"
    entering.let_go()
    counter.wait_for("lost_done")
    assert entering.asked == 1
    assert f"{desk.code}-000002 → {desk.code}-000003" in told(counter)
    assert "Receipts: 1, 1,259.50 of cash in this drawer" in told(counter)
    counter.press("Enter")
    counter.wait_for("find")
    shift = counter.app.state.signed_in.shift
    assert shift is not None
    assert shift.receipts == 2
    # The tray's banner moves the screen down: not while the walk measures it.
    counter.wait_until(lambda: "waiting" in counter.banner_text)


def test_nothing_happens_without_a_supervisor(qtbot: QtBot, forgotten: tuple[Desk, str]) -> None:
    desk, _supervisor = forgotten
    counter = CounterApp(qtbot, desk)
    counter.sign_in()
    counter.wait_for("lost")
    counter.press("F8")
    counter.press("F2")
    assert counter.screen.objectName() == "lost"
    counter.press("Enter")
    counter.wait_for("lost_approval")
    screen = counter.screen
    assert isinstance(screen, ApprovalScreen)
    for text in (desk.user_name, "by myself", PASSWORD):
        counter.type_text(text)
        counter.press("Enter")
    counter.wait_until(lambda: bool(screen.notice.accessibleName()) and not screen.is_waiting)
    counter.press("Esc")
    counter.wait_for("lost")
    counter.press("Esc")
    counter.wait_for("sign_in")
    assert not counter.app.state.is_signed_in
