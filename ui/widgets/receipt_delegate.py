"""How a receipt is painted in the list."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from ui.models.receipts import CUSTOMER, NUMBER, PAPER, ReceiptRow
from ui.theme.look import look
from ui.widgets.chip import chip_width, draw_chip
from ui.widgets.drawn import TRAILING, draw_elided, draw_text
from ui.widgets.table import Index, RowDelegate


class ReceiptDelegate(RowDelegate):
    """Paints `ReceiptRow` values of the model."""

    def draw_cell(self, painter: QPainter, rect: QRectF, index: Index, _selected: bool) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(row, ReceiptRow):
            return
        column = index.column()
        if column == NUMBER:
            _two_lines(painter, rect, row.number, row.time)
        elif column == CUSTOMER:
            _two_lines(painter, rect, row.customer, row.account)
        elif column == PAPER:
            _draw_paper(painter, rect, row)
        else:
            font = look().fit(row.total, "sum", rect.width())
            draw_text(painter, rect, row.total, font, look().color("ink"), TRAILING)


def _two_lines(painter: QPainter, rect: QRectF, first: str, second: str) -> None:
    now = look()
    room = rect.adjusted(0, 0, -now.space("gap"), 0)
    upper = QRectF(room.x(), room.y() + now.px(5), room.width(), room.height() * 0.46)
    draw_elided(painter, upper, first, now.font("lead"), now.color("ink"))
    lower = QRectF(room.x(), upper.bottom() - 1, room.width(), room.height() * 0.38)
    draw_elided(painter, lower, second, now.font("small"), now.color("ink2"))


def _draw_paper(painter: QPainter, rect: QRectF, row: ReceiptRow) -> None:
    if row.chip is None:
        return
    height = look().body_size("chip")
    width = min(chip_width(row.chip), rect.width())
    rtl = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    x = rect.right() - width if rtl else rect.x()
    draw_chip(
        painter, QRectF(round(x), round(rect.center().y() - height / 2), width, height), row.chip
    )
