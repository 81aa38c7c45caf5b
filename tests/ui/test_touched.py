"""Digits on the screen come and go without a new style for every widget of the program."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui.theme.look import Look, look_changes, set_look
from ui.widgets.keypad import Keypad


def test_only_who_has_digits_hears_of_them(qtbot: QtBot) -> None:
    set_look(Look())
    pad = Keypad("pad", point=True)
    qtbot.addWidget(pad)
    with qtbot.assertNotEmitted(look_changes().changed), qtbot.waitSignal(look_changes().touched):
        set_look(Look(touch=True))
    assert pad._follows
    with qtbot.waitSignal(look_changes().changed):
        set_look(Look(touch=True, type_factor=1.5))
    with qtbot.waitSignal(look_changes().changed):
        set_look(Look())
    assert not pad._follows
