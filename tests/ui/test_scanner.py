"""A scan is told from typing by its speed and never lands in a field."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ui.scanner import MAX_GAP_MS, Scanner

CODE = "26101182"
FAST, SLOW = 4, 120


class Keyboard:
    """Sends keys to a field with the times a real keyboard would give them."""

    def __init__(self, field: QLineEdit) -> None:
        self.field = field
        self.clock = 10_000

    def press(
        self, text: str, gap: int, key: Qt.Key | None = None, *, repeat: bool = False
    ) -> None:
        self.clock += gap
        code = key if key is not None else Qt.Key(ord(text.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, text, repeat)
            event.setTimestamp(self.clock)
            QCoreApplication.sendEvent(self.field, event)

    def shifted(self, text: str, gap: int) -> None:
        """As a keyboard sends a capital: Shift goes down by itself, and up."""
        self.clock += gap
        shift, none = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
        down, up = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
        letter = Qt.Key(ord(text.upper()))
        for kind, key, held, said in (
            (down, Qt.Key.Key_Shift, none, ""), (down, letter, shift, text),
            (up, letter, shift, text), (up, Qt.Key.Key_Shift, shift, ""),
        ):  # fmt: skip
            event = QKeyEvent(kind, key, held, said)
            event.setTimestamp(self.clock)
            QCoreApplication.sendEvent(self.field, event)

    def type(self, text: str, gap: int) -> None:
        for character in text:
            self.press(character, gap)

    def enter(self, gap: int, key: Qt.Key = Qt.Key.Key_Return) -> None:
        self.press("\r", gap, key)


class Desk:
    """A field, a keyboard, a scanner, and what came of them."""

    def __init__(self, qtbot: QtBot, prefix: str = "") -> None:
        self.qtbot = qtbot
        self.field = QLineEdit()
        qtbot.addWidget(self.field)
        self.field.show()
        self.scanner = Scanner(prefix)
        self.scanner.install()
        self.keyboard = Keyboard(self.field)
        self.scans: list[str] = []
        self.entered: list[str] = []
        self.scanner.scanned.connect(self.scans.append)
        self.field.returnPressed.connect(lambda: self.entered.append(self.field.text()))

    def settled(self, text: str) -> None:
        self.qtbot.waitUntil(lambda: self.field.text() == text, timeout=2000)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qtbot)
    yield made
    QCoreApplication.instance().removeEventFilter(made.scanner)  # type: ignore[union-attr]


def test_a_fast_burst_with_enter_is_a_scan_and_no_field_sees_it(desk: Desk) -> None:
    desk.keyboard.type(CODE, FAST)
    assert desk.field.text() == ""
    desk.keyboard.enter(FAST)
    assert desk.scans == [CODE]
    assert desk.field.text() == ""
    assert desk.entered == []
    QTest.qWait(2 * MAX_GAP_MS)
    assert desk.field.text() == ""


def test_slow_typing_arrives_unchanged_and_enter_is_enter(desk: Desk) -> None:
    desk.keyboard.type(CODE, SLOW)
    desk.keyboard.enter(SLOW)
    assert desk.entered == [CODE]
    assert desk.scans == []


def test_typed_letters_are_never_held(desk: Desk) -> None:
    desk.keyboard.type("karuna", FAST)
    assert desk.field.text() == "karuna"


def test_a_single_digit_shows_after_the_pause(desk: Desk) -> None:
    desk.keyboard.type("5", SLOW)
    assert desk.field.text() == ""
    desk.settled("5")


def test_five_fast_digits_and_enter_are_typing(desk: Desk) -> None:
    desk.keyboard.type("12345", FAST)
    desk.keyboard.enter(FAST)
    assert desk.scans == []
    assert desk.entered == ["12345"]


def test_a_burst_without_enter_is_given_back(desk: Desk) -> None:
    desk.keyboard.type(CODE, FAST)
    desk.settled(CODE)
    assert desk.scans == []


def test_enter_long_after_the_burst_is_typing(desk: Desk) -> None:
    desk.keyboard.type(CODE, FAST)
    desk.keyboard.enter(SLOW)
    assert desk.scans == []
    assert desk.entered == [CODE]


def test_letters_in_a_burst_keep_their_order(desk: Desk) -> None:
    desk.keyboard.type("12a34", FAST)
    desk.settled("12a34")


def test_typing_then_a_scan_then_typing(desk: Desk) -> None:
    desk.keyboard.type("20", SLOW)
    desk.keyboard.type("9", SLOW)
    desk.keyboard.clock += SLOW
    desk.keyboard.type(CODE, FAST)
    desk.keyboard.enter(FAST)
    desk.keyboard.type("7", SLOW)
    desk.settled("2097")
    assert desk.scans == [CODE]


def test_two_scans_in_a_row(desk: Desk) -> None:
    for code in (CODE, "26101199"):
        desk.keyboard.type(code, FAST)
        desk.keyboard.enter(FAST, Qt.Key.Key_Enter)
    assert desk.scans == [CODE, "26101199"]
    assert desk.field.text() == ""


def test_a_held_key_repeats_at_once(desk: Desk) -> None:
    desk.keyboard.press("5", SLOW)
    for _ in range(8):
        desk.keyboard.press("5", 30, repeat=True)
    desk.keyboard.enter(30)
    assert desk.scans == []
    assert desk.entered == ["5" * 9]


def test_slow_keys_that_arrive_at_once_after_a_busy_moment_are_typing(desk: Desk) -> None:
    # The program was busy: all events come in one go, but with the times of the keyboard.
    desk.keyboard.type("1000000", 90)
    desk.keyboard.enter(90)
    assert desk.scans == []
    assert desk.entered == ["1000000"]


def test_backspace_follows_what_was_held(desk: Desk) -> None:
    desk.keyboard.type("12", FAST)
    desk.keyboard.press("\b", FAST, Qt.Key.Key_Backspace)
    assert desk.field.text() == "1"


def test_other_digits_scan_as_digits(desk: Desk) -> None:
    for character in "٢٦١٠١١٨٢":
        desk.keyboard.press(character, FAST, Qt.Key.Key_unknown)
    desk.keyboard.enter(FAST)
    assert desk.scans == [CODE]


def test_a_prefix_is_taken_off(desk: Desk) -> None:
    desk.scanner.set_prefix("~C")
    for character in "~C":
        desk.keyboard.press(character, FAST, Qt.Key.Key_unknown)
    desk.keyboard.type(CODE, FAST)
    desk.keyboard.enter(FAST)
    assert desk.scans == [CODE]
    assert desk.field.text() == ""


@pytest.mark.parametrize("prefix", ["", "]C1"])
@pytest.mark.parametrize("sent", ["]C1", "]Q1", "]e0", "]d2"])
def test_what_names_the_kind_of_code_is_taken_off(desk: Desk, prefix: str, sent: str) -> None:
    desk.scanner.set_prefix(prefix)
    for character in sent:
        desk.keyboard.press(character, FAST, Qt.Key.Key_unknown)
    desk.keyboard.type(CODE, FAST)
    desk.keyboard.enter(FAST)
    assert desk.scans == [CODE]
    assert desk.field.text() == ""


def test_a_prefix_with_capitals_comes_with_shift(desk: Desk) -> None:
    desk.scanner.set_prefix("~C")
    for character in "~C":
        desk.keyboard.shifted(character, FAST)
    desk.keyboard.type(CODE, FAST)
    desk.keyboard.enter(FAST)
    assert desk.scans == [CODE]
    assert desk.field.text() == ""


def test_tab_ends_a_scan_and_moves_nothing(desk: Desk) -> None:
    desk.field.setFocus()
    desk.keyboard.type(CODE, FAST)
    desk.keyboard.press("\t", FAST, Qt.Key.Key_Tab)
    assert desk.scans == [CODE]
    assert desk.field.text() == ""
    desk.keyboard.type("12", FAST)
    desk.keyboard.press("\t", FAST, Qt.Key.Key_Tab)
    assert desk.field.text() == "12"


def test_the_second_end_of_a_scan_presses_nothing(desk: Desk) -> None:
    desk.keyboard.type(CODE, FAST)
    desk.keyboard.enter(FAST)
    desk.keyboard.enter(FAST)
    assert desk.entered == []
    desk.keyboard.enter(SLOW)
    assert desk.entered == [""]


def test_a_bracket_that_somebody_types_is_text(desk: Desk) -> None:
    for character in "]x":
        desk.keyboard.press(character, FAST, Qt.Key.Key_unknown)
    desk.settled("]x")


def test_a_prefix_that_goes_no_further_is_text(desk: Desk) -> None:
    desk.scanner.set_prefix("~C")
    for character in "~x":
        desk.keyboard.press(character, FAST, Qt.Key.Key_unknown)
    assert desk.field.text() == "~x"


def test_a_field_that_went_away_loses_its_keys_quietly(desk: Desk, qtbot: QtBot) -> None:
    other = QLineEdit()
    keyboard = Keyboard(other)
    keyboard.type("12", FAST)
    with qtbot.waitSignal(other.destroyed):
        other.deleteLater()
    QTest.qWait(2 * MAX_GAP_MS)
    assert desk.scans == []
