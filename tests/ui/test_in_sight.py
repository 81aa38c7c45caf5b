"""With large type there is more than has room: what is chosen or typed in is scrolled to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.gallery import SMALL, settle, show_at
from ui.main_window import MainWindow
from ui.screens.menu import MenuScreen
from ui.widgets.actions import Action
from ui.widgets.cards import Columns
from ui.widgets.header import HeaderContent

ROWS = tuple(Action(f"row{n}", f"Row {n}", "What it does", "check") for n in range(20))


@pytest.fixture
def menu(qtbot: QtBot) -> Iterator[MenuScreen]:
    window = MainWindow()
    qtbot.addWidget(window)
    screen = MenuScreen("rows")
    window.add_screen(screen)
    window.show_screen(screen)
    show_at(window, SMALL, type_factor=1.5)
    screen.show_actions(ROWS, HeaderContent(), esc="")
    settle()
    yield screen
    window.close()


def seen(part: QWidget, spot: QRect) -> bool:
    """Whether all of `spot` can be seen through what it scrolls in."""
    port = part
    while port.objectName() != "body_scroll":
        parent = port.parentWidget()
        assert parent is not None
        port = parent
    return port.rect().contains(QRect(part.mapTo(port, spot.topLeft()), spot.size()))


def row(menu: MenuScreen, number: int) -> QRect:
    return menu.list._place(number).toRect()


def test_the_arrow_keys_lead_to_rows_that_can_be_seen(menu: MenuScreen) -> None:
    assert not seen(menu.list, row(menu, 9)), "there is room for all: nothing is tried here"
    for number in range(20):
        assert seen(menu.list, row(menu, number)), number
        menu.list.move_choice(1)
    for number in reversed(range(20)):
        assert seen(menu.list, row(menu, number)), number
        menu.list.move_choice(-1)


def test_rows_begin_at_the_top(menu: MenuScreen) -> None:
    menu.list.choose(19)
    menu.show_actions(ROWS, HeaderContent(), esc="")
    settle()
    assert seen(menu.list, row(menu, 0))


def test_a_field_that_gets_the_caret_can_be_seen(qtbot: QtBot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.listen()
    columns = Columns()
    fields = [QLineEdit() for _ in range(40)]
    for field in fields:
        field.setMinimumHeight(40)
        columns.left.addWidget(field)
    window.body.addWidget(columns)
    window.body.setCurrentWidget(columns)
    window.resize(SMALL)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    for field in (fields[-1], fields[20], fields[0]):
        field.setFocus()
        qtbot.waitUntil(lambda field=field: seen(field, QRect(QPoint(0, 0), field.size())))  # type: ignore[misc]
