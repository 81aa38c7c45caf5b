"""Home: where everybody but a cashier begins, and the activities that rights open."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize
from pytestqt.qtbot import QtBot

from cashier_app.domain.utility import Role
from tests.support.counter import World
from tests.ui.counter_app import CounterApp
from ui.flow.activities import Activities, Activity, ActivityFlow
from ui.gallery import LARGE, SMALL, settle, show_at
from ui.screen import Screen
from ui.screens.menu import MenuScreen
from ui.theme.look import look, set_look
from ui.widgets.actions import Action, ActionList
from ui.widgets.drawn import text_width


class _Asked(ActivityFlow):
    """An activity of one empty screen."""

    def start(self) -> None:
        if "asked" not in self.counter.navigator._factories:
            self.counter.navigator.add(Screen("asked"))
        self.counter.navigator.show("asked")


def _activity(right: str, *, at_shift: bool = False) -> Activity:
    return Activity(
        f"do_{right}", "cash", right, lambda: right, lambda: "in words", _Asked, at_shift
    )


@pytest.mark.parametrize("role", [Role.CLERK, Role.AUDITOR, Role.ADMINISTRATOR])
def test_office_people_come_home_and_out_again(qtbot: QtBot, world: World, role: Role) -> None:
    counter = CounterApp(qtbot, world.desk(role))
    counter.sign_in()
    counter.wait_for("home")
    screen = counter.screen
    assert isinstance(screen, MenuScreen)
    with pytest.raises(ValueError, match="not in list"):
        screen.list.cap_of("shift")
    counter.do("sign_out")
    counter.wait_for("sign_in")


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.CASHIER])
@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("type_factor", [1.0, 1.5])
def test_what_can_be_done_stands_whole_on_every_home(
    qtbot: QtBot, world: World, role: Role, size: QSize, type_factor: float
) -> None:
    counter = CounterApp(qtbot, world.desk(role))
    counter.sign_in()
    counter.wait_for("home")
    before = look()
    show_at(counter.app.window, size, type_factor=type_factor)
    settle()
    screen = counter.screen
    assert isinstance(screen, MenuScreen)
    actions, small = screen.list, look().font("small")
    cut = [
        action.detail
        for row, action in enumerate(actions._actions)
        for line in actions.detail_lines(row)
        if text_width(line, small) > actions._words_room(row)
    ]
    broken = [row for row in range(len(actions._actions)) if len(actions.detail_lines(row)) > 1]
    low = screen.list.mapTo(screen, QPoint(0, screen.list.height())).y()
    set_look(before)
    assert cut == []
    if type_factor == 1:
        assert low <= screen.height(), "and no row lies below the screen"
        assert broken == []


def test_office_people_need_no_counter_of_their_own(qtbot: QtBot, world: World) -> None:
    desk = world.desk()
    counter = CounterApp(qtbot, desk)
    desk.user_name = world.person(Role.CLERK)
    counter.sign_in()
    counter.wait_for("home")


def test_a_supervisor_goes_from_home_to_the_counter_and_back(qtbot: QtBot, world: World) -> None:
    counter = CounterApp(qtbot, world.desk(Role.SUPERVISOR))
    counter.sign_in()
    counter.wait_for("home")
    counter.do("shift")
    counter.wait_for("float_count")
    counter.type_text("2")
    counter.press("F12", "Enter")
    counter.wait_for("find")
    counter.to_shift()
    counter.do("home")
    counter.wait_for("home")
    counter.do("shift")
    counter.wait_for("find")


def test_only_activities_with_a_right_are_listed_and_each_leads_back(
    qtbot: QtBot, world: World
) -> None:
    counter = CounterApp(qtbot, world.desk(Role.SUPERVISOR))
    counter.sign_in()
    counter.wait_for("home")
    session = counter.app.session
    assert session is not None
    known = (_activity("approve"), _activity("fly"), _activity("open_drawer", at_shift=True))
    made = Activities(session.activities._counter, known)
    assert [a.name for a in made.actions(at_shift=False)] == ["do_approve"]
    assert [a.name for a in made.actions(at_shift=True)] == ["do_open_drawer"]
    assert not made.begin("unknown", session.home.show)
    assert made.begin("do_approve", session.home.show)
    counter.wait_for("asked")
    made._flows["do_approve"].left.emit()
    counter.wait_for("home")


def test_many_actions_stand_in_columns_and_letters_follow_nine(qtbot: QtBot) -> None:
    actions = ActionList("many")
    qtbot.addWidget(actions)
    actions.resize(900, 500)
    actions.set_actions(tuple(Action(f"n{n}", f"Label {n}", "words", "cash") for n in range(12)))
    assert actions.last_cap == "C"
    assert actions.choose_cap("b")
    assert actions.current is not None
    assert actions.current.name == "n10"
    assert not actions.choose_cap("z")
    assert not actions.choose_cap("")
    places = [actions._place(row) for row in range(12)]
    assert places[6].x() > places[5].x()
    assert places[6].y() == places[0].y()


def test_however_many_actions_keep_room_for_their_words(qtbot: QtBot) -> None:
    actions = ActionList("most")
    qtbot.addWidget(actions)
    actions.resize(900, 500)
    actions.set_actions(tuple(Action(f"n{n}", f"Label {n}", "words", "cash") for n in range(35)))
    places = {actions._place(row).x() for row in range(35)}
    assert len(places) == 3
    assert actions.minimumHeight() >= 12 * look().body_size("action_row_least")
