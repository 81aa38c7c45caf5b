"""Tells Qt what the widgets that paint themselves are, for screen readers.

Qt knows the roles of its own widgets. One that is painted is a filler to it, and screen readers
pass fillers over: the green block and the amount field would not be there. Nothing of this runs
on a counter where nobody listens: the factory is asked only for objects that somebody asks for.
"""

from __future__ import annotations

from functools import cache
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from ui.spoken import Spoken

_ROLES = {
    Spoken.TEXT: QAccessible.Role.StaticText,
    Spoken.BUTTON: QAccessible.Role.Button,
    Spoken.FIELD: QAccessible.Role.EditableText,
    Spoken.LIST: QAccessible.Role.List,
    Spoken.GROUP: QAccessible.Role.Grouping,
    Spoken.ALERT: QAccessible.Role.AlertMessage,
    Spoken.HEADING: QAccessible.Role.Heading,
    Spoken.KEYS: QAccessible.Role.ToolBar,
    Spoken.STATUS: QAccessible.Role.StatusBar,
    Spoken.PICTURE: QAccessible.Role.Graphic,
}


@runtime_checkable
class Pressable(Protocol):
    """A painted widget that acts when it is pressed."""

    @property
    def can_press(self) -> bool:
        """False while there is nothing to press."""

    def press_it(self) -> None:
        """As a click."""


class SpokenButton(QAccessibleWidget):
    """A painted key: pressed through the screen reader as by a click."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, QAccessible.Role.Button)
        self._widget = widget

    def state(self) -> QAccessible.State:
        state = super().state()
        if self._pressable is None:
            state.disabled = True
        return state

    def actionNames(self) -> list[str]:  # noqa: N802 - Qt's name
        return [self.pressAction()]

    def doAction(self, actionName: str, /) -> None:  # noqa: N802, N803 - Qt's names
        pressable = self._pressable
        if actionName == self.pressAction() and pressable is not None:
            pressable.press_it()

    @property
    def _pressable(self) -> Pressable | None:
        """The widget, while there is something to press."""
        widget = self._widget
        return widget if isinstance(widget, Pressable) and widget.can_press else None


@cache
def speak() -> None:
    """From now on Qt is told; once in a process."""
    QAccessible.installFactory(_made_for)


def _made_for(_class_name: str, thing: QObject) -> QAccessibleInterface | None:
    kind = getattr(thing, "spoken_as", None)
    if not isinstance(thing, QWidget) or kind not in _ROLES:
        return None
    if kind is Spoken.BUTTON:
        return SpokenButton(thing)
    return QAccessibleWidget(thing, _ROLES[kind])
