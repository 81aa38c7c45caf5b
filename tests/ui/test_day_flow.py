"""The supervisor's day by keyboard, over a real database."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.bootstrap import new_request_id
from cashier_app.db.connection import CounterConnection
from cashier_app.db.repositories.shifts import ShiftRepository
from cashier_app.domain.payments import Unsettled
from cashier_app.domain.shifts import CloseShift
from tests.support.counter import PASSWORD, World
from tests.support.hall import SHORT, Hall, pieces
from tests.ui.counter_app import CounterApp
from ui.models.day_view import DayView
from ui.screens.day import DayScreen
from ui.screens.shift_look import ShiftLookScreen
from ui.widgets.chip import Tone


class Day:
    """A supervisor of a hall with two open drawers, at "The day"."""

    def __init__(self, qtbot: QtBot, hall: Hall) -> None:
        self.hall = hall
        self.counter = CounterApp(qtbot, hall.desk)
        self.counter.sign_in()
        self.counter.wait_for("home")
        self.open()

    def open(self) -> None:
        self.counter.do("day")
        self.counter.wait_for("day")
        self.counter.wait_until(lambda: self.screen.view is not None)

    @property
    def screen(self) -> DayScreen:
        screen = self.counter.screen
        assert isinstance(screen, DayScreen)
        return screen

    @property
    def view(self) -> DayView:
        view = self.screen.view
        assert view is not None
        return view

    def row(self, name: str) -> None:
        """Choose the row that names `name`, and open it."""
        titles = [row.title for row in self.view.rows]
        exact = name if name in titles else next(title for title in titles if name in title)
        at = titles.index(exact)
        for _ in range(len(self.view.rows)):
            self.counter.press("Up")
        for _ in range(at):
            self.counter.press("Down")
        self.counter.press("Enter")

    def look(self, name: str) -> None:
        self.row(name)
        self.counter.wait_for("shift_look")

    def actions(self) -> list[str]:
        screen = self.counter.screen
        assert isinstance(screen, ShiftLookScreen)
        return [action.name for action in screen.list._actions]

    def text(self, attribute: str) -> str:
        return str(getattr(self.counter.screen, attribute).accessibleName())

    def reason(self, text: str = "seen with both") -> None:
        self.counter.type_text(text)
        self.counter.press("Enter")


@pytest.fixture
def hall(world: World) -> Hall:
    """The supervisor's program is the window's: a counter has one."""
    return Hall(world)


def test_a_day_that_ties_says_so(qtbot: QtBot, hall: Hall) -> None:
    assert hall.second.shift.state == "open"
    hall.first.take(hall.world.account(("100", "50.5")))
    day = Day(qtbot, hall)
    view = day.view
    assert (view.chip.text, view.chip.tone) == ("It ties out", Tone.QUIET)
    assert view.collected == "150.50"
    assert [row.name for row in view.collections] == ["Amina Rahman", "Bina Roy"]
    assert view.collections[0].amounts == ("150.50", "0.00", "0.00", "150.50")
    assert view.total.receipts == "1"
    assert [row.mark.value for row in view.ties] == ["", "check", "check", "check", ""]
    assert {row.state for row in view.rows} == {"Open"}
    assert "2 counters open" in view.facts


def test_it_turns_red_by_itself_when_a_drawer_is_short(
    qtbot: QtBot, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.flow.day_flow._AGAIN_MS", 50)
    day = Day(qtbot, hall)
    assert day.view.chip.tone is Tone.QUIET
    hall.first.count(*SHORT)
    day.counter.wait_until(lambda: day.view.chip.tone is Tone.STOP)
    assert day.view.chip.text == f"Not yet: Counter {hall.first.desk.code} is 80.00 short"
    assert (day.view.rows[0].title, day.view.rows[0].state) == ("Amina Rahman", "80.00 short")
    assert day.view.ties[3].mark.value == "triangle-alert"


def test_a_drawer_is_counted_unannounced(qtbot: QtBot, hall: Hall) -> None:
    assert hall.expected(hall.second) == 2000
    day = Day(qtbot, hall)
    day.look("Bina Roy")
    assert day.actions() == ["check", "close", "x"]
    day.counter.do("check")
    day.counter.wait_for("check_count")
    assert "2,000" not in day.counter.screen.frame.hint
    day.counter.type_text("1")
    day.counter.press("F12", "Enter")
    day.counter.wait_for("check_reason")
    day.reason("monthly count")
    day.counter.wait_for("check_stored")
    assert "Short 1,000.00" in day.text("ledger")
    assert f"{hall.second.desk.code}-C-0001" in day.text("ledger")
    day.counter.press("Enter")
    day.counter.wait_for("day")
    assert hall.expected(hall.second) == 2000


def test_a_forgotten_shift_is_counted_and_closed(qtbot: QtBot, hall: Hall) -> None:
    hall.first.take(hall.world.account(("100",)))
    day = Day(qtbot, hall)
    day.look("Amina Rahman")
    day.counter.do("close")
    day.counter.wait_for("other_count")
    day.counter.type_text("2")
    day.counter.press("F12", "Enter")
    day.counter.wait_for("other_close")
    assert "100.00 short" in day.text("ledger")
    day.reason("gone home ill")
    day.counter.wait_for("other_closed")
    assert "Short 100.00" in day.text("ledger")
    day.counter.wait_until(lambda: "Printed" in day.text("paper_notice"))
    day.counter.press("Enter")
    day.counter.wait_for("day")
    day.counter.wait_until(lambda: day.view.rows[0].state == "100.00 short")


def test_a_difference_is_decided_once(qtbot: QtBot, hall: Hall) -> None:
    hall.first.count(*SHORT)
    hall.first.close("do not know")
    day = Day(qtbot, hall)
    day.look("Amina Rahman")
    assert day.actions() == ["decide", "detect", "z"]
    day.counter.do("decide")
    day.counter.wait_for("decide_how")
    day.counter.press("Down", "Enter")
    day.counter.wait_for("decide_why")
    assert day.counter.next_title == "Charge 80.00"
    day.reason()
    day.counter.wait_for("decided")
    assert "Charged to the cashier: 80.00 short" in day.counter.screen.texts()[0]  # type: ignore[attr-defined]
    assert day.counter.corner == "Short Rs 80.00"
    day.counter.press("Enter")
    day.counter.wait_for("day")
    day.counter.wait_until(lambda: day.view.chip.text == "It ties out")
    day.look("Amina Rahman")
    assert "decide" not in day.actions()


def test_a_difference_above_the_own_limit_is_said_to_be(qtbot: QtBot, hall: Hall) -> None:
    hall.first.count(*SHORT)
    hall.first.close("do not know")
    hall.world.run(
        "UPDATE rights r JOIN users u ON u.user_id = r.user_id SET r.limit_amount = 79.99"
        " WHERE u.user_name = %s AND r.activity = 'decide_difference'",
        hall.desk.user_name,
    )
    day = Day(qtbot, hall)
    day.look("Amina Rahman")
    day.counter.do("decide")
    day.counter.wait_for("decide_how")
    assert day.counter.next_title == "Nothing to do here"
    assert "above your limit of 79.99" in day.text("notice")


def test_the_detective_names_the_receipt_of_that_amount(qtbot: QtBot, hall: Hall) -> None:
    hall.first.take(hall.world.account(("100",)))
    suspect = hall.first.take(hall.world.account(("80",)))
    hall.first.count(*pieces(("500", 2), ("100", 11)))
    hall.first.close("do not know")
    day = Day(qtbot, hall)
    day.look("Amina Rahman")
    assert "80.00 short" in day.counter.screen.frame.chip.text  # type: ignore[union-attr]
    day.counter.do("detect")
    day.counter.wait_for("day_detective")
    table = day.counter.screen.table  # type: ignore[attr-defined]
    row = [table.model().index(0, column).data() for column in range(4)]
    assert row[0].startswith("Exactly this amount")
    assert (row[1], row[3]) == (suspect.number, "80.00")
    day.counter.press("Enter")
    day.counter.wait_for("shift_look")


def test_a_z_is_printed_and_kept_as_a_copy(qtbot: QtBot, hall: Hall) -> None:
    hall.first.count()
    hall.first.close()
    day = Day(qtbot, hall)
    day.look("Amina Rahman")
    day.counter.do("z")
    day.counter.wait_for("day_z")
    day.counter.do("print")
    day.counter.wait_until(lambda: "Printed" in day.text("notice"))
    day.counter.do("keep")
    day.counter.wait_until(lambda: "Kept as an A4 page" in day.text("notice"))
    kept = list((hall.desk.folder / "reports").glob("z-*-copy-2.pdf"))
    assert len(kept) == 1
    assert kept[0].read_bytes().startswith(b"%PDF")


def test_a_supervisors_x_tells_the_cash(qtbot: QtBot, hall: Hall) -> None:
    day = Day(qtbot, hall)
    day.look("Amina Rahman")
    day.counter.do("x")
    day.counter.wait_for("day_x")
    assert "Cash expected 2,000.00" in day.text("ledger")


def test_what_was_left_unsettled_is_settled_from_the_list(qtbot: QtBot, hall: Hall) -> None:
    hall.first.count()
    left = Unsettled(
        new_request_id(), "payment", Decimal("84.50"), "p", datetime.now(UTC), set_aside=True
    )
    with closing(CounterConnection(hall.first.desk.address, hall.first.desk.token)) as connection:
        connection.open(hall.first.desk.user_name, PASSWORD)
        order = CloseShift(new_request_id(), hall.first.shift.shift_id, "", datetime.now(UTC))
        ShiftRepository(connection).close_shift(order, (left,))
    day = Day(qtbot, hall)
    day.row(left.reference)
    day.counter.wait_for("day_told")
    assert day.counter.next_title == "Settle it"
    day.counter.press("Enter")
    day.counter.wait_until(lambda: "never will be" in day.counter.screen.texts()[0])  # type: ignore[attr-defined]
    day.counter.press("Enter")
    day.counter.wait_for("day")
    day.counter.wait_until(lambda: not any(left.reference in r.title for r in day.view.rows))


def test_the_day_is_printed(qtbot: QtBot, hall: Hall) -> None:
    hall.first.count(*SHORT)
    day = Day(qtbot, hall)
    day.counter.press("F9")
    papers = hall.desk.folder / "papers"
    day.counter.wait_until(lambda: len(list(papers.glob("day-*.pdf"))) == 1)


def test_cash_on_its_way_stands_in_the_list(qtbot: QtBot, hall: Hall) -> None:
    hall.hand_over(hall.first, hall.second, "100")
    day = Day(qtbot, hall)
    assert day.view.chip.text == "Not yet: 100.00 is on its way"
    day.row("Amina Rahman to Bina Roy")
    day.counter.wait_for("day_told")
    day.counter.press("Esc")
    day.counter.wait_for("day")


def test_the_day_before_is_a_key_away(qtbot: QtBot, hall: Hall) -> None:
    day = Day(qtbot, hall)
    day.counter.screen.day_asked.emit(-1)  # type: ignore[attr-defined]
    day.counter.wait_until(lambda: day.view.label != "Collected today")
    assert day.view.collections == ()
    day.counter.screen.day_asked.emit(1)  # type: ignore[attr-defined]
    day.counter.wait_until(lambda: day.view.label == "Collected today")


def test_nobody_counts_the_own_drawer(qtbot: QtBot, world: World) -> None:
    hall = Hall(world)
    hall.desk.open_shift(hall.program)
    hall.program.sessions.sign_out()
    hall.program.close()
    day = Day(qtbot, hall)
    day.look("Lata Iyer")
    assert day.actions() == ["x"]
    assert "your own drawer" in day.text("notice")
