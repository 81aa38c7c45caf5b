"""What a painted widget is to a screen reader; `ui/spoken_objects.py` tells it to Qt.

Part of the front door: nothing of Qt's accessibility is imported before somebody listens.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class Spoken(Enum):
    """A widget's words are its accessible name and description; this is how they are read."""

    TEXT = auto()
    """Words and figures: what a painted widget is unless it says otherwise."""
    BUTTON = auto()
    """It can be pressed: see `Pressable` in `ui/spoken_objects.py`."""
    FIELD = auto()
    """It takes what is typed; the description is what it holds."""
    LIST = auto()
    """Rows to choose from; the description is the chosen one."""
    GROUP = auto()
    """Holds others, and has words for all of them."""
    ALERT = auto()
    HEADING = auto()
    KEYS = auto()
    STATUS = auto()
    PICTURE = auto()
    AROUND = auto()
    """Only drawn around a widget of Qt, which speaks for itself."""


def tell(widget: QWidget, words: str) -> None:
    """Have `words` read aloud now, if somebody listens: what changed and has no caret in it."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    if words and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))
