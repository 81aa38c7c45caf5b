"""A clerk's readings by keyboard, over a real database: a route, the held list, estimates."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.db.repositories.supply.readings import ReadingRepository
from cashier_app.domain.utility import Role
from cashier_app.services.readings import Progress, ReadingService
from tests.support.counter import World, unique
from tests.support.office import TODAY, Home, Office, days_ago
from tests.ui.counter_app import CounterApp
from ui.screens.held import HeldScreen
from ui.screens.route_readings import RouteReadingsScreen
from ui.screens.routes import RoutesScreen
from ui.tasks import LaneName

# Old enough that none of them is of this month.
MONTHS = [(150, "1000"), (120, "1100"), (90, "1200"), (60, "1300")]


class Rounds:
    """A clerk at the routes, with a route of this test's own."""

    def __init__(self, qtbot: QtBot, world: World, office: Office) -> None:
        self.office, self.route = office, unique("R", 8)
        self.counter = CounterApp(qtbot, world.desk(Role.CLERK, "Nirmala Joshi"))

    def begin(self) -> None:
        self.counter.sign_in()
        self.counter.wait_for("home")
        self.counter.do("readings")
        self.at_routes()
        while self.chosen.code != self.route:
            self.counter.press("Down")

    def at_routes(self) -> None:
        self.counter.wait_for("routes")
        self.counter.wait_until(lambda: self.counter.next_title.startswith("Type "))

    @property
    def chosen(self) -> Any:
        screen = self.counter.screen
        assert isinstance(screen, RoutesScreen)
        return screen.chosen

    @property
    def typing(self) -> RouteReadingsScreen:
        screen = self.counter.screen
        assert isinstance(screen, RouteReadingsScreen)
        return screen

    @property
    def held(self) -> HeldScreen:
        screen = self.counter.screen
        assert isinstance(screen, HeldScreen)
        return screen

    def open(self) -> None:
        self.counter.press("Enter")
        self.counter.wait_for("route_readings")

    def type_in(self, value: str) -> None:
        """A figure of the meter in front, and the next one."""
        before = self.typing.frame.hint
        self.counter.type_text(value)
        self.counter.press("Enter")
        self.counter.wait_until(lambda: self.typing.frame.hint != before)

    def columns(self) -> list[tuple[str, str]]:
        """Head and content of the first row of the route."""
        cells = self.typing.table.cells
        index = [cells.index(0, column) for column in range(cells.columnCount())]
        return [(cells.columns[column].head, cells.data(one)) for column, one in enumerate(index)]

    def consequence(self) -> str:
        content = self.counter.screen.frame.next_key
        return content.consequence if content else ""

    def stored(self, home: Home) -> list[tuple[str, str, str | None]]:
        """Readings of today."""
        rows = self.office.rows(
            "SELECT r.value, r.status, r.hold_reason FROM readings r JOIN registers USING"
            " (register_id) JOIN meters m USING (meter_id) WHERE m.meter_no = :no"
            " AND r.read_on = :day",
            no=home.meter_no,
            day=TODAY,
        )
        return [(f"{value.normalize():f}", status, why) for value, status, why in rows]


@pytest.fixture
def rounds(qtbot: QtBot, world: World, tmp_path: Path) -> Rounds:
    return Rounds(qtbot, world, Office(world, tmp_path))


def test_a_route_is_typed_in_meter_after_meter(rounds: Rounds) -> None:
    homes = [rounds.office.metered(MONTHS, route=rounds.route) for _ in range(3)]
    rounds.begin()
    assert (rounds.chosen.registers, rounds.chosen.read) == (3, 0)
    rounds.open()
    assert rounds.typing.frame.hint == "0 of 3 read"
    rounds.counter.type_text("1500")
    assert rounds.counter.next_title == "Save 1,500"
    rounds.counter.press("Enter")
    rounds.counter.wait_until(lambda: rounds.typing.frame.hint == "1 of 3 read")
    assert rounds.typing.value_field.text() == ""
    rounds.type_in("1520")
    rounds.type_in("1490")
    rounds.counter.press("Esc")
    rounds.at_routes()
    rounds.counter.wait_until(lambda: rounds.chosen.read == 3)
    assert rounds.chosen.code == rounds.route
    found = [stored for home in homes for stored in rounds.stored(home)]
    assert sorted(value for value, _, _ in found) == ["1490", "1500", "1520"]
    assert {status for _, status, _ in found} == {"actual"}


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("-5", "-5 is below zero."),
        ("100000", "100000 does not fit on a dial of 5 digits."),
        ("12a", "“12a” is no figure: digits with a decimal point, no grouping"),
        ("1.2345", "1.2345 has more than 3 decimals"),
    ],
)
def test_what_can_be_no_reading_is_said_while_it_is_typed(
    rounds: Rounds, typed: str, problem: str
) -> None:
    home = rounds.office.metered(MONTHS, route=rounds.route)
    rounds.begin()
    rounds.open()
    rounds.counter.type_text(typed)
    assert rounds.consequence() == problem
    rounds.counter.press("Enter")
    assert rounds.typing.value_field.text() == typed
    assert rounds.stored(home) == []


