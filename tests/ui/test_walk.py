"""The walk itself: each kind of fault is found, and a good screen has none."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.walk import faults
from ui.theme.look import look
from ui.widgets.cards import Columns
from ui.widgets.drawn import Drawn, Label, draw_elided, draw_text
from ui.widgets.ledger import Ledger, LedgerLine

LONG = "Karimpur Sheet Metal and Galvanising Works Private Limited"


class Writing(Drawn):
    """Texts in rectangles of its own."""

    def __init__(self, *texts: tuple[QRectF, str], color: str = "ink") -> None:
        super().__init__("writing")
        self._texts, self._color = texts, color
        self.setMinimumSize(300, 60)

    def draw(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), look().color("surface"))
        for rect, text in self._texts:
            draw_text(painter, rect, text, look().font("body"), look().color(self._color))


@pytest.fixture
def room(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.setObjectName("room")
    made.resize(600, 300)
    qtbot.addWidget(made)
    return made


def found_in(room: QWidget, *widgets: QWidget) -> str:
    column = QVBoxLayout(room)
    column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    for widget in widgets:
        column.addWidget(widget)
    room.show()
    return "\n".join(faults(room))


def test_a_good_screen_has_no_faults(room: QWidget) -> None:
    wrapped = Label(LONG * 3)
    wrapped.setWordWrap(True)
    writing = Writing((QRectF(0, 0, 300, 20), "One"), (QRectF(0, 30, 300, 20), "Two"))
    assert found_in(room, Label("Whole"), wrapped, Label(LONG * 3, elide=True), writing) == ""


def test_a_label_that_is_cut_off(room: QWidget) -> None:
    label = Label(LONG)
    label.setFixedWidth(80)
    assert "wider than its room" in found_in(room, label)


def test_lines_that_are_cut_off(room: QWidget) -> None:
    label = Label(LONG * 3)
    label.setWordWrap(True)
    label.setFixedSize(120, 30)
    assert "lines are cut off" in found_in(room, label)


def test_a_label_of_which_nothing_is_left(room: QWidget) -> None:
    label = Label(LONG, elide=True)
    label.setFixedWidth(30)
    assert "nothing is left of it" in found_in(room, label)


def test_a_placeholder_that_is_cut_off(room: QWidget) -> None:
    edit = QLineEdit()
    edit.setPlaceholderText(LONG)
    edit.setFixedWidth(80)
    assert "wider than its field" in found_in(room, edit)


def test_a_painted_text_that_sticks_out(room: QWidget) -> None:
    assert "wider than its room" in found_in(room, Writing((QRectF(0, 0, 60, 20), LONG)))


def test_painted_texts_on_each_other(room: QWidget) -> None:
    writing = Writing((QRectF(0, 0, 300, 20), "First"), (QRectF(4, 4, 300, 20), "Second"))
    assert "'First' and 'Second' lie on each other" in found_in(room, writing)


def test_pale_texts(room: QWidget) -> None:
    pale = Label("Hardly seen")
    pale.setStyleSheet("color: #b0b0b0")
    told = found_in(room, Writing((QRectF(0, 0, 300, 20), "Paler"), color="line"), pale)
    assert "'Paler'" in told
    assert "'Hardly seen'" in told


def test_controls_on_each_other_and_outside(room: QWidget) -> None:
    one, other = QWidget(room), QWidget(room)
    one.setObjectName("one")
    other.setObjectName("other")
    one.setGeometry(0, 0, 100, 100)
    other.setGeometry(50, 50, 600, 100)
    room.show()
    told = "\n".join(faults(room))
    assert "QWidget one in room and QWidget other in room lie on each other" in told
    assert "QWidget other in room lies outside" in told


def test_a_panel_with_too_much_in_it_scrolls(room: QWidget) -> None:
    body = Columns()
    for name in ("first", "second", "third"):
        ledger = Ledger(name)
        ledger.set_lines(tuple(LedgerLine(f"{name} {n}", "1.00") for n in range(9)))
        body.panel.column.addWidget(ledger)
    outer = QHBoxLayout()
    outer.addWidget(body)
    assert found_in(room, body) == ""
    assert body.panel.scroll_area.verticalScrollBar().maximum() > 0


def test_the_ground_is_measured_not_assumed(room: QWidget) -> None:
    class Panel(Drawn):
        def draw(self, painter: QPainter) -> None:
            painter.fillRect(self.rect(), QColor("#08794a"))
            spot = QRectF(0, 0, 300, 30)
            draw_elided(painter, spot, "White on green", look().font("body"), QColor("#ffffff"))

    panel = Panel("panel")
    panel.setMinimumSize(300, 40)
    assert found_in(room, panel) == ""
