"""Digits on the screen: they type where the caret is, and are away unless asked for."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.payment_samples import KARUNA, NOTES, RUPEES, TODAY, local
from ui.gallery import LARGE, SMALL, show_at
from ui.main_window import MainWindow
from ui.models.basket import RunningBasket
from ui.models.surroundings import Surroundings
from ui.screens.close_count import CloseCountScreen
from ui.screens.pay import PayScreen
from ui.theme.switch import switch_touch
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.header import HeaderContent
from ui.widgets.keypad import Keypad


def tap(keypad: Keypad, *faces: str) -> None:
    for face in faces:
        QTest.mouseClick(keypad.keys[face], Qt.MouseButton.LeftButton)


@pytest.fixture
def pay(window: MainWindow) -> PayScreen:
    screen = PayScreen(Surroundings(RUPEES, lambda: TODAY, local), NOTES, Decimal(0), 10)
    screen.show_basket(RunningBasket().with_account(KARUNA), exact=True)
    window.show_screen(screen)
    return screen


@pytest.fixture
def count(window: MainWindow) -> CloseCountScreen:
    screen = CloseCountScreen()
    screen.begin(NOTES, RUPEES, HeaderContent("cash", "Closing", ("Asha",)))
    window.show_screen(screen)
    return screen


def test_the_pad_comes_and_goes_by_the_switch(pay: PayScreen) -> None:
    assert not pay.keypad.isVisible()
    switch_touch()
    assert pay.keypad.isVisible()
    switch_touch()
    assert not pay.keypad.isVisible()


def test_a_screen_reader_says_what_the_pad_is(pay: PayScreen) -> None:
    told = QAccessible.queryAccessibleInterface(pay.keypad)
    assert (told.role(), told.text(QAccessible.Text.Name)) == (QAccessible.Role.Grouping, "Digits")


def test_an_amount_is_tapped_and_the_field_keeps_the_caret(
    pay: PayScreen, window: MainWindow
) -> None:
    show_at(window, SMALL, touch=True)
    tap(pay.keypad, "2", "5", "0", "0", ".", "5")
    assert pay.cash_field.amount() == Decimal("2500.5")
    tap(pay.keypad, "backspace", "backspace")
    assert pay.cash_field.amount() == 2500
    assert pay.cash_field.hasFocus()


def test_pieces_are_tapped_row_by_row(
    count: CloseCountScreen, window: MainWindow, qtbot: QtBot
) -> None:
    show_at(window, SMALL, touch=True)
    tap(count.keypad, "1", "00")
    QTest.mouseClick(window.next_key, Qt.MouseButton.LeftButton)
    tap(count.keypad, "7", "3", "backspace")
    pieces = [(int(piece.value), piece.count) for piece in count.given().pieces]
    assert pieces == [(1000, 100), (500, 7)]


def test_a_keypad_without_num_lock_counts_nothing_elsewhere(
    count: CloseCountScreen, window: MainWindow
) -> None:
    """Its 8 is an arrow then: what is counted next would stand one row too high."""
    show_at(window, SMALL)
    row = count._rows[1]
    row.setFocus()
    keypad, key = Qt.KeyboardModifier.KeypadModifier, Qt.Key
    for moves in (key.Key_Up, key.Key_Down, key.Key_Home):
        QTest.keyClick(row.edit, moves, keypad)
        assert row.edit.hasFocus()
        assert row.note == "Num Lock is off"
    QTest.keyClick(row.edit, key.Key_NumLock)
    QTest.keyClick(row.edit, key.Key_8, keypad)
    assert (row.note, row.count) == ("", 8)


@pytest.mark.parametrize("size", [SMALL, QSize(1366, 420)])
def test_the_arrows_go_from_row_to_row_of_a_count(
    count: CloseCountScreen, window: MainWindow, size: QSize
) -> None:
    show_at(window, size)
    rows = count._rows
    rows[1].setFocus()
    for key, to in ((Qt.Key.Key_Down, 2), (Qt.Key.Key_Up, 1), (Qt.Key.Key_Up, 0)):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)
        assert rows[to].edit.hasFocus()


def test_a_screen_made_for_touch_keeps_the_caret_in_its_field(
    window: MainWindow, qtbot: QtBot
) -> None:
    """A part that is shown before it has a place opens as a window and takes the caret."""
    switch_touch()
    screen = CloseCountScreen()
    screen.begin(NOTES, RUPEES, HeaderContent("cash", "Closing", ("Asha",)))
    window.show_screen(screen)
    assert screen.keypad.isVisible()
    assert not screen.keypad.isWindow()
    tap(screen.keypad, "4")
    assert screen.total == 4000


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_every_digit_lies_on_the_screen_also_under_a_banner(
    pay: PayScreen, window: MainWindow, size: object
) -> None:
    pay.set_frame(banner=BannerContent(Gravity.STOP, "Connection lost.", "Do not hand back money."))
    show_at(window, size, touch=True)  # type: ignore[arg-type]
    bottom = pay.mapTo(window, pay.rect().bottomLeft()).y()
    for key in pay.keypad.keys.values():
        assert key.height() >= 46
        assert key.mapTo(window, key.rect().bottomLeft()).y() <= bottom
        assert key.accessibleName()
