"""What a screen reader could not read: looked for in every widget that a test here made."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from ui.screen import Screen

SILENT = {
    QAccessible.Role.Client,  # to AT-SPI a filler, which screen readers pass over
    QAccessible.Role.NoRole,
    QAccessible.Role.Whitespace,
}


def silent_widgets(widgets: Iterable[QWidget]) -> list[str]:
    """Each widget of a filled screen that can have the caret, without a name or role of its own."""
    found = []
    for widget in widgets:
        if not _can_have_the_caret(widget):
            continue
        told = QAccessible.queryAccessibleInterface(widget)
        name, role = told.text(QAccessible.Text.Name), told.role()
        if not name.strip() or role in SILENT:
            found.append(f"{type(widget).__name__} {widget.objectName()}: {role.name} {name!r}")
    return found


def _can_have_the_caret(widget: QWidget) -> bool:
    if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or widget.focusProxy() is not None:
        return False
    screen = _screen_of(widget)
    return screen is not None and _is_filled(screen) and widget.isVisibleTo(screen)


def _screen_of(widget: QWidget) -> Screen | None:
    at: QWidget | None = widget
    while at is not None and not isinstance(at, Screen):
        at = at.parentWidget()
    return at


def _is_filled(screen: Screen) -> bool:
    """A screen that is built ahead of its use asks nothing yet, and its fields have no labels."""
    return bool(screen.frame.question)
