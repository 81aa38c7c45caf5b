"""Base of the widgets that follow the look, and the few strokes they are painted with.

The strokes do not name `Qt`, nor call what does (`setPen`, `setBrush`, `fillRect`, `QBrush`):
see ui/front_door.py.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6 import QtCore, QtWidgets
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QFrame, QLabel, QStylePainter, QWidget

from ui.spoken import Spoken
from ui.theme.look import look, look_changes

LEADING, TRAILING, CENTER = range(3)
"""Where a text stands in its rectangle, always in the middle of the height."""
_PLAIN_LINE = 0x01 | 0x20 | 0x100 | 0x200
"""Of `Qt`: AlignLeft, AlignTop, TextSingleLine, TextDontClip."""
_NOWHERE = QRect()
_ROLE = QPalette.ColorRole.WindowText
_PLAIN_TEXT = 0
"""Qt.TextFormat.PlainText by its number (see ui/front_door.py)."""


def plain_tip(text: str) -> str:
    """A tip has no format of its own: what looks like markup is escaped, and shown as typed."""
    if "<" not in text:
        return text
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<qt>{escaped}</qt>"


class Drawn(QWidget):
    """A painted widget: override `apply_look` for sizes and `draw` for the picture.

    `draw` paints as if reading ran from left to right; rectangles go through
    `placed`, which mirrors them where it does not.
    """

    spoken_as = Spoken.TEXT

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        look_changes().changed.connect(self._on_look_changed)

    def apply_look(self) -> None:
        """Set fixed sizes from the look; called when it changes."""

    def draw(self, painter: QPainter) -> None:
        """Paint the widget; the painter smooths edges."""

    def placed(self, x: float, y: float, width: float, height: float) -> QRectF:
        """The rectangle at `x` from the leading edge."""
        if self.isRightToLeft():
            x = self.width() - x - width
        return QRectF(x, y, width, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._on_look_changed()

    def _on_look_changed(self) -> None:
        self.apply_look()
        self.updateGeometry()
        self.update()


class Label(QLabel):
    """Plain text in a type step; `tone` names its colour in the style sheet.

    An eliding label gives way in narrow places and shows its full text as tool tip.
    """

    def __init__(
        self,
        text: str = "",
        step: str = "body",
        tone: str = "ink",
        *,
        name: str = "",
        elide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._step = step
        self._elide = elide
        self._full = text
        self.setProperty("textFormat", _PLAIN_TEXT)
        self.setObjectName(name)
        self.setProperty("tone", tone)
        if elide:
            policy = QtWidgets.QSizePolicy.Policy  # the door elides nothing: not built for it
            self.setSizePolicy(policy.Ignored, policy.Preferred)
        self._on_look_changed()
        self.setText(text)
        look_changes().changed.connect(self._on_look_changed)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        self._full = text
        self.setAccessibleName(text)
        super().setText(self._shown())

    @property
    def full_text(self) -> str:
        """The text as it was set: without an ellipsis, with its own hyphens."""
        return self._full

    def set_step(self, step: str) -> None:
        """Change the type step."""
        self._step = step
        self._on_look_changed()

    def set_tone(self, tone: str) -> None:
        """Change the colour by its name in the style sheet."""
        self.setProperty("tone", tone)
        restyle(self)

    def resizeEvent(self, _event: object) -> None:
        if self._elide:
            super().setText(self._shown())
            self.setToolTip(plain_tip(self._full) if self.text() != as_drawn(self._full) else "")

    def _shown(self) -> str:
        if not self._elide or not self._full:
            return as_drawn(self._full)
        return self.fontMetrics().elidedText(
            as_drawn(self._full), QtCore.Qt.TextElideMode.ElideRight, max(0, self.width())
        )

    def _on_look_changed(self) -> None:
        self.setFont(look().font(self._step))
        if self._elide:
            super().setText(self._shown())


class Rule(QFrame):
    """A one pixel line between parts; `color` is "line" or "line_strong"."""

    def __init__(self, color: str = "line", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._color = color
        self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill(painter, QRectF(self.rect()), look().color(self._color))
        painter.end()


def restyle(widget: QWidget) -> None:
    """Read the style sheet again after a property changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def as_drawn(text: str) -> str:
    """`text` with the typographic hyphen: the tabular one of the font tears numbers apart."""
    return text.replace("-", "\u2010")


def text_width(text: str, font: QFont) -> float:
    """Advance of `text` in pixels, as the functions below draw it."""
    return QFontMetricsF(font).horizontalAdvance(as_drawn(text))


