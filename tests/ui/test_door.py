"""The door as one sees it: where the form stands, and how a password is typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier_app.services.local_facts import DemoPerson, LocalFacts
from ui.attempts import AttemptDelay
from ui.screens.sign_in import SignInScreen
from ui.widgets.hint_card import HintCard

PEOPLE = tuple(DemoPerson(job, job.lower(), "demo") for job in ("Cashier", "Supervisor", "Office"))
FACTS = LocalFacts("Counter 3", "Main Street office", demo_people=PEOPLE)


@pytest.fixture
def door(qtbot: QtBot) -> SignInScreen:
    delay = AttemptDelay()
    screen = SignInScreen(FACTS, delay)
    delay.setParent(screen)
    qtbot.addWidget(screen)
    return screen


def begins(door: SignInScreen, height: int) -> int:
    """Where the question stands at this height of the screen."""
    door.resize(1366, height)
    door.grab()  # lays it out
    return door.question.y()


def test_no_keyboard_learns_the_password(door: SignInScreen) -> None:
    hint = Qt.InputMethodHint
    hints = door.password_field.edit.inputMethodHints()
    for needed in (hint.ImhHiddenText, hint.ImhSensitiveData, hint.ImhNoPredictiveText):
        assert needed in hints


@pytest.mark.parametrize("height", [662, 950])
def test_the_form_begins_at_a_sixth_of_the_height(door: SignInScreen, height: int) -> None:
    assert begins(door, height) == pytest.approx(height * 0.17, abs=1)


def test_the_form_moves_up_where_room_is_short(door: SignInScreen) -> None:
    least = door.form.minimumSize().height()
    assert begins(door, least + 40) < (least + 40) * 0.17
    people = door.findChild(HintCard, "demo_people")
    assert isinstance(people, HintCard)
    assert people.geometry().bottom() < door.height()
