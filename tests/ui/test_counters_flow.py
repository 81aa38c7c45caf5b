"""Counters and the check of a receipt's code, by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cashier_app.domain.utility import Role
from tests.support.counter import World
from tests.support.selling import Selling
from tests.ui.counter_app import CounterApp
from ui.screens.counters import CountersScreen
from ui.screens.told import ToldScreen
from ui.tasks import LaneName


def told(counter: CounterApp) -> str:
    screen = counter.screen
    assert isinstance(screen, ToldScreen)
    return " ".join(screen.texts())


def test_a_counter_is_disabled_after_a_question_and_enabled_again(
    qtbot: QtBot, world: World
) -> None:
    other = world.desk()
    counter = CounterApp(qtbot, world.desk(Role.ADMINISTRATOR))
    counter.sign_in()
    counter.wait_for("home")
    counter.do("counters")
    counter.wait_for("counters")
    screen = counter.screen
    assert isinstance(screen, CountersScreen)
    counter.wait_until(lambda: counter.next_title.startswith("Disable"))
    codes = [found.code for found in screen.counters]
    for _ in range(codes.index(other.code)):
        counter.press("Down")
    assert counter.next_title == f"Disable Counter {other.code}"
    counter.press("Enter")
    counter.wait_for("counter_sure")
    counter.press("Esc")
    counter.wait_for("counters")
    counter.press("Enter")
    counter.wait_for("counter_sure")
    counter.press("Enter")
    counter.wait_until(lambda: counter.next_title == f"Enable Counter {other.code}")
    assert "is disabled" in counter.banner_text
    ((active,),) = world.run("SELECT is_active FROM counters WHERE code = %s", other.code)
    assert not active
    counter.press("Enter")
    counter.wait_until(lambda: counter.next_title == f"Disable Counter {other.code}")
    ((active,),) = world.run("SELECT is_active FROM counters WHERE code = %s", other.code)
    assert active


def test_another_row_makes_nothing_green_while_a_counter_is_enabled(
    qtbot: QtBot, world: World
) -> None:
    others = [world.desk(), world.desk()]
    world.run(
        "UPDATE counters SET is_active = 0 WHERE code IN (%s, %s)", *(desk.code for desk in others)
    )
    counter = CounterApp(qtbot, world.desk(Role.ADMINISTRATOR))
    counter.sign_in()
    counter.wait_for("home")
    counter.do("counters")
    counter.wait_for("counters")
    screen = counter.screen
    assert isinstance(screen, CountersScreen)
    counter.wait_until(lambda: bool(screen.counters))
    codes = [found.code for found in screen.counters]
    for _ in range(codes.index(others[0].code)):
        counter.press("Down")
    with counter.busy(LaneName.COUNTER):
        counter.press("Enter")
        assert counter.next_title == "Wait"
        counter.press("Down", "Enter")
        assert counter.next_title == "Wait"
    counter.wait_until(lambda: "works again" in counter.banner_text)
    active = world.run(
        "SELECT is_active FROM counters WHERE code IN (%s, %s) ORDER BY code = %s",
        *(desk.code for desk in others), others[1].code,
    )  # fmt: skip
    assert [bool(row[0]) for row in active] == [True, False]
    assert counter.next_title.endswith(codes[screen.table.current_row()])
    with counter.busy(LaneName.COUNTER):
        counter.press("Esc")
        counter.wait_for("home")
        counter.do("counters")
        counter.wait_for("counters")
        counter.press("Down", "Up")
        assert counter.next_title == "Wait"
    counter.wait_until(lambda: counter.next_title != "Wait")


@pytest.mark.parametrize(("place", "lane"), [
    ("utility", LaneName.COUNTER), ("printers", LaneName.PRINTER),
])  # fmt: skip
def test_rows_of_the_visit_before_are_not_offered(
    qtbot: QtBot, world: World, place: str, lane: LaneName
) -> None:
    role = Role.ADMINISTRATOR if place == "utility" else Role.SUPERVISOR
    counter = CounterApp(qtbot, world.desk(role))
    counter.sign_in()
    counter.wait_for("home")
    counter.do(place)
    counter.wait_for(place)
    counter.wait_until(lambda: counter.next_title not in {"", "Wait"})
    counter.press("Esc")
    counter.wait_for("home")
    with counter.busy(lane):
        counter.do(place)
        counter.wait_for(place)
        counter.press("Down", "Enter")
        assert counter.next_title == "Wait"
        assert counter.screen.objectName() == place
    counter.wait_until(lambda: counter.next_title != "Wait")


@pytest.fixture
def code(world: World) -> str:
    """The code on a receipt of another counter."""
    desk = world.desk()
    program = desk.program()
    receipt = Selling(desk, program).take(world.account(("100",)))
    return program.receipts.receipt(receipt.number).qr_text


def check(counter: CounterApp, code: str) -> None:
    counter.wait_for("check_code")
    counter.type_text(code)
    counter.press("Enter")
    counter.wait_for("check_found")


def test_a_code_proves_its_receipt_and_a_changed_one_does_not(
    qtbot: QtBot, world: World, code: str
) -> None:
    counter = CounterApp(qtbot, world.desk(Role.AUDITOR))
    counter.sign_in()
    counter.wait_for("home")
    counter.do("check_code")
    check(counter, code)
    assert counter.screen.frame.question == "The receipt is ours"
    assert "over 100.00" in told(counter)
    counter.press("Enter")
    check(counter, code.replace("-100000-", "-900000-"))
    assert counter.screen.frame.question == "The receipt is not ours"
    counter.press("Enter")
    version, _, rest = code.split("-", 2)
    check(counter, f"{version}-9999-{rest}")
    assert "Counter 9999 is not known here" in told(counter)
    counter.press("Enter")
    check(counter, "hello")
    assert counter.screen.frame.question == "This is no code of a receipt"
    counter.press("Esc")
    counter.wait_for("home")


def test_a_cashier_scans_a_code_in_an_open_shift(qtbot: QtBot, world: World, code: str) -> None:
    counter = CounterApp(qtbot, world.desk())
    counter.to_find()
    counter.press("F8")
    counter.wait_for("shift")
    counter.do("check_code_at_shift")
    counter.wait_for("check_at_shift_code")
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, code)  # a scanner leaves no time between
    counter.press("Enter")
    counter.wait_for("check_at_shift_found")
    assert counter.screen.frame.question == "The receipt is ours"
    counter.press("Esc")
    counter.wait_for("shift")
