"""What would read markup in a text: looked for in every widget that a test of this folder made."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMessageBox,
    QTextBrowser,
    QTextEdit,
    QWidget,
)

SPOKEN = "<qt>"
"""How a text that was escaped begins."""


def readers_of_markup(widgets: Iterable[QWidget]) -> list[str]:
    """Each widget that would show `<b>`, a link or a picture instead of the characters typed."""
    found = []
    for widget in widgets:
        name = f"{type(widget).__name__} {widget.objectName()}"
        if isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.PlainText:
            found.append(f"{name}: a label of another format than plain text")
        if isinstance(widget, QMessageBox) and widget.textFormat() != Qt.TextFormat.PlainText:
            found.append(f"{name}: a box of another format than plain text")
        if isinstance(widget, QTextBrowser | QTextEdit):
            found.append(f"{name}: shows documents")
        # These have no format of their own: Qt looks into the text.
        found += [
            f"{name}: {text[:80]}"
            for text in (widget.toolTip(), widget.whatsThis(), widget.statusTip())
            if Qt.mightBeRichText(text) and not text.startswith(SPOKEN)
        ]
    return found


def all_widgets() -> list[QWidget]:
    """Every widget of this process."""
    return QApplication.allWidgets() if QApplication.instance() else []
