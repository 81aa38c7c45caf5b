"""Pictures in every look show what stands on the screen, the digits for touch too."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.gallery import save_looks
from ui.theme.look import look, look_changes
from ui.theme.switch import set_touch


def test_every_look_keeps_the_digits_on_the_screen(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    set_touch(touch=True)
    seen: list[bool] = []
    look_changes().changed.connect(lambda: seen.append(look().touch))
    assert len(save_looks(window, tmp_path, "pay")) == 5
    assert seen
    assert all(seen)
