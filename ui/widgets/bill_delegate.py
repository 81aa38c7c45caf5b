"""How a bill is painted: a mark box, two lines, its age, and why the amount differs below it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from ui.models.bills import AGE, BILL, DUE, MARK, PAPER, BillRow
from ui.theme.icons import draw_icon
from ui.theme.look import look
from ui.widgets.chip import chip_width, draw_chip
from ui.widgets.drawn import TRAILING, draw_box, draw_elided, draw_text, text_width
from ui.widgets.table import Index, RowDelegate


class BillDelegate(RowDelegate):
    """Paints `BillRow` values of the model."""

    def draw_cell(self, painter: QPainter, rect: QRectF, index: Index, _selected: bool) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(row, BillRow):
            return
        column = index.column()
        line = QRectF(rect.x(), rect.y(), rect.width(), min(rect.height(), _line_height()))
        if column == MARK:
            self._draw_mark(painter, line, row.marked)
        elif column == BILL:
            self._draw_bill(painter, line, row)
        elif column == AGE:
            self._draw_age(painter, line, row)
        elif column == PAPER:
            font = look().fit(row.paper, "row_plain", line.width())
            draw_text(painter, line, row.paper, font, look().color("ink2"), TRAILING)
        elif column == DUE:
            token = "ink" if row.marked else "ink2"
            font = look().fit(row.due, "amount", line.width())
            draw_text(painter, line, row.due, font, look().color(token), TRAILING)
            self._draw_note(painter, rect, index, row)

    def _draw_mark(self, painter: QPainter, rect: QRectF, marked: bool) -> None:
        now = look()
        side = now.size("mark_box")
        rtl = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = rect.right() - side if rtl else rect.x()
        box = QRectF(round(x), round(rect.center().y() - side / 2), side, side)
        if not marked:
            draw_box(
                painter, box, fill=now.color("surface"), edge=now.color("line_strong"),
                width=1.5, radius=now.radius("chip"),
            )  # fmt: skip
            return
        draw_box(painter, box, fill=now.color("ink"), radius=now.radius("chip"))
        inset = side * 0.14
        draw_icon(
            painter, box.adjusted(inset, inset, -inset, -inset), "check", now.color("surface")
        )

    def _draw_bill(self, painter: QPainter, rect: QRectF, row: BillRow) -> None:
        now = look()
        room = rect.adjusted(0, now.px(5), -now.space("gap"), -now.px(5))
        half = room.height() / 2
        upper = QRectF(room.x(), room.y(), room.width(), half)
        token = "ink" if row.marked else "ink2"
        draw_elided(painter, upper, row.title, now.font("row"), now.color(token))
        lower = upper.translated(0, half - now.px(2))
        draw_elided(painter, lower, row.second_line, now.font("small"), now.color("ink2"))

    def _draw_age(self, painter: QPainter, rect: QRectF, row: BillRow) -> None:
        now = look()
        if row.chip is None:
            draw_elided(painter, rect, row.age, now.font("body"), now.color("ink2"))
            return
        height = now.body_size("chip")
        width = min(chip_width(row.chip), rect.width())
        rtl = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = rect.right() - width if rtl else rect.x()
        spot = QRectF(round(x), round(rect.center().y() - height / 2), width, height)
        draw_chip(painter, spot, row.chip)

    def _draw_note(self, painter: QPainter, rect: QRectF, index: Index, row: BillRow) -> None:
        """Under the amount, reaching back over the cells before it: they are painted already."""
        if not row.note:
            return
        now = look()
        whole = self._row_width(index) - now.space("gutter") - now.size("icon_small") * 2
        whole -= now.space("large")
        top = rect.y() + _line_height()
        rtl = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = rect.x() if rtl else rect.right() - whole
        room = QRectF(x, top - now.px(4), whole, rect.bottom() - top)
        font = now.fit(row.note, "cell_strong", whole)
        draw_text(painter, room, row.note, font, now.color("ink"), TRAILING)
        width = min(text_width(row.note, font), whole)
        side = now.size("icon_small")
        gap = now.space("small")
        icon_x = rect.x() + width + gap if rtl else rect.right() - width - gap - side
        spot = QRectF(icon_x, room.center().y() - side / 2, side, side)
        draw_icon(painter, spot, "clock", now.color("ink"))

    def _row_width(self, index: Index) -> float:
        view = self.parent()
        width = getattr(view, "columnWidth", None)
        columns = index.model().columnCount()
        return float(sum(width(c) for c in range(columns))) if width else 0.0


def _line_height() -> int:
    return look().body_size("row")


def row_height(row: BillRow, pixels: int) -> int:
    """How high `row` is where a plain row takes `pixels`."""
    return pixels + (look().body_size("note_line") if row.note else 0)
