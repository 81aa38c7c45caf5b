"""A walk over screens: what a person could not read there.

`faults(window)` paints the window once and asks every text on it, whether it is a label's or
painted: is it whole, does it lie inside what it belongs to, is it free of other texts, does it
stand out from its ground? Every control: does it lie inside its parent, and on no other?
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple, cast

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QLabel,
    QLineEdit,
    QSplitter,
    QWidget,
)

from ui.theme.look import Look
from ui.theme.switch import palette_of
from ui.widgets import drawn
from ui.widgets.drawn import Label, as_drawn
from ui.widgets.fields import FocusRing
from ui.widgets.keys import KeyStrip, NextKey

LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3 (AA)."""
SLACK = 2
"""Pixels that rounding may cost."""
LOOKS = {
    "light": (1366, 768, Look()),
    "dark, large type, mirrored": (1366, 768, Look(palette_of("dark"), 1.0, 1.5)),
    "contrast, large screen": (1920, 1080, Look(palette_of("contrast"), 1.3)),
}
MIRRORED = {"dark, large type, mirrored"}


class Text(NamedTuple):
    """One line of text where it stands in the window."""

    text: str
    box: QRect
    color: QColor
    owner: QWidget
    fault: str = ""


def faults(window: QWidget) -> list[str]:
    """What cannot be read on `window` as it looks now, in words."""
    with _painted_texts(window) as texts:
        image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    texts += _label_texts(window)
    found = [f"{_name(text.owner)}: {text.fault}: {text.text!r}" for text in texts if text.fault]
    found += _pale(texts, image)
    found += _over_each_other(texts)
    found += _misplaced(window)
    return sorted(set(found))


@contextmanager
def _painted_texts(window: QWidget) -> Iterator[list[Text]]:
    """Everything `draw_text` writes meanwhile."""
    texts: list[Text] = []
    true_start = drawn._start_of

    def start_of(rect: QRectF, width: float, align: int, mirrored: bool) -> float:
        x = true_start(rect, width, align, mirrored)
        caller = sys._getframe(1).f_locals
        painter, font = cast("QPainter", caller["painter"]), caller["font"]
        device, shown = painter.device(), caller["shown"]
        if isinstance(device, QWidget) and device.window() is window and shown.strip():
            metrics = QFontMetricsF(font)
            tight = metrics.tightBoundingRect(shown)
            baseline = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2
            box = painter.transform().mapRect(
                QRectF(x, baseline + tight.y(), width, tight.height())
            )
            room = painter.transform().mapRect(rect)
            texts.append(
                Text(
                    shown, _in_window(device, box), caller["color"], device,
                    _painted_fault(shown, width, box, room, device),
                )
            )  # fmt: skip
        return x

    drawn._start_of = start_of
    try:
        yield texts
    finally:
        drawn._start_of = true_start


def _painted_fault(shown: str, width: float, box: QRectF, room: QRectF, device: QWidget) -> str:
    # The green block's title may end in a customer's name.
    is_title = isinstance(device, NextKey) and room.center().y() < device.height() * 0.45
    if shown.endswith("…") and isinstance(device, NextKey | KeyStrip) and not is_title:
        return "what a key does is cut off"
    if shown.endswith("…") and len(shown) < 5:
        return "nothing is left of it"
    if width > room.width() + SLACK:
        return f"wider than its room ({width:.0f} in {room.width():.0f})"
    inside = QRectF(device.rect()).adjusted(-SLACK, -SLACK, SLACK, SLACK)
    scrolls = isinstance(device.parent(), QAbstractScrollArea)
    if box.left() < inside.left() or box.right() > inside.right():
        return "beyond the side"
    if not scrolls and (box.top() < inside.top() or box.bottom() > inside.bottom()):
        return "beyond top or bottom"
    return ""


def _in_window(widget: QWidget, rect: QRectF) -> QRect:
    corner = widget.mapTo(widget.window(), QPoint(0, 0))
    return rect.toAlignedRect().translated(corner)


def _label_texts(window: QWidget) -> list[Text]:
    found = []
    for label in window.findChildren(QLabel):
        if label.isVisibleTo(window) and label.text().strip() and _is_seen(label):
            metrics = QFontMetricsF(label.font())
            room = label.contentsRect()
            shown = label.text()
            lines = shown.split("\n")
            width = max(metrics.horizontalAdvance(line) for line in lines)
            height = min(metrics.height() * len(lines), room.height())
            start: float = room.x()
            if label.alignment() & Qt.AlignmentFlag.AlignHCenter:
                start = room.center().x() - width / 2
            elif label.alignment() & Qt.AlignmentFlag.AlignRight:
                start = room.right() - width
            top = room.center().y() - height / 2
            box = QRectF(start, top, width, height)
            if label.wordWrap():
                box = QRectF(room)
            # Letters, not the lines' leading, must not meet.
            box.adjust(0, metrics.descent() / 2, 0, -metrics.descent() / 2)
            found.append(
                Text(
                    shown, _in_window(label, box), label.palette().color(label.foregroundRole()),
                    label, _label_fault(label, width, metrics),
                )
            )  # fmt: skip
    for edit in window.findChildren(QLineEdit):
        hint = edit.placeholderText()
        if edit.isVisibleTo(window) and hint and not edit.text():
            room_for = edit.contentsRect().width()
            if QFontMetricsF(edit.font()).horizontalAdvance(hint) > room_for:
                found.append(Text(hint, QRect(), QColor(), edit, "wider than its field"))
    return found


