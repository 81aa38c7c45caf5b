"""Keys by their meaning and by their place on the keyboard."""

from __future__ import annotations

import sys
from enum import StrEnum
from functools import cache

from PySide6 import QtCore
from PySide6.QtGui import QGuiApplication, QKeyEvent

from ui.key_map import act_of

SECOND_LOOK_MS = 500
"""What Enter brought to the screen is not answered by the same bounce of Enter."""


class Key(StrEnum):
    """The keys that mean one thing on every screen. The value stands on the key cap."""

    ESC = "Esc"
    F1 = "F1"
    F2 = "F2"
    F3 = "F3"
    F4 = "F4"
    F5 = "F5"
    F6 = "F6"
    F7 = "F7"
    F8 = "F8"
    F9 = "F9"
    F10 = "F10"
    F11 = "F11"
    F12 = "F12"
    ENTER = "Enter"
    DEL = "Del"
    SPACE = "Space"
    UP = "Up"
    DOWN = "Down"
    PAGE_UP = "PgUp"
    PAGE_DOWN = "PgDn"
    BACKSPACE = "Backspace"
    PLUS = "+"


@cache
def _by_qt_key() -> dict[int, Key]:
    """Made at the first key, not before the first paint (see ui/front_door.py)."""
    key = QtCore.Qt.Key
    return {
        key.Key_Escape.value: Key.ESC,
        key.Key_Return.value: Key.ENTER,
        key.Key_Enter.value: Key.ENTER,
        key.Key_Delete.value: Key.DEL,
        key.Key_Space.value: Key.SPACE,
        key.Key_Up.value: Key.UP,
        key.Key_Down.value: Key.DOWN,
        key.Key_PageUp.value: Key.PAGE_UP,
        key.Key_PageDown.value: Key.PAGE_DOWN,
        key.Key_Backspace.value: Key.BACKSPACE,
        key.Key_Plus.value: Key.PLUS,
    } | {key.Key_F1.value + n - 1: Key(f"F{n}") for n in range(1, 13)}


@cache
def _moving_keys() -> frozenset[int]:
    """What digits and point of the keypad are while Num Lock is off."""
    key = QtCore.Qt.Key
    moves = (
        key.Key_Home, key.Key_Up, key.Key_PageUp, key.Key_Left, key.Key_Clear, key.Key_Right,
        key.Key_End, key.Key_Down, key.Key_PageDown, key.Key_Insert, key.Key_Delete,
    )  # fmt: skip
    return frozenset(move.value for move in moves)


@cache
def _modifiers() -> QtCore.Qt.KeyboardModifier:
    modifier = QtCore.Qt.KeyboardModifier
    return modifier.ControlModifier | modifier.AltModifier | modifier.MetaModifier


# Scan codes of set 1: the place of a key, whatever is printed on it.
_PLACES = {16: "Q", 17: "W", 18: "E", 19: "R", 20: "T", 21: "Y", 45: "X"}
_DIGIT_PLACES = {place: str((place - 1) % 10) for place in range(2, 12)}
_EVDEV_OFFSET = 8


def key_of(event: QKeyEvent) -> Key | None:
    """The key with a fixed meaning, if it is one and no Ctrl, Alt or Meta is held."""
    if event.modifiers() & _modifiers():
        return None
    pressed = _by_qt_key().get(event.key())
    return Key(act_of(pressed.value)) if pressed is not None else None


def note_letter(event: QKeyEvent) -> str:
    """Q W E R T Y or X by the place of the key, so that every layout works; else "".

    X11 and Wayland report the evdev code plus 8, Windows the scan code itself; both
    agree for these keys. Where a platform reports no place the letter counts.
    """
    if event.modifiers() & _modifiers():
        return ""
    place = _place(event)
    if place:
        return _PLACES.get(place, "")
    letter = chr(event.key()) if event.key() < 0x80 else ""
    return letter if letter in _PLACES.values() else ""


def digit(event: QKeyEvent) -> str:
    """The digit a key stands for: of any script, or by its place on the digit row; else "".

    A scanner set to another layout than the computer still presses the digit row.
    """
    if event.modifiers() & (_modifiers() | QtCore.Qt.KeyboardModifier.ShiftModifier):
        return ""
    text = event.text()
    if len(text) == 1 and text.isdecimal():
        return str(int(text))
    return _DIGIT_PLACES.get(_place(event), "") if text.strip() else ""


def is_without_num_lock(event: QKeyEvent) -> bool:
    """True for a digit or the point of the keypad that moves, because Num Lock is off.

    With Shift it moves while Num Lock is on.
    """
    modifier = QtCore.Qt.KeyboardModifier
    held = event.modifiers() & (modifier.KeypadModifier | modifier.ShiftModifier)
    return held == modifier.KeypadModifier and event.key() in _moving_keys()


def is_plain_text(event: QKeyEvent) -> bool:
    """True for a key that types something."""
    text = event.text()
    return bool(text) and text.isprintable() and not event.modifiers() & _modifiers()


def _place(event: QKeyEvent) -> int:
    """The set 1 scan code of the key, 0 where the platform does not tell."""
    code = event.nativeScanCode()
    if not code:
        return 0
    if sys.platform == "win32":
        return code & 0x7F
    if QGuiApplication.platformName() in {"xcb", "wayland", "wayland-egl", "offscreen"}:
        return code - _EVDEV_OFFSET
    return 0
