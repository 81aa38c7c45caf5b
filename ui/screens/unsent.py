"""Asks before what somebody typed, counted or marked is gone."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from ui.keys import Key
from ui.screen import Frame, Screen
from ui.widgets.keys import NextKeyContent

ASKED_FROM = 2
"""So many things are asked about: a single one is typed again before a question is read."""
_WAYS_OUT = (Key.ESC, Key.F2, Key.F8)


class UnsentScreen(Screen):
    """Esc asks once where much would be gone: Enter then leaves, Esc stays, and so does typing.

    A subclass says in `unsent` how much that is. Where Esc leads one step back and everything
    stays as it was typed, or where nothing is worth a question, `asks_before_leaving` is False.
    """

    asks_before_leaving = True

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._way_out: Key | None = None
        self._frame_before = Frame()

    @property
    def is_leaving(self) -> bool:
        """True while it is asked whether what is typed shall be left."""
        return self._way_out is not None

    def unsent(self) -> int:
        """How many fields, rows or marks somebody gave that Esc would lose."""
        return 0

    def leaving_question(self) -> str:
        """What is asked then."""
        return self.tr("Leave without saving this?")

    def set_frame(self, **changes: Any) -> None:
        """Anything new on the screen ends the question: whoever types goes on."""
        self._stay()
        super().set_frame(**changes)

    def press(self, key: Key) -> bool:
        way = self._way_out
        if way is None:
            if key in _WAYS_OUT and self._would_lose(key):
                self._ask_to_leave(key)
                return True
            return super().press(key)
        if key is Key.F1:
            return super().press(key)
        if key in {Key.ENTER, Key.F4}:
            self._stay()
            return super().press(way)
        if key is Key.ESC:
            self._stay()
        # Any other key means nothing before that is answered.
        return True

    def _would_lose(self, key: Key) -> bool:
        frame = self.frame
        enabled = {
            Key.ESC: bool(frame.esc), Key.F2: frame.find_enabled, Key.F8: frame.shift_enabled
        }  # fmt: skip
        return self.asks_before_leaving and enabled[key] and self.unsent() >= ASKED_FROM

    def _ask_to_leave(self, key: Key) -> None:
        before = self.frame
        super().set_frame(
            question=self.leaving_question(), esc=self.tr("Stay here"), find_enabled=False,
            shift_enabled=False, keys=tuple(k._replace(enabled=False) for k in before.keys),
            next_key=NextKeyContent(self.tr("Leave"), self.tr("What is typed here is gone then")),
        )  # fmt: skip
        self._way_out, self._frame_before = key, before

    def _stay(self) -> None:
        if self._way_out is None:
            return
        self._way_out, before = None, self._frame_before
        super().set_frame(
            question=before.question, esc=before.esc, find_enabled=before.find_enabled,
            shift_enabled=before.shift_enabled, keys=before.keys, next_key=before.next_key,
        )  # fmt: skip
