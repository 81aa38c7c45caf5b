"""What somebody typed, counted or marked is not gone before it was asked about, once and alike."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cashier_app.domain.money import Currency
from cashier_app.domain.utility import Denomination, Role
from tests.support.counter import World
from tests.ui.counter_app import CounterApp
from ui.main_window import MainWindow
from ui.screens.fields_form import FieldsFormScreen, FormWords
from ui.screens.marks import Mark, MarksScreen, MarkWords
from ui.screens.pieces import PiecesScreen
from ui.widgets.field_grid import Ask
from ui.widgets.header import HeaderContent

ASKED = "Leave without saving this?"
ASKS = (
    Ask("name", "Name", str), Ask("street", "Street", str, "14 Canal Road"),
    Ask("load", "Load", str, needed=False), Ask("secret", "Password", str, secret=True),
)  # fmt: skip


def press(window: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or window, key)


def type_digits(text: str) -> None:
    edit = QApplication.focusWidget()
    assert edit is not None
    QTest.keyClicks(edit, text)


def type_in(form: FieldsFormScreen, **texts: str) -> None:
    for name, text in texts.items():
        edit = form.field(name).edit
        edit.setFocus()
        edit.selectAll()
        QTest.keyClicks(edit, text)


@pytest.fixture
def form(window: MainWindow) -> FieldsFormScreen:
    screen = FieldsFormScreen("some_form")
    window.show_screen(screen)
    words = FormWords("Who lives there?", "Save it", "At once")
    screen.begin(words, ASKS, HeaderContent("person", "Nirmala Joshi"))
    return screen


def test_esc_asks_once_and_whoever_types_goes_on(
    form: FieldsFormScreen, window: MainWindow, qtbot: QtBot
) -> None:
    type_in(form, name="Mohan Karki", street="2 Mill Lane")
    with qtbot.assertNotEmitted(form.left):
        press(window, Qt.Key.Key_Escape)
        assert (form.frame.question, form.frame.esc) == (ASKED, "Stay here")
        assert not any(key.enabled for key in form.frame.keys)
        press(window, Qt.Key.Key_Escape)
        assert (form.frame.question, form.frame.esc) == ("Who lives there?", "Back")
        press(window, Qt.Key.Key_Escape)
        type_in(form, load="5")
        assert (form.frame.question, form.frame.esc) == ("Who lives there?", "Back")
    assert form.texts() == {"name": "Mohan Karki", "street": "2 Mill Lane", "load": "5"}
    press(window, Qt.Key.Key_Escape)
    with qtbot.waitSignal(form.left), qtbot.assertNotEmitted(form.given):
        press(window, Qt.Key.Key_Return)


@pytest.mark.parametrize("texts", [{}, {"name": "Mohan"}, {"name": "Mohan", "secret": "abc"}])
def test_what_stood_there_one_field_and_a_password_are_left_at_once(
    form: FieldsFormScreen, window: MainWindow, qtbot: QtBot, texts: dict[str, str]
) -> None:
    type_in(form, **texts)
    with qtbot.waitSignal(form.left):
        press(window, Qt.Key.Key_Escape)


def test_what_was_emptied_again_is_nothing(
    form: FieldsFormScreen, window: MainWindow, qtbot: QtBot
) -> None:
    type_in(form, name="Mohan", load="5")
    press(window, Qt.Key.Key_Backspace)
    with qtbot.waitSignal(form.left):
        press(window, Qt.Key.Key_Escape)


def test_where_everything_stays_nothing_is_asked(
    form: FieldsFormScreen, window: MainWindow, qtbot: QtBot
) -> None:
    form.asks_before_leaving = False
    type_in(form, name="Mohan", load="5")
    with qtbot.waitSignal(form.left):
        press(window, Qt.Key.Key_Escape)


def test_another_command_asks_too(form: FieldsFormScreen, window: MainWindow, qtbot: QtBot) -> None:
    form.set_frame(find_enabled=True)
    type_in(form, name="Mohan", load="5")
    with qtbot.assertNotEmitted(form.find_asked):
        press(window, Qt.Key.Key_F2)
    assert form.frame.question == ASKED
    with qtbot.waitSignal(form.find_asked):
        press(window, Qt.Key.Key_Return)


def test_two_counted_rows_are_asked_about(
    window: MainWindow, currency: Currency, qtbot: QtBot
) -> None:
    screen = PiecesScreen("some_count")
    window.show_screen(screen)
    values = [Denomination(Decimal(value), note=True) for value in (100, 50, 20)]
    words = ("How much is there?", "Count it", "Counted {amount}", "It stands in the books")
    screen.begin_count(values, currency, HeaderContent("cash"), words)
    screen.enter()
    type_digits("3")
    with qtbot.waitSignal(screen.left):
        press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_Return)
    type_digits("2")
    with qtbot.assertNotEmitted(screen.left):
        press(window, Qt.Key.Key_Escape)
        assert screen.frame.question == "Leave without this count?"
        press(window, Qt.Key.Key_Escape, Qt.Key.Key_F12)
        press(window, Qt.Key.Key_Escape)
    assert screen.frame.question == "How much is there?", "the last look leads back to the rows"
    assert screen.total == 400


def test_marks_that_are_as_they_were_are_left_at_once(
    window: MainWindow, currency: Currency, qtbot: QtBot
) -> None:
    screen = MarksScreen("some_marks")
    window.show_screen(screen)
    marks = tuple(Mark(f"{n}", f"Counter {n}", "", marked=False) for n in range(3))
    words = MarkWords("Where?", "Counter", "Save", "At once")
    screen.begin(words, HeaderContent("person"), marks, currency)
    press(window, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space)
    press(window, Qt.Key.Key_Escape)
    assert screen.frame.question == ASKED
    press(window, Qt.Key.Key_Space)
    press(window, Qt.Key.Key_Escape)
    assert screen.frame.question == "Where?"
    press(window, Qt.Key.Key_Space)
    with qtbot.waitSignal(screen.left):
        press(window, Qt.Key.Key_Escape)


def test_a_new_connection_is_not_gone_at_the_first_esc(qtbot: QtBot, world: World) -> None:
    counter = CounterApp(qtbot, world.desk(Role.CLERK, "Nirmala Joshi"))
    counter.sign_in()
    counter.wait_for("home")
    counter.do("customers")
    counter.wait_for("places")
    counter.press("Enter")
    counter.wait_for("place_form")
    screen = counter.screen
    assert isinstance(screen, FieldsFormScreen)
    first, second, *_ = screen.texts()
    type_in(screen, **{first: "K-77", second: "3 Temple Square"})
    counter.press("Esc")
    assert screen.frame.question == ASKED
    counter.press("Esc", "Esc", "Enter")
    counter.wait_for("places")


def test_a_counted_float_is_not_gone_at_the_first_esc(qtbot: QtBot, world: World) -> None:
    counter = CounterApp(qtbot, world.desk())
    counter.to_float()
    counter.type_text("2")
    counter.press("Enter")
    counter.type_text("3")
    counter.press("Esc")
    assert counter.screen.frame.question == "Leave without this count?"
    counter.press("Esc")
    assert counter.screen.given().pieces  # type: ignore[attr-defined]
    counter.press("Esc", "Enter")
    counter.wait_for("sign_in")