def test_what_was_typed_wrong_is_typed_again(rounds: Rounds) -> None:
    home = rounds.office.metered(MONTHS, route=rounds.route)
    rounds.begin()
    rounds.open()
    rounds.type_in("1510")
    rounds.counter.type_text("1590")
    assert rounds.counter.next_title == "Correct to 1,590"
    rounds.counter.press("Enter")
    rounds.counter.wait_until(lambda: rounds.stored(home) == [("1590", "actual", None)])
    rounds.counter.wait_until(lambda: rounds.typing.value_field.text() == "")
    rounds.counter.type_text("900")
    assert rounds.typing.notice.lead.full_text == "Lower than before."
    assert ("Before", "1,300") in rounds.columns()
    rounds.typing.value_field.set_text("9000")
    rounds.counter.press("Enter")
    rounds.counter.wait_until(lambda: rounds.consequence() == "It counts although it looks wrong")
    assert rounds.typing.notice.lead.full_text == "Much more than usual."
    rounds.counter.press("Enter")
    rounds.counter.wait_until(lambda: rounds.stored(home) == [("9000", "actual", None)])


@pytest.mark.allow_log("unexpected error", reason="the bug is made on purpose")
def test_after_a_bug_a_figure_is_stored_again(
    rounds: Rounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = rounds.office.metered(MONTHS, route=rounds.route)
    rounds.begin()
    rounds.open()
    rounds.counter.type_text("1500")
    with monkeypatch.context() as broken:
        broken.setattr(ReadingService, "enter", lambda *_: 1 // 0)
        rounds.counter.press("Enter")
        rounds.counter.wait_until(lambda: "Something went wrong" in rounds.counter.banner_text)
    assert rounds.typing.value_field.text() == "1500"
    rounds.counter.press("Enter")
    rounds.counter.wait_until(lambda: rounds.typing.frame.hint == "1 of 1 read")
    assert rounds.stored(home) == [("1500", "actual", None)]


def test_a_figure_stays_as_it_was_sent_until_it_is_stored(rounds: Rounds) -> None:
    homes = [rounds.office.metered(MONTHS, route=rounds.route) for _ in range(2)]
    rounds.begin()
    rounds.open()
    counter = rounds.counter
    counter.type_text("1500")
    with counter.busy():
        counter.press("Enter")
        counter.type_text("9")
        counter.press("Enter")
        assert counter.next_title == "Wait"
        assert rounds.typing.value_field.text() == "1500"
    counter.wait_until(lambda: rounds.typing.frame.hint == "1 of 2 read")
    counter.wait_until(lambda: not counter.app.tasks.is_busy(LaneName.REPORTS))
    found = [stored for home in homes for stored in rounds.stored(home)]
    assert [value for value, _, _ in found] == ["1500"]
    rounds.type_in("1510")


def test_arrows_choose_another_meter(rounds: Rounds) -> None:
    for _ in range(2):
        rounds.office.metered(MONTHS, route=rounds.route)
    rounds.begin()
    rounds.open()
    label = rounds.typing.value_field.label.text()
    rounds.counter.press("Down")
    assert rounds.typing.value_field.label.text() != label
    assert rounds.typing.value_field.edit.hasFocus()
    rounds.counter.press("Up")
    assert rounds.typing.value_field.label.text() == label


def test_a_scanned_meter_is_gone_to(rounds: Rounds) -> None:
    homes = [rounds.office.metered(MONTHS, route=rounds.route) for _ in range(3)]
    rounds.begin()
    rounds.open()
    for home in homes:
        rounds.counter.app.scanner.scanned.emit(home.meter_no)
        assert home.meter_no[2:] in rounds.typing.value_field.label.text()
    rounds.counter.app.scanner.scanned.emit("99123456")
    lead = rounds.typing.notice.lead.full_text
    assert lead == "Meter 99-123456 does not stand on this route."


def test_a_day_before_the_last_reading_is_refused_at_once(rounds: Rounds) -> None:
    rounds.office.metered(MONTHS, route=rounds.route)
    rounds.begin()
    rounds.open()
    rounds.counter.type_text("1400")
    rounds.typing.day_field.set_text(str(days_ago(70)))
    assert rounds.consequence().startswith(f"{days_ago(70)} is before the last reading")


def test_an_odd_figure_is_held_then_accepted_corrected_and_estimated(rounds: Rounds) -> None:
    homes = [rounds.office.metered(MONTHS, route=rounds.route) for _ in range(3)]
    rounds.begin()
    rounds.open()
    rounds.counter.type_text("9000")
    assert rounds.counter.next_title == "Hold 9,000"
    assert rounds.typing.notice.lead.full_text == "Much more than usual."
    rounds.counter.press("Enter")
    rounds.counter.wait_until(lambda: rounds.typing.frame.hint == "1 of 3 read")
    rounds.type_in("1200")
    rounds.type_in("1300")
    rounds.counter.press("Esc")
    rounds.at_routes()
    rounds.counter.wait_until(lambda: rounds.chosen.held == 3)
    rounds.counter.type_text("h")
    rounds.counter.wait_for("held")
    rounds.counter.wait_until(lambda: rounds.counter.next_title.startswith("Accept "))
    _choose(rounds, "Much more than usual")
    assert [bar.shown for bar in rounds.held.chart._bars][-1] == "7,700"
    assert rounds.held.chart._bars[-1].meant
    rounds.counter.press("Enter")
    _decided(rounds, homes, ("9000", "actual", None))
    _choose(rounds, "Lower than before")
    rounds.counter.type_text("1290")
    assert rounds.counter.next_title == "Correct to 1,290"
    rounds.counter.press("Enter")
    rounds.counter.wait_until(lambda: bool(rounds.held.notice.lead.full_text))
    assert rounds.consequence() == "It counts although it looks wrong"
    rounds.counter.press("Esc")
    rounds.counter.type_text("1505")
    rounds.counter.press("Enter")
    _decided(rounds, homes, ("1505", "actual", None))
    _choose(rounds, "Nothing used, though the supply is on")
    rounds.counter.type_text("e")
    _decided(rounds, homes, ("1500", "estimated", None))
    rounds.counter.press("Esc")
    rounds.at_routes()
    rounds.counter.wait_until(lambda: (rounds.chosen.read, rounds.chosen.held) == (3, 0))


def _choose(rounds: Rounds, title: str) -> None:
    """Other tests' readings wait in the list, too."""
    screen = rounds.held
    at = next(
        n for n, one in enumerate(screen._held)
        if one.route == rounds.route and _title_at(screen, n) == title
    )  # fmt: skip
    screen.table.choose_row(at)
    assert screen.title.text() == title


def _title_at(screen: HeldScreen, row: int) -> str:
    screen.table.choose_row(row)
    return screen.title.text()


def _decided(rounds: Rounds, homes: list[Home], wanted: tuple[str, str, str | None]) -> None:
    rounds.counter.wait_until(
        lambda: (
            any(wanted in rounds.stored(home) for home in homes)
            and rounds.counter.screen.objectName() == "held"
            and not _is_waiting(rounds)
        )
    )


def _is_waiting(rounds: Rounds) -> bool:
    content = rounds.counter.screen.frame.next_key
    return content is None or content.title == "Wait"


def test_the_rest_of_a_route_is_estimated(rounds: Rounds) -> None:
    home = rounds.office.metered(MONTHS, route=rounds.route)
    rounds.office.metered(route=rounds.route)
    rounds.begin()
    rounds.counter.type_text("e")
    rounds.counter.wait_for("estimate_sure")
    assert rounds.counter.next_title == "Estimate 2"
    rounds.counter.press("Enter")
    rounds.at_routes()
    assert rounds.counter.banner_text.startswith("1 estimated. 1 could not be, the first is meter ")
    assert rounds.stored(home) == [("1500", "estimated", None)]


def test_estimates_that_are_stopped_leave_nothing(
    rounds: Rounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = rounds.office.metered(MONTHS, route=rounds.route)
    rounds.begin()
    stop, estimated = threading.Event(), ReadingRepository.estimate_missing

    def slow(self: ReadingRepository, route_id: int, day: date, progress: Progress) -> Any:
        progress(1, 4)
        assert stop.wait(10)
        return estimated(self, route_id, day, progress)

    monkeypatch.setattr(ReadingRepository, "estimate_missing", slow)
    rounds.counter.type_text("e")
    rounds.counter.wait_for("estimate_sure")
    rounds.counter.press("Enter")
    rounds.counter.wait_for("estimating")
    rounds.counter.press("Esc")
    stop.set()
    rounds.at_routes()
    assert rounds.counter.banner_text.strip() == "You stopped it. Nothing was changed."
    assert rounds.stored(home) == []


def test_a_supervisor_has_no_readings(qtbot: QtBot, world: World) -> None:
    counter = CounterApp(qtbot, world.desk(Role.SUPERVISOR))
    counter.sign_in()
    counter.wait_for("home")
    names = [action.name for action in counter.screen.list._actions]  # type: ignore[attr-defined]
    assert not {"readings", "customers"} & set(names)
