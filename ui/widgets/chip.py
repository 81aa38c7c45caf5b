"""A chip: icon and word for a state that changes what the cashier does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from ui.theme.icons import draw_icon
from ui.theme.look import look
from ui.widgets.drawn import draw_box, draw_text, text_width


class Tone(StrEnum):
    """What a chip or card means: quiet fact, look before you go on, stop."""

    QUIET = "quiet"
    WARN = "warn"
    STOP = "stop"


_COLORS = {
    Tone.QUIET: ("sunken", "line", "ink2"),
    Tone.WARN: ("warn_bg", "warn_line", "warn_ink"),
    Tone.STOP: ("stop_bg", "stop", "stop_text"),
}


@dataclass(frozen=True, slots=True)
class ChipContent:
    """The chip's word, icon and meaning."""

    text: str
    icon: str
    tone: Tone = Tone.QUIET


def tone_colors(tone: Tone) -> tuple[str, str, str]:
    """Tokens of ground, edge and text."""
    return _COLORS[tone]


def chip_width(chip: ChipContent, step: str = "chip") -> float:
    """Width of `chip` as it is drawn."""
    return text_width(chip.text, look().font(step)) + look().px(8 + 14 + 7 + 8)


def draw_chip(painter: QPainter, rect: QRectF, chip: ChipContent, step: str = "chip") -> None:
    """Draw `chip` into `rect`, mirrored with the painter's reading direction."""
    now = look()
    ground, edge, ink = _COLORS[chip.tone]
    draw_box(painter, rect, fill=now.color(ground), edge=now.color(edge), radius=now.radius("chip"))
    side = now.px(14)
    rtl = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    x = rect.right() - now.px(8) - side if rtl else rect.x() + now.px(8)
    spot = QRectF(x, rect.center().y() - side / 2, side, side)
    draw_icon(painter, spot, chip.icon, now.color(ink))
    text = rect.adjusted(now.px(8), 0, -now.px(29), 0)
    if not rtl:
        text = rect.adjusted(now.px(29), 0, -now.px(8), 0)
    draw_text(painter, text, chip.text, now.font(step), now.color(ink))
