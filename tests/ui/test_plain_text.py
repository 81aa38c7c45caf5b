"""Names are text on every screen: no markup, no picture, no link is read out of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QLabel, QTextBrowser
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tests.support.counter import World
from tests.ui.payment_desk import PaymentDesk
from tests.ui.plain_text import SPOKEN, all_widgets, readers_of_markup
from ui.widgets.drawn import Label, plain_tip

UI = Path(__file__).parents[2] / "ui"
NAME = "<b>Karuna</b> <img src='file:///etc/hostname'> & <a href='x'>Sharma</a>"


def test_a_tip_shows_what_was_typed(qtbot: QtBot) -> None:
    label = Label(NAME, elide=True)
    qtbot.addWidget(label)
    label.resize(60, 30)
    label.show()
    assert label.toolTip() == plain_tip(NAME)
    assert label.toolTip().startswith(SPOKEN)
    assert "<img" not in label.toolTip()
    assert Qt.mightBeRichText(NAME)
    assert plain_tip("Karuna & Sharma") == "Karuna & Sharma"


def test_the_walk_finds_what_reads_markup(qapp: object) -> None:
    label, browser, tipped = QLabel(NAME), QTextBrowser(), Label("x")
    tipped.setToolTip(NAME)
    try:
        assert len(readers_of_markup([label, browser, tipped])) == 3
    finally:
        for widget in (label, browser, tipped):
            delete(widget)


@pytest.mark.parametrize(
    "word", ["QLabel(", "QTextEdit", "QTextBrowser", "QTextDocument", "QWebEngine", "setHtml"]
)
def test_only_one_label_is_made_of_qts(word: str) -> None:
    """`Label` sets plain text; what shows documents is nowhere."""
    found = [f for f in UI.rglob("*.py") if word in f.read_text("utf-8")]
    assert found == []


def test_a_hostile_name_from_find_to_the_receipt(desk: PaymentDesk, world: World) -> None:
    """The walk after each test looks at what these screens were filled with."""
    account = world.account(("100",), name=NAME, address="<i>14</i> Canal Road")
    desk.find(account.account_no)
    assert desk.at == "pay"
    assert any(NAME in widget.accessibleName() for widget in all_widgets()), "as it was typed"
    desk.take()
    assert desk.at == "paid"
