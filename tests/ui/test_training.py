"""TRAINING stands over every screen of a training database, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.bootstrap import load_program
from cashier_app.domain.errors import SignInFailed
from tests.support.counter import World
from tests.ui.counter_app import FACTS, CounterApp
from ui.customer_display import CustomerDisplay
from ui.front_door import FrontDoor
from ui.main_window import MainWindow
from ui.screen import Screen


def test_opened_for_training_it_says_so_before_anybody_is_known(qtbot: QtBot) -> None:
    for is_training in (True, False):
        door = FrontDoor(FACTS._replace(is_training=is_training))
        qtbot.addWidget(door.window, before_close_func=lambda w: w.allow_close())
        door.open(full_screen=False)
        assert door.window.training.isVisible() is is_training
        assert "TRAINING" in door.window.training.accessibleName()


def test_the_band_stands_over_bare_screens_too(window: MainWindow) -> None:
    window.set_training(True)
    bare = Screen("bare")
    bare.set_frame(bare=True)
    window.show_screen(bare)
    assert window.training.isVisible()
    assert window.training.y() == 0
    assert not window.header.isVisible()


def test_a_customer_sees_it(qtbot: QtBot) -> None:
    display = CustomerDisplay("Rivergate")
    qtbot.addWidget(display)
    display.show()
    before = display.grab().toImage()
    display.set_training(True)
    assert display.grab().toImage() != before


def test_the_database_itself_says_so(qtbot: QtBot, world: World) -> None:
    counter = CounterApp(qtbot, world.desk())
    counter.to_find()
    assert not counter.window.training.isVisible()
    state = counter.app.state
    marked = replace(state.signed_in.utility, is_training=True)
    state.set_signed_in(replace(state.signed_in, utility=marked))
    assert counter.window.training.isVisible()


def test_for_training_no_real_database_will_do(world: World) -> None:
    desk = world.desk()
    program = load_program(replace(desk.setup, must_be_training=True))
    with pytest.raises(SignInFailed, match="not_training"):
        program.sessions.sign_in(desk.user_name, desk.password)
    with pytest.raises(SignInFailed, match="not_training"):
        program.sessions.sign_in_to_recover(desk.user_name, desk.password)
    program.close()
