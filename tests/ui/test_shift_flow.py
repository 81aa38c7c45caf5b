"""Float, blind count, difference and report, by keyboard over a real database."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from pytestqt.qtbot import QtBot

from cashier_app.domain.shifts import Pieces
from cashier_app.domain.utility import Role
from cashier_app.log_lines import read_last_close
from tests.support.counter import PASSWORD, World
from tests.support.day import ZONE
from tests.ui.counter_app import CounterApp
from ui import dates
from ui.screens.close_count import CloseCountScreen
from ui.screens.closed import ClosedScreen
from ui.screens.difference import DifferenceScreen
from ui.screens.float_count import FloatScreen
from ui.theme.look import look
from ui.widgets.banner import Gravity


def to_count(counter: CounterApp) -> CloseCountScreen:
    counter.to_find()
    counter.to_shift()
    counter.press("Enter")
    counter.wait_for("close_count")
    screen = counter.screen
    assert isinstance(screen, CloseCountScreen)
    return screen


def test_enter_goes_from_row_to_row_and_the_header_adds_up(qtbot: QtBot, world: World) -> None:
    counter = CounterApp(qtbot, world.desk())
    counter.to_float()
    screen = counter.screen
    assert isinstance(screen, FloatScreen)
    counter.type_text("1")
    counter.press("Enter")
    counter.type_text("2")
    assert counter.window.header.content.amount == "2,000.00"
    assert counter.next_title == "Next: notes of 100"
    counter.press("F12")
    assert counter.next_title == "Open with 2,000.00"
    assert screen.given().pieces == (Pieces(Decimal(1000), 1), Pieces(Decimal(500), 2))
    counter.press("Enter")
    counter.wait_for("find")


def test_the_float_that_was_left_is_a_hint_and_x_fills_it_in(qtbot: QtBot, world: World) -> None:
    counter = CounterApp(qtbot, world.desk())
    close_a_shift(counter, "2")
    counter.press("F8")
    counter.wait_for("float_count")
    assert counter.window.header.content.amount == "0.00"
    assert "2,000.00" in counter.screen.frame.hint
    counter.type_text("x")
    assert counter.window.header.content.amount == "2,000.00"
    counter.press("Enter")
    counter.wait_for("find")


def close_a_shift(counter: CounterApp, thousands: str) -> None:
    to_count(counter)
    counter.type_text(thousands)
    counter.press("F12", "Enter")
    counter.wait_for("difference")
    counter.press("Enter")
    counter.wait_for("closed")


def test_the_expected_total_shows_only_after_the_lock(qtbot: QtBot, world: World) -> None:
    counter = CounterApp(qtbot, world.desk())
    screen = to_count(counter)
    assert "2,000" not in screen.frame.question + screen.frame.hint
    counter.type_text("1")
    assert ("F12", "Counted all") in [(hint.cap, hint.label) for hint in screen.frame.keys]
    counter.press("F12")
    assert counter.next_title == "Lock 1,000.00"
    counter.press("Up")
    assert counter.next_title != "Lock 1,000.00"
    counter.press("F12", "Enter")
    counter.wait_for("difference")
    difference = counter.screen
    assert isinstance(difference, DifferenceScreen)
    assert "2,000.00" in difference.table.accessibleName()


def test_a_difference_needs_a_reason_and_above_the_limit_waits_for_a_decision(
    qtbot: QtBot, world: World
) -> None:
    counter = CounterApp(qtbot, world.desk())
    to_count(counter)
    counter.type_text("1")
    counter.press("F12", "Enter")
    counter.wait_for("difference")
    screen = counter.screen
    assert isinstance(screen, DifferenceScreen)
    assert screen.card.height() == look().body_size("difference_card"), "as filled, not only later"
    content = counter.window.next_key.content
    assert content is not None
    assert content.waiting
    counter.type_text("wrong change given")
    content = counter.window.next_key.content
    assert content is not None
    assert (content.title, content.waiting) == ("Close 1,000.00 short", False)
    assert "decided later" in content.consequence
    counter.press("Enter")
    counter.wait_for("closed")
    row = world.run(
        "SELECT z.reason, z.difference, z.is_decided FROM z_reports z JOIN shifts s"
        " ON s.shift_id = z.shift_id WHERE s.counter_id = %s",
        counter.desk.counter_id,
    )
    assert row[0][0] == "wrong change given"
    assert row[0][1] == Decimal("-1000")
    assert row[0][2] == 0
    kept = read_last_close(counter.desk.setup.log_path)
    assert kept is not None
    assert str(kept.difference) == "-1000.00", "the door knows the decimals from here alone"
    counter.press("Enter")
    counter.wait_for("sign_in")
    assert "1,000.00 short" in counter.app.sign_in_screen.brand.accessibleName()


def test_a_drawer_that_agrees_closes_with_enter_and_prints_the_report(
    qtbot: QtBot, world: World
) -> None:
    counter = CounterApp(qtbot, world.desk())
    close_a_shift(counter, "2")
    screen = counter.screen
    assert isinstance(screen, ClosedScreen)
    counter.wait_until(lambda: "Printed" in screen.paper_notice.accessibleName())
    assert any(counter.desk.setup.printer.path.iterdir())
    counter.press("Enter")
    counter.wait_for("sign_in")


def test_the_door_knows_of_the_close_at_once_and_shows_the_utilitys_time(
    qtbot: QtBot, world: World
) -> None:
    counter = CounterApp(qtbot, world.desk())
    began = datetime.now(ZONE)
    close_a_shift(counter, "2")
    counter.press("Enter")
    counter.wait_for("sign_in")
    words = counter.app.sign_in_screen.brand.accessibleName()
    moments = (began, datetime.now(ZONE))
    assert any(f"closed {dates.clock(one)}, no difference" in words for one in moments), words
    assert any(dates.long_day_and_clock(one) in words for one in moments), words


def test_a_counted_shift_goes_on_at_its_difference_after_a_restart(
    qtbot: QtBot, world: World
) -> None:
    desk = world.desk()
    counter = CounterApp(qtbot, desk)
    to_count(counter)
    counter.type_text("2")
    counter.press("F12", "Enter")
    counter.wait_for("difference")
    assert counter.app.close()
    desk.programs.clear()
    again = CounterApp(qtbot, desk)
    again.sign_in()
    again.wait_for("difference")
    again.press("Enter")
    again.wait_for("closed")


def test_esc_from_the_count_loses_nothing(qtbot: QtBot, world: World) -> None:
    counter = CounterApp(qtbot, world.desk())
    screen = to_count(counter)
    counter.type_text("7")
    counter.press("Esc")
    counter.wait_for("shift")
    counter.press("Enter")
    counter.wait_for("close_count")
    assert screen.total == Decimal(7000)


def test_an_open_entry_has_to_be_finished_before_counting(qtbot: QtBot, world: World) -> None:
    account = world.account(bills=("100", "200"))
    counter = CounterApp(qtbot, world.desk())
    counter.to_find()
    counter.type_text(account.account_no)
    counter.wait_until(lambda: counter.next_title.startswith("Open "))
    counter.press("Enter")
    counter.wait_for("bills")
    counter.to_shift()
    counter.press("Enter")
    assert counter.screen.objectName() == "shift"
    banner = counter.window.banner.content
    assert banner is not None
    assert (banner.gravity, banner.lead) == (Gravity.LOOK, "An entry is open.")
    counter.press("Esc")
    counter.wait_for("bills")


def test_a_supervisor_accepts_a_difference_above_the_limit_at_the_counter(
    qtbot: QtBot, world: World
) -> None:
    desk = world.desk()
    supervisor = world.person(Role.SUPERVISOR, "Tomas Okoye", (desk.code,))
    counter = CounterApp(qtbot, desk)
    to_count(counter)
    counter.type_text("1")
    counter.press("F12", "Enter")
    counter.wait_for("difference")
    counter.press("F12")
    assert counter.screen.objectName() == "difference"
    counter.type_text("wrong change given")
    counter.press("F12")
    counter.wait_for("close_approval")
    for text in (supervisor, "counted with her", PASSWORD):
        counter.type_text(text)
        counter.press("Enter")
    counter.wait_for("closed")
    ((decided,),) = world.run(
        "SELECT z.is_decided FROM z_reports z JOIN shifts s USING (shift_id)"
        " WHERE s.counter_id = %s",
        desk.counter_id,
    )
    assert decided == 1


def test_f2_looks_for_the_cause_and_comes_back(qtbot: QtBot, world: World) -> None:
    counter = CounterApp(qtbot, world.desk())
    to_count(counter)
    counter.type_text("1")
    counter.press("F12", "Enter")
    counter.wait_for("difference")
    counter.type_text("do not know")
    assert "F2 Find the cause" in counter.window.strip.accessibleName()
    counter.press("F2")
    counter.wait_for("detective")
    assert "Nothing was found" in counter.screen.frame.question
    counter.press("Esc")
    counter.wait_for("difference")
    assert counter.next_title == "Close 1,000.00 short"


def test_the_next_shift_opens_once_the_count_is_locked(qtbot: QtBot, world: World) -> None:
    """The first cashier signs out before the Z, the second opens; the first closes later."""
    desk = world.desk()
    second = world.person(Role.CASHIER, "Bina Roy", (desk.code,))
    counter = CounterApp(qtbot, desk)
    to_count(counter)
    counter.type_text("2")
    counter.press("F12", "Enter")
    counter.wait_for("difference")
    counter.press("Esc")
    counter.wait_for("sign_in")
    counter.enter_credentials(second, PASSWORD)
    counter.wait_for("float_count")
    counter.type_text("2")
    counter.press("F12", "Enter")
    counter.wait_for("find")
    counter.to_shift()
    counter.do("sign_out")
    counter.wait_for("sign_in")
    counter.sign_in()
    counter.wait_for("difference")
    counter.press("Enter")
    counter.wait_for("closed")


def test_the_report_lies_as_an_a4_page_and_again_only_as_a_copy(qtbot: QtBot, world: World) -> None:
    counter = CounterApp(qtbot, world.desk())
    close_a_shift(counter, "2")
    screen = counter.screen
    assert isinstance(screen, ClosedScreen)
    counter.wait_until(lambda: "Kept as an A4 page" in screen.kept_notice.accessibleName())
    (page,) = (counter.desk.folder / "reports").glob("z-*.pdf")
    assert page.read_bytes().startswith(b"%PDF")
    assert f"reports/{page.name}" in screen.kept_notice.accessibleName()
    assert str(counter.desk.folder) not in screen.kept_notice.accessibleName()
    counter.press("F9")
    papers = counter.desk.folder / "papers"
    counter.wait_until(lambda: len(list(papers.glob("z-*-copy-1.pdf"))) == 1)
