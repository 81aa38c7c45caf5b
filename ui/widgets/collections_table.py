"""What came in at each counter, by the way of paying; the sum below."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.theme.look import look
from ui.widgets.drawn import TRAILING, Drawn, draw_elided, draw_text, text_width

_SHARES = {
    6: (0.33, 0.105, 0.135, 0.135, 0.135, 0.16),
    7: (0.27, 0.1, 0.125, 0.11, 0.125, 0.125, 0.145),
}
"""By the number of columns: name, receipts, cash, card, cheque, perhaps files, total."""
_ROW = 42


@dataclass(frozen=True, slots=True)
class CollectionRow:
    """A counter; `amounts` are cash, card, cheque, perhaps files, and their sum as shown."""

    code: str
    name: str
    receipts: str
    amounts: tuple[str, ...]


class CollectionsTable(Drawn):
    """A row a counter, as high as it has to be."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._heads: tuple[str, ...] = ()
        self._rows: tuple[CollectionRow, ...] = ()
        self._total: CollectionRow | None = None
        self.apply_look()

    def set_content(
        self, heads: tuple[str, ...], rows: tuple[CollectionRow, ...], total: CollectionRow
    ) -> None:
        """Six heads, or seven with money from files; the rows, and their sum."""
        self._heads, self._rows, self._total = heads, rows, total
        words = (
            f"{row.code} {row.name} {row.receipts} {row.amounts[-1]}" for row in (*rows, total)
        )
        self.setAccessibleName(", ".join(words))
        self._on_look_changed()

    def apply_look(self) -> None:
        rows = len(self._rows) + 1
        self.setFixedHeight(look().body_size("table_head") + rows * self._pitch())

    def draw(self, painter: QPainter) -> None:
        if self._total is None:
            return
        now = look()
        painter.setLayoutDirection(self.layoutDirection())
        head = now.body_size("table_head")
        for column, text in enumerate(self._heads):
            lead = 0 if column else now.space("snug")
            spot = self._cell(column, 0, head - 2).adjusted(lead, 0, 0, 0)
            font, ink = now.font("small_strong"), now.color("ink2" if column else "ink")
            if column:
                draw_text(painter, spot, text, font, ink, TRAILING)
            else:
                draw_elided(painter, spot, text, font, ink)
        painter.fillRect(QRectF(0, head - 1, self.width(), 1), now.color("line_strong"))
        y = float(head)
        for number, row in enumerate(self._rows):
            self._draw_row(painter, row, y)
            last = number == len(self._rows) - 1
            edge = now.color("line_strong" if last else "line")
            y += self._pitch()
            painter.fillRect(QRectF(0, y - 1, self.width(), 1), edge)
        self._draw_row(painter, self._total, y, is_sum=True)

    def _pitch(self) -> int:
        return round(look().px(_ROW) * look().type_factor)

    def _cell(self, column: int, y: float, height: float) -> QRectF:
        shares = self._shares
        x = sum(shares[:column]) * self.width()
        return self.placed(x, y, shares[column] * self.width(), height)

    @property
    def _shares(self) -> tuple[float, ...]:
        return _SHARES[len(self._heads)]

    def _draw_row(
        self, painter: QPainter, row: CollectionRow, y: float, *, is_sum: bool = False
    ) -> None:
        now, height = look(), self._pitch()
        step = "cell_strong" if is_sum else "cell"
        left = now.space("snug")
        if row.code:
            font = now.font("lead_strong")
            widest = max(text_width(each.code, font) for each in self._rows)
            code = self.placed(left, y, widest, height)
            draw_text(painter, code, row.code, font, now.color("ink"))
            left += round(widest) + now.space("gap")
        name = self.placed(left, y, self._shares[0] * self.width() - left, height)
        draw_elided(painter, name, row.name, now.font(step), now.color("ink"))
        for column, text in enumerate((row.receipts, *row.amounts), start=1):
            spot = self._cell(column, y, height).adjusted(now.space("tight"), 0, 0, 0)
            strong = is_sum or column == len(self._shares) - 1
            font = now.fit(text, "cell_strong" if strong else "cell", spot.width())
            draw_text(painter, spot, text, font, now.color("ink"), TRAILING)
