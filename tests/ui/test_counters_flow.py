"""Counters and the check of a receipt's code, by keyboard."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cashier_app.db.repositories.receipts import ReceiptRepository
from cashier_app.domain.errors import Unavailable
from cashier_app.domain.utility import Role
from cashier_app.receipt_code import load_private_key, sign_receipt
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


def test_a_receipt_that_was_taken_back_is_not_called_good(qtbot: QtBot, world: World) -> None:
    desk = world.desk()
    selling = Selling(desk)
    receipt = selling.take(world.account(("100",)))
    selling.undo(receipt.number)
    slip = selling.program.receipts.receipt(f"{desk.code}-U-0001")
    counter = CounterApp(qtbot, world.desk(Role.AUDITOR))
    counter.sign_in()
    counter.wait_for("home")
    counter.do("check_code")
    check(counter, receipt.qr_text)
    assert counter.screen.frame.question == "The receipt does not count any more"
    assert f"Taken back by {slip.number}" in told(counter)
    counter.press("Enter")
    check(counter, slip.qr_text)
    assert counter.screen.frame.question == "The slip is ours, but it is no receipt"
    assert f"{slip.number} over −100.00" in told(counter)


def test_a_code_of_a_receipt_that_the_books_do_not_have(qtbot: QtBot, world: World) -> None:
    selling = Selling(world.desk())
    receipt = selling.take(world.account(("100",)))
    key = load_private_key(selling.desk.setup.key_path)
    gone = replace(receipt, number=f"{selling.desk.code}-000999")
    changed = replace(receipt, total=Decimal("900"))
    counter = CounterApp(qtbot, world.desk(Role.AUDITOR))
    counter.sign_in()
    counter.wait_for("home")
    counter.do("check_code")
    for paper in (gone, changed):
        check(counter, sign_receipt(paper, key))
        assert counter.screen.frame.question == "The books do not have this receipt"
        counter.press("Enter")


def test_a_copy_that_another_counter_printed_is_ours(qtbot: QtBot, world: World) -> None:
    receipt = Selling(world.desk()).take(world.account(("100",)))
    other = Selling(world.desk())
    copy = other.program.receipts.receipt(receipt.number)
    assert copy.qr_text != receipt.qr_text
    counter = CounterApp(qtbot, world.desk(Role.AUDITOR))
    counter.sign_in()
    counter.wait_for("home")
    counter.do("check_code")
    check(counter, copy.qr_text)
    assert counter.screen.frame.question == "The receipt is ours"
    assert f"This paper was printed at counter {other.desk.code}" in told(counter)


def test_without_a_server_the_keys_of_the_sign_in_are_used(
    qtbot: QtBot, world: World, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = CounterApp(qtbot, world.desk(Role.AUDITOR))
    counter.sign_in()
    counter.wait_for("home")
    kept = counter.desk.folder / "public.keys"
    counter.wait_until(kept.is_file)

    def away(_repository: ReceiptRepository) -> None:
        raise Unavailable("server_unreachable")

    monkeypatch.setattr(ReceiptRepository, "public_keys", away)
    counter.do("check_code")
    check(counter, code)
    assert counter.screen.frame.question == "The receipt is ours"
    assert "Whether it was taken back later" in told(counter)
    counter.press("Enter")
    kept.write_text(f"{code.split('-')[1]} {bytes(32).hex()}\n")
    check(counter, code)
    assert counter.screen.frame.question == "The receipt cannot be checked here"
    assert "server" in told(counter)


def test_a_cashier_scans_a_code_in_an_open_shift(qtbot: QtBot, world: World, code: str) -> None:
    counter = CounterApp(qtbot, world.desk())
    counter.to_find()
    counter.to_shift()
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
