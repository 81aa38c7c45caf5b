"""What a person has come to is scrolled to: with large type there is more than has room."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QScrollArea, QWidget


def bring_into_sight(widget: QWidget, spot: QRect) -> None:
    """Scroll what `widget` stands in until `spot` of it can be seen; its beginning if not all."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    content = above.widget() if isinstance(above, QScrollArea) else None
    if above is None or content is None or not content.isAncestorOf(widget):
        return
    place = QRect(widget.mapTo(content, spot.topLeft()), spot.size())
    for y in (place.bottom() + 1, place.top()):
        above.ensureVisible(place.center().x(), y, 0, 0)
