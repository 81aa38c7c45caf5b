"""The tie-out: each line ticked, or red with a triangle the moment it does not tie."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.theme.icons import draw_icon
from ui.theme.look import look
from ui.widgets.drawn import TRAILING, Drawn, draw_elided, draw_text, text_width

_ROW = 34
_MOST_FACTOR = 1.2
"""Large type leaves the rows closer together, so that the list below keeps its place."""


class TieMark(StrEnum):
    """What stands before the amount."""

    NONE = ""
    TIES = "check"
    OFF = "triangle-alert"


@dataclass(frozen=True, slots=True)
class TieRow:
    """One line."""

    label: str
    amount: str
    mark: TieMark = TieMark.NONE


class TieOut(Drawn):
    """Lines under a head."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._title = ""
        self._rows: tuple[TieRow, ...] = ()
        self._words = ("", "")

    def set_content(self, title: str, rows: tuple[TieRow, ...], words: tuple[str, str]) -> None:
        """`words`: how a tick and a triangle are read out."""
        self._title, self._rows, self._words = title, rows, words
        said = {TieMark.NONE: "", TieMark.TIES: words[0], TieMark.OFF: words[1]}
        lines = (f"{row.label} {row.amount} {said[row.mark]}".strip() for row in rows)
        self.setAccessibleName(f"{title}: {', '.join(lines)}")
        self._on_look_changed()

    def apply_look(self) -> None:
        rows = len(self._rows) * self._pitch()
        self.setFixedHeight(look().body_size("table_head") + rows)

    def draw(self, painter: QPainter) -> None:
        now = look()
        painter.setLayoutDirection(self.layoutDirection())
        head = now.body_size("table_head")
        spot = self.placed(0, 0, self.width(), head - 2)
        draw_elided(painter, spot, self._title, now.font("small_strong"), now.color("ink"))
        painter.fillRect(0, head - 1, self.width(), 1, now.color("line_strong"))
        y = head
        for row in self._rows:
            self._draw_row(painter, row, y)
            y += self._pitch()
            painter.fillRect(0, y - 1, self.width(), 1, now.color("line"))

    def _pitch(self) -> int:
        return round(look().px(_ROW) * min(look().type_factor, _MOST_FACTOR))

    def _draw_row(self, painter: QPainter, row: TieRow, y: int) -> None:
        now, height, width = look(), self._pitch(), self.width()
        off = row.mark is TieMark.OFF
        ink = now.color("stop_text" if off else "ink")
        font = now.fit(row.amount, "cell_strong" if off else "cell", width * 0.45)
        draw_text(painter, self.placed(0, y, width, height), row.amount, font, ink, TRAILING)
        right = width - max(text_width(row.amount, font), now.px(110)) - now.space("base")
        if row.mark is not TieMark.NONE:
            side = now.px(17)
            icon = self.placed(right - side, y + (height - side) / 2, side, side)
            draw_icon(painter, icon, row.mark.value, ink)
            right -= side + now.space("small")
        label = self.placed(0, y, right, height)
        draw_elided(painter, label, row.label, now.font("body_strong" if off else "body"), ink)
