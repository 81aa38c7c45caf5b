"""A card in a narrow panel shows all that it tells, however often the text wraps."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.notice_card import NoticeCard


@pytest.mark.parametrize("words", [3, 20, 40, 80])
def test_no_line_is_cut_off(qtbot: QtBot, words: int) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    panel = QWidget(window)
    column = QVBoxLayout(panel)
    card = NoticeCard("card")
    column.addWidget(card)
    column.addStretch(1)
    panel.resize(364, 500)
    window.show()
    card.tell("The ledger is not open yet.", "counted " * words)
    qtbot.waitUntil(lambda: card.height() == card.heightForWidth(card.width()), timeout=1000)
    assert card.text.height() >= card.text.heightForWidth(card.text.width())
