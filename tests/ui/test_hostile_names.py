"""Customers whose names want to be more than text, through the screens of a payment (D1)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.support.counter import World
from tests.support.hostile import FRAGMENTS, hostile
from tests.ui.payment_desk import PaymentDesk
from ui.main_window import MainWindow
from ui.tasks import Tasks

ENTER = Qt.Key.Key_Return


def test_each_is_found_shown_and_pays(
    window: MainWindow, tasks: Tasks, world: World, qtbot: QtBot
) -> None:
    """A warning of Qt or an exception in a slot fails the test."""
    desk = PaymentDesk(window, tasks, world.desk(), qtbot)
    for name in [*hostile("1", len(FRAGMENTS))][::12]:
        account = world.account(("10",), name=name.encode("utf-8", "replace").decode()[:120])
        desk.find(account.account_no)
        assert desk.at == "pay"
        for label in window.findChildren(QLabel):
            assert label.textFormat() is Qt.TextFormat.PlainText, label.objectName()
        desk.take()
        assert desk.at == "paid"
        desk.press(ENTER)
        assert desk.at == "find"
