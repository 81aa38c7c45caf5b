"""Fonts, scale, icons, and keys by their place."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontInfo,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QStylePainter, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from resources import ROOT, icon_file
from ui import keys
from ui.main_window import MainWindow
from ui.screen import Screen
from ui.theme.icons import icon_pixmap, mirrored
from ui.theme.look import Look, fit, look, scale_for, set_look
from ui.theme.tokens import DARK, TYPE
from ui.widgets.drawn import CENTER, LEADING, TRAILING, direction_of, draw_text
from ui.widgets.fields import Field, FocusRing
from ui.widgets.keys import KeyCap
from ui.widgets.ledger import Ledger, LedgerLine

ICONS = sorted(file.stem for file in (ROOT / "icons").glob("*.svg"))


@pytest.mark.parametrize("step", sorted(TYPE))
def test_every_font_is_inter_with_tabular_digits(step: str) -> None:
    font = look().font(step)
    assert QFontInfo(font).family() == "Inter"
    assert font.featureValue(QFont.Tag("tnum")) == 1
    metrics = QFontMetricsF(font)
    assert len({round(metrics.horizontalAdvance(digit), 2) for digit in "0123456789"}) == 1


def test_the_display_cut_begins_at_18() -> None:
    optical = QFont.Tag("opsz")
    assert look().font("small").variableAxisValue(optical) == 14
    assert look().font("question").variableAxisValue(optical) == 32


@pytest.mark.parametrize(
    ("width", "height", "scale"),
    [(1366, 768, 1.0), (1920, 1080, 1.3), (1024, 600, 1.0), (1366, 700, 1.0), (1600, 900, 1.15)],
)
def test_scale(width: int, height: int, scale: float) -> None:
    assert scale_for(width, height) == scale


def test_amounts_are_set_smaller_until_they_fit() -> None:
    wide = "1,284,930,000.00"
    font = fit(wide, "change", 500)
    assert QFontMetricsF(font).horizontalAdvance(wide) <= 500
    assert font.pixelSize() >= TYPE["change"].floor
    assert fit("1.00", "change", 500).pixelSize() == TYPE["change"].px


def test_fit_stops_at_its_floor() -> None:
    assert fit("1,284,930.00", "change", 1).pixelSize() == TYPE["change"].floor


@pytest.mark.parametrize("name", ICONS)
def test_icons_draw_in_the_token_color(qapp: object, name: str) -> None:
    set_look(Look(DARK))
    side = 1200 if name == "pylons" else 48
    image = icon_pixmap(name, "stop", side).toImage()
    inked = [
        image.pixelColor(x, y)
        for x in range(0, side, side // 48)
        for y in range(side)
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert inked
    assert {color.name() for color in inked} == {look().color("stop").name()}
    assert "currentColor" in icon_file(name).read_text(encoding="utf-8")


def test_arrows_turn_with_the_reading_direction() -> None:
    assert mirrored("arrow-right", Qt.LayoutDirection.RightToLeft) == "arrow-left"
    assert mirrored("arrow-right", Qt.LayoutDirection.LeftToRight) == "arrow-right"
    assert mirrored("home", Qt.LayoutDirection.RightToLeft) == "home"


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("−1,000.00", Qt.LayoutDirection.LeftToRight),
        ("12 Canal Road", Qt.LayoutDirection.LeftToRight),
        ("12 شارع", Qt.LayoutDirection.RightToLeft),
    ],
)
def test_direction_of_a_text(text: str, direction: Qt.LayoutDirection) -> None:
    assert direction_of(text) == direction


@pytest.mark.parametrize(
    ("platform", "system", "scan_code"), [("xcb", "linux", 24), ("windows", "win32", 16)]
)
def test_banknote_letters_by_place(
    monkeypatch: pytest.MonkeyPatch, platform: str, system: str, scan_code: int
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", staticmethod(lambda: platform))
    monkeypatch.setattr(sys, "platform", system)
    french = _press(Qt.Key.Key_A, "a", scan_code)
    arabic = _press(Qt.Key.Key_unknown, "ض", scan_code)
    assert keys.note_letter(french) == keys.note_letter(arabic) == "Q"
    assert keys.note_letter(_press(Qt.Key.Key_Q, "q", scan_code + 14)) == ""


def test_banknote_letters_without_a_place_are_letters() -> None:
    assert keys.note_letter(_press(Qt.Key.Key_X, "x", 0)) == "X"
    assert keys.note_letter(_press(Qt.Key.Key_Z, "z", 0)) == ""
    held = Qt.KeyboardModifier.ControlModifier
    assert keys.note_letter(_press(Qt.Key.Key_X, "x", 0, held)) == ""


@pytest.mark.parametrize(
    ("text", "scan_code", "digit"),
    [("7", 0, "7"), ("٧", 0, "7"), ("&", 10, "1"), ("à", 19, "0"), ("a", 38, ""), ("", 10, "")],
)
def test_digits_by_script_and_place(text: str, scan_code: int, digit: str) -> None:
    assert keys.digit(_press(Qt.Key.Key_unknown, text, scan_code)) == digit


def test_the_ring_lies_outside_and_nothing_jumps(window: MainWindow) -> None:
    screen = Screen("entry")
    field = Field("user_name", "Name", hint="as on your card")
    QVBoxLayout(screen).addWidget(field)
    window.show_screen(screen)
    before = field.box.geometry(), field.sizeHint()
    field.edit.setFocus()
    ring = window.findChild(FocusRing)
    assert isinstance(ring, FocusRing)
    assert _on_screen(ring) == _on_screen(field.box).adjusted(-4, -4, 4, 4)
    assert (field.box.geometry(), field.sizeHint()) == before
    assert field.edit.accessibleName() == "Name"
    assert field.findChild(QLabel, "user_name_hint") is field.hint


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_a_minus_stays_in_front(qtbot: QtBot, direction: Qt.LayoutDirection) -> None:
    ledger = Ledger("sums")
    qtbot.addWidget(ledger)
    ledger.setLayoutDirection(direction)
    ledger.resize(300, 60)
    ledger.set_lines((LedgerLine("", "−111.11"),))
    image = ledger.grab().toImage()
    heights = [
        sum(image.pixelColor(x, y).lightness() < 128 for y in range(image.height()))
        for x in range(image.width())
    ]
    first_strokes = [height for height in heights if height][:4]
    assert max(first_strokes) <= 3


def test_a_key_cap_can_be_clicked(qtbot: QtBot) -> None:
    cap = KeyCap("F9", "Print again")
    qtbot.addWidget(cap)
    with qtbot.waitSignal(cap.pressed) as pressed:
        QTest.mouseClick(cap, Qt.MouseButton.LeftButton)
    assert pressed.args == ["F9"]
    assert cap.accessibleName() == "Print again (F9)"


def _on_screen(widget: QWidget) -> QRect:
    return QRect(widget.mapToGlobal(widget.rect().topLeft()), widget.size())


def _press(
    key: Qt.Key,
    text: str,
    scan_code: int,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, scan_code, 0, 0, text)


class _Written(QWidget):
    """One text in the middle of nowhere, drawn by one of the two kinds of painter."""

    def __init__(self, painter: type[QPainter], step: str, align: int) -> None:
        super().__init__()
        self._painter, self._step, self._align = painter, step, align
        self.resize(400, 120)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self._painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(7.3, 5.6, 361.4, 100.2)
        font, color = look().font(self._step), look().color("go")
        draw_text(painter, room, "Fees & 1,234.50", font, color, self._align)
        painter.end()

    def pixels(self) -> bytes:
        image = self.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        return bytes(image.constBits())


@pytest.mark.parametrize("align", [LEADING, TRAILING, CENTER])
@pytest.mark.parametrize("step", ["small", "lead", "change"])
def test_the_quick_way_to_write_draws_the_same(qtbot: QtBot, step: str, align: int) -> None:
    quick, plain = _Written(QStylePainter, step, align), _Written(QPainter, step, align)
    qtbot.addWidget(quick)
    qtbot.addWidget(plain)
    one, other = quick.pixels(), plain.pixels()
    assert len(set(one)) > 20, "something is written"
    assert one == other
