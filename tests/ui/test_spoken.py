"""What screen readers are told of painted widgets; over AT-SPI: tests/e2e/test_screen_reader.py."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cashier_app.domain.money import Currency
from tests.ui.spoken import silent_widgets
from ui.main_window import MainWindow
from ui.screen import Screen
from ui.spoken import Spoken
from ui.widgets.amount_field import AmountField
from ui.widgets.drawn import Drawn
from ui.widgets.fields import Field
from ui.widgets.keys import ChoiceKey, KeyCap, NextKey, NextKeyContent
from ui.widgets.table import cell_words

Text, Role = QAccessible.Text, QAccessible.Role


def told(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)


def press(widget: QWidget) -> None:
    told(widget).actionInterface().doAction("Press")


def test_the_green_block_is_pressed_by_a_screen_reader_and_only_while_it_is_green(
    qtbot: QtBot,
) -> None:
    block = NextKey()
    qtbot.addWidget(block)
    content = NextKeyContent("Take 1,600.00 cash", "Saves, prints")
    block.set_content(content)
    assert told(block).role() == Role.Button
    assert told(block).text(Text.Name) == "Take 1,600.00 cash. Saves, prints"
    assert not told(block).state().disabled
    with qtbot.waitSignal(block.pressed, timeout=100):
        press(block)
    block.set_content(content._replace(waiting=True))
    assert told(block).state().disabled
    with qtbot.assertNotEmitted(block.pressed):
        press(block)


def test_keys_that_are_drawn_are_buttons(qtbot: QtBot) -> None:
    for key in (KeyCap("F3", "Pay a part"), ChoiceKey("F7", "Cheque")):
        qtbot.addWidget(key)
        assert told(key).role() == Role.Button
        with qtbot.waitSignal(key.pressed, timeout=100) as seen:
            press(key)
        assert seen.args in (["F3"], ["F7"])
        key.setEnabled(False)
        with qtbot.assertNotEmitted(key.pressed):
            press(key)


def test_the_amount_field_tells_what_is_typed(qtbot: QtBot, currency: Currency) -> None:
    field = AmountField("amount", "Cash received, Rs", currency)
    qtbot.addWidget(field)
    assert told(field).role() == Role.EditableText
    field.set_amount(Decimal(1600))
    assert told(field).text(Text.Description) == "1,600.00"


def test_a_screen_is_read_out_by_its_question_and_its_next_key(
    window: MainWindow, qtbot: QtBot
) -> None:
    screen = Screen("asking")
    screen.set_frame(
        question="What would you like to do?", next_key=NextKeyContent("Count and close")
    )
    window.show_screen(screen)
    assert told(screen).text(Text.Name) == "What would you like to do?"
    assert told(screen).text(Text.Description) == "Enter: Count and close"


@pytest.mark.parametrize("kind", [kind for kind in Spoken if kind is not Spoken.AROUND])
def test_every_kind_has_a_role_that_is_not_passed_over(qtbot: QtBot, kind: Spoken) -> None:
    class Painted(Drawn):
        spoken_as = kind

    widget = Painted("painted")
    qtbot.addWidget(widget)
    assert told(widget).role() not in {Role.Client, Role.NoRole}


def test_an_empty_cell_says_so_to_a_screen_reader_only() -> None:
    assert cell_words("", Qt.ItemDataRole.AccessibleTextRole) == "empty"
    assert cell_words("", Qt.ItemDataRole.DisplayRole) == ""
    assert cell_words("Cancelled", Qt.ItemDataRole.AccessibleTextRole) == "Cancelled"


def test_the_walk_finds_what_says_nothing(window: MainWindow, qtbot: QtBot) -> None:
    """The walk after each test of this folder can fail."""
    screen = Screen("asking")
    nameless, area = Field("nameless", " "), Drawn("area")
    area.spoken_as = Spoken.AROUND
    area.setAccessibleName("it has a name")
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    column = QVBoxLayout(screen)
    column.addWidget(nameless)
    column.addWidget(area)
    screen.set_frame(question="Which?")
    window.show_screen(screen)
    assert [line.split()[1] for line in silent_widgets([nameless.edit, area])] == [
        "nameless_edit:", "area:",
    ]  # fmt: skip
    nameless.edit.setAccessibleName("Number")
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    assert silent_widgets([nameless.edit, area]) == []