def draw_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    color: QColor,
    align: int = LEADING,
) -> None:
    """Plain text in one line, in the middle of `rect`; it may stick out: fit or elide it before.

    Numbers and Latin words read from left to right wherever they stand. The baseline lies
    on a whole pixel, so that strokes end sharply.
    """
    shown = as_drawn(text)
    metrics = QFontMetricsF(font)
    mirrored = _is_mirrored(painter)
    # Letters stand on 64ths of a pixel: the two ways of writing below round alike.
    x = round(_start_of(rect, metrics.horizontalAdvance(shown), align, mirrored) * 64) / 64
    y = round(rect.center().y() + (metrics.ascent() - metrics.descent()) / 2)
    if isinstance(painter, QStylePainter) and text.isascii() and not mirrored:
        _draw_plain(painter, QPointF(x, y - metrics.ascent()), shown, font, color)
        return
    painter.setFont(font)
    painter.setPen(color)
    before = painter.layoutDirection()
    painter.setLayoutDirection(direction_of(shown))
    painter.drawText(QPointF(x, y), shown)
    painter.setLayoutDirection(before)


def _draw_plain(
    painter: QStylePainter, start: QPointF, shown: str, font: QFont, color: QColor
) -> None:
    """What `drawText` draws, for text that reads from left to right, without a pen."""
    painter.translate(start)
    painter.setFont(font)
    painter.drawItemText(_NOWHERE, _PLAIN_LINE, _paint(color.rgba()), True, shown, _ROLE)
    painter.translate(-start)


def direction_of(text: str) -> QtCore.Qt.LayoutDirection:
    """How `text` itself reads: by its first letter; digits alone from left to right."""
    from unicodedata import bidirectional

    for character in text:
        kind = bidirectional(character)
        if kind in {"R", "AL"}:
            return QtCore.Qt.LayoutDirection.RightToLeft
        if kind == "L":
            break
    return QtCore.Qt.LayoutDirection.LeftToRight


def _is_mirrored(painter: QPainter) -> bool:
    """Whether the painter was turned: asked only where it can be, because it answers in `Qt`."""
    device = painter.device()
    turned = QGuiApplication.isRightToLeft()
    if isinstance(device, QWidget) and not turned and not device.isRightToLeft():
        return False
    return painter.layoutDirection() == QtCore.Qt.LayoutDirection.RightToLeft


def _start_of(rect: QRectF, width: float, align: int, mirrored: bool) -> float:
    if align == CENTER:
        return rect.center().x() - width / 2
    if (align == TRAILING) != mirrored:
        return rect.right() - width
    return rect.x()


def draw_elided(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    color: QColor,
    align: int = LEADING,
) -> None:
    """Plain text in one line that ends in an ellipsis when it is too long; never for amounts."""
    if text_width(text, font) > rect.width():
        elide = QtCore.Qt.TextElideMode.ElideRight
        text = QFontMetricsF(font).elidedText(as_drawn(text), elide, rect.width())
    draw_text(painter, rect, text, font, color, align)


def fill(painter: QPainter, rect: QRectF, color: QColor) -> None:
    """A plain area."""
    area = QPainterPath()
    area.addRect(rect)
    painter.fillPath(area, _brush(color.rgba()))


def _brush(rgba: int) -> QBrush:
    return _paint(rgba).brush(_ROLE)


@lru_cache(maxsize=256)
def _paint(rgba: int) -> QPalette:
    palette = QPalette()
    palette.setColor(_ROLE, QColor.fromRgba(rgba))
    return palette


def draw_box(
    painter: QPainter,
    rect: QRectF,
    *,
    fill: QColor | None = None,
    edge: QColor | None = None,
    width: float = 1.0,
    radius: float = 0.0,
    dashed: bool = False,
) -> None:
    """A box whose edge lies inside `rect`."""
    if edge is not None:
        half = width / 2
        rect = rect.adjusted(half, half, -half, -half)
    outline = QPainterPath()
    outline.addRoundedRect(rect, radius, radius)
    if fill is not None:
        painter.fillPath(outline, _brush(fill.rgba()))
    if edge is not None:
        pen = QPen()
        pen.setColor(edge)
        pen.setWidthF(width)
        if dashed:
            pen.setDashPattern([5, 3.5])
        painter.strokePath(outline, pen)


def as_size(width: float, height: float) -> QSize:
    """A size in whole pixels, rounded up."""
    return QSize(int(-(-width // 1)), int(-(-height // 1)))
