"""Line icons: SVG files of ours, coloured by token when they are drawn."""

from __future__ import annotations

from functools import lru_cache

from PySide6 import QtCore, QtGui
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtSvg import QSvgRenderer

from resources import icon_file
from ui.theme.look import look

_MIRRORED = {"arrow-right": "arrow-left", "arrow-left": "arrow-right"}


@lru_cache(maxsize=256)
def _renderer(name: str, color: str) -> QSvgRenderer:
    svg = icon_file(name).read_text(encoding="utf-8").replace("currentColor", color)
    return QSvgRenderer(svg.encode())


def mirrored(name: str, direction: QtCore.Qt.LayoutDirection) -> str:
    """The name of `name`'s mirror image where reading runs from right to left."""
    if direction == QtCore.Qt.LayoutDirection.RightToLeft:
        return _MIRRORED.get(name, name)
    return name


def draw_icon(painter: QPainter, rect: QRectF, name: str, color: QColor) -> None:
    """Draw icon `name` into `rect` in `color`."""
    _renderer(name, color.name()).render(painter, rect)


def icon_pixmap(name: str, token: str, pixels: int, ratio: float = 1.0) -> QtGui.QPixmap:
    """Icon `name` as a square pixmap of `pixels` in the colour of `token`."""
    pixmap = QtGui.QPixmap(round(pixels * ratio), round(pixels * ratio))
    pixmap.fill(QtCore.Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    side = round(pixels * ratio)
    draw_icon(painter, QRectF(0, 0, side, side), name, look().color(token))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def window_icon() -> QtGui.QIcon:
    """The program's mark, for the task bar."""
    return QtGui.QIcon(icon_pixmap("mark", "ink", 64))
