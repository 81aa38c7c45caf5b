"""Base of the widgets that follow the look, and the few strokes they are painted with."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ui.theme.look import look, look_changes

LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter


class Drawn(QWidget):
    """A painted widget: override `apply_look` for sizes and `draw` for the picture.

    `draw` paints as if reading ran from left to right; rectangles go through
    `placed`, which mirrors them where it does not.
    """

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
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            x = self.width() - x - width
        return QRectF(x, y, width, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
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
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName(name)
        self.setProperty("tone", tone)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
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
            self.setToolTip(self._full if self.text() != as_drawn(self._full) else "")

    def _shown(self) -> str:
        if not self._elide:
            return as_drawn(self._full)
        return self.fontMetrics().elidedText(
            as_drawn(self._full), Qt.TextElideMode.ElideRight, max(0, self.width())
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
        painter.fillRect(self.rect(), look().color(self._color))
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
    align: Qt.AlignmentFlag = LEADING,
) -> None:
    """Plain text in one line, in the middle of `rect`; it may stick out: fit or elide it before.

    Numbers and Latin words read from left to right wherever they stand. The baseline lies
    on a whole pixel, so that strokes end sharply.
    """
    shown = as_drawn(text)
    metrics = QFontMetricsF(font)
    mirrored = painter.layoutDirection()
    x = _start_of(rect, metrics.horizontalAdvance(shown), align, mirrored)
    y = round(rect.center().y() + (metrics.ascent() - metrics.descent()) / 2)
    painter.setFont(font)
    painter.setPen(color)
    painter.setLayoutDirection(direction_of(shown))
    painter.drawText(QPointF(x, y), shown)
    painter.setLayoutDirection(mirrored)


def direction_of(text: str) -> Qt.LayoutDirection:
    """How `text` itself reads: by its first letter; digits alone from left to right."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"R", "AL"}:
            return Qt.LayoutDirection.RightToLeft
        if kind == "L":
            break
    return Qt.LayoutDirection.LeftToRight


def _start_of(
    rect: QRectF, width: float, align: Qt.AlignmentFlag, mirrored: Qt.LayoutDirection
) -> float:
    if align & Qt.AlignmentFlag.AlignHCenter:
        return rect.center().x() - width / 2
    at_right = bool(align & Qt.AlignmentFlag.AlignRight)
    if at_right != (mirrored == Qt.LayoutDirection.RightToLeft):
        return rect.right() - width
    return rect.x()


def draw_elided(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    color: QColor,
    align: Qt.AlignmentFlag = LEADING,
) -> None:
    """Plain text in one line that ends in an ellipsis when it is too long; never for amounts."""
    shown = as_drawn(text)
    shown = QFontMetricsF(font).elidedText(shown, Qt.TextElideMode.ElideRight, rect.width())
    draw_text(painter, rect, shown, font, color, align)


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
    pen = QPen(Qt.PenStyle.NoPen)
    if edge is not None:
        pen = QPen(edge, width)
        if dashed:
            pen.setDashPattern([5, 3.5])
        half = width / 2
        rect = rect.adjusted(half, half, -half, -half)
    painter.setPen(pen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, radius, radius)


def as_size(width: float, height: float) -> QSize:
    """A size in whole pixels, rounded up."""
    return QSize(int(-(-width // 1)), int(-(-height // 1)))