def _label_fault(label: QLabel, width: float, metrics: QFontMetricsF) -> str:
    room = label.contentsRect()
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if needed > label.height() + SLACK:
            return f"lines are cut off ({needed} high in {label.height()})"
        longest = max(re.split(r"[\s\u200b\u2010]", label.text()), key=len)
        if metrics.horizontalAdvance(longest) > room.width() + SLACK:
            return "a word is wider than its room"
        return ""
    full = label.full_text if isinstance(label, Label) else label.text()
    if label.text() != as_drawn(full):
        if not label.toolTip():
            return "elided without a tip"
        return "nothing is left of it" if len(label.text()) < 5 else ""
    if width > room.width() + SLACK:
        return f"wider than its room ({width:.0f} in {room.width()})"
    if metrics.ascent() > room.height() + SLACK:
        return f"lines are cut off ({metrics.height():.0f} high in {room.height()})"
    return ""


def _is_seen(widget: QWidget) -> bool:
    """Not scrolled out of sight."""
    return not widget.visibleRegion().isEmpty()


def _pale(texts: list[Text], image: QImage) -> list[str]:
    found = []
    for text in texts:
        seen = _clip(text)
        if seen is None or seen.height() < text.box.height() * 0.6:
            continue  # scrolled out of sight, or nearly so
        ground = _ground(seen, image)
        if ground is not None and text.color.alpha() == 255:
            contrast = _contrast(text.color, ground)
            if contrast < LEAST_CONTRAST:
                found.append(
                    f"{_name(text.owner)}: contrast {contrast:.1f} of {text.color.name()}"
                    f" on {ground.name()}: {text.text!r}"
                )
    return found


def _ground(box: QRect, image: QImage) -> QColor | None:
    """The colour that most of the rim around `box` has.

    Every pixel of its four sides: where a row is half scrolled away the upper or the lower side
    goes through the letters, and a few points of it could all be the edge of a letter.
    """
    rim = box.adjusted(-1, -1, 1, 1)
    points = [
        QPoint(x, y) for x in range(rim.left(), rim.right() + 1) for y in (rim.top(), rim.bottom())
    ]
    points += [
        QPoint(x, y) for y in range(rim.top(), rim.bottom() + 1) for x in (rim.left(), rim.right())
    ]
    colors = Counter(image.pixel(point) for point in points if image.rect().contains(point))
    return QColor(colors.most_common(1)[0][0]) if colors else None


def _contrast(one: QColor, other: QColor) -> float:
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = color.redF(), color.greenF(), color.blueF()
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def _over_each_other(texts: list[Text]) -> list[str]:
    found = []
    placed = [text for text in texts if not text.box.isEmpty() and _clip(text) is not None]
    for index, one in enumerate(placed):
        for other in placed[index + 1 :]:
            common = one.box.intersected(other.box)
            if common.width() > SLACK and common.height() > SLACK:
                if one.text == other.text and one.owner is other.owner:
                    continue  # painted twice
                if not cast("QRect", _clip(one)).intersects(cast("QRect", _clip(other))):
                    continue
                found.append(
                    f"{_name(one.owner)}: {one.text!r} and {other.text!r} lie on each other"
                )
    return found


def _clip(text: Text) -> QRect | None:
    """What of the text its widget lets through."""
    seen = text.owner.visibleRegion().boundingRect()
    seen.translate(text.owner.mapTo(text.owner.window(), QPoint(0, 0)))
    common = text.box.intersected(seen)
    return None if common.isEmpty() else common


def _misplaced(window: QWidget) -> list[str]:
    found = []
    for parent in (window, *window.findChildren(QWidget)):
        if not parent.isVisibleTo(window) or isinstance(parent, QAbstractScrollArea | QSplitter):
            continue
        children = [
            child
            for child in parent.children()
            if isinstance(child, QWidget)
            and child.isVisibleTo(parent)
            and not child.isWindow()
            and not isinstance(child, FocusRing)
            and not child.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            and not child.size().isEmpty()
        ]
        scrolls = isinstance(parent.parent(), QAbstractScrollArea)
        for index, child in enumerate(children):
            place = child.geometry()
            if not scrolls and not parent.rect().adjusted(-1, -1, 1, 1).contains(place):
                found.append(f"{_name(child)} lies outside {_name(parent)}")
            for other in children[index + 1 :]:
                common = place.intersected(other.geometry())
                if common.width() > SLACK and common.height() > SLACK:
                    found.append(f"{_name(child)} and {_name(other)} lie on each other")
    return found


def _name(widget: QWidget) -> str:
    names: list[str] = []
    at: QWidget | None = widget
    while at is not None and len(names) < 2:
        if at.objectName() and not at.objectName().startswith("qt_"):
            names.append(at.objectName())
        at = at.parentWidget()
    return f"{type(widget).__name__} {' in '.join(names)}".strip()
