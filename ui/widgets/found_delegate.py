"""How a found account is painted: typed letters bold and underlined, never as markup."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from ui.models.found import ACCOUNT, DUE, METER, NAME, STATUS, FoundRow, Marked
from ui.theme.look import look
from ui.widgets.chip import chip_width, draw_chip
from ui.widgets.drawn import TRAILING, as_drawn, direction_of, draw_text
from ui.widgets.table import Index, RowDelegate


class FoundDelegate(RowDelegate):
    """Paints `FoundRow` values of the model."""

    def draw_cell(self, painter: QPainter, rect: QRectF, index: Index, _selected: bool) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(row, FoundRow):
            return
        column = index.column()
        if column == NAME:
            self._draw_name(painter, rect, row)
        elif column == ACCOUNT:
            draw_marked(
                painter, _less_gap(painter, rect), row.account_no, "cell", "cell_strong", "ink"
            )
        elif column == METER:
            draw_marked(
                painter, _less_gap(painter, rect), row.meter_no, "cell", "cell_strong", "ink"
            )
        elif column == STATUS:
            self._draw_status(painter, rect, row)
        elif column == DUE:
            self._draw_due(painter, rect, row)

    def _draw_name(self, painter: QPainter, rect: QRectF, row: FoundRow) -> None:
        half = rect.height() * 0.44
        room = _less_gap(painter, rect)
        upper = QRectF(room.x(), room.y() + look().px(5), room.width(), half)
        draw_marked(painter, upper, row.name, "row", "row_strong", "ink")
        lower = QRectF(room.x(), upper.bottom(), room.width(), rect.bottom() - upper.bottom())
        lower.adjust(0, -look().px(2), 0, -look().px(4))
        draw_marked(painter, lower, row.second_line, "small", "small_strong", "ink2")

    def _draw_status(self, painter: QPainter, rect: QRectF, row: FoundRow) -> None:
        if row.chip is None:
            return
        height = look().body_size("chip")
        width = min(chip_width(row.chip), rect.width())
        rtl = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = rect.right() - width if rtl else rect.x()
        spot = QRectF(round(x), round(rect.center().y() - height / 2), width, height)
        draw_chip(painter, spot, row.chip)

    def _draw_due(self, painter: QPainter, rect: QRectF, row: FoundRow) -> None:
        step, token = ("amount", "ink") if row.is_due else ("amount_plain", "ink2")
        font = look().fit(row.due, step, rect.width())
        draw_text(painter, rect, row.due, font, look().color(token), TRAILING)


def draw_marked(
    painter: QPainter, rect: QRectF, marked: Marked, step: str, strong: str, token: str
) -> None:
    """One line of plain text whose marked parts are bold and underlined; elides at the end."""
    now = look()
    plain, bold = now.font(step), now.font(strong)
    text = QFontMetricsF(bold if marked.spans else plain).elidedText(
        as_drawn(marked.text), Qt.TextElideMode.ElideRight, rect.width()
    )
    layout = QTextLayout(text, plain)
    layout.setTextOption(_one_line(painter, text))
    layout.setFormats([_mark(bold, start, min(end, len(text))) for start, end in marked.spans])
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(rect.width())
    layout.endLayout()
    top = round(rect.center().y() - line.height() / 2 + line.ascent()) - line.ascent()
    painter.setPen(now.color(token))
    layout.draw(painter, QPointF(rect.x(), top))
    thick = max(1.0, now.px(3) / 2)
    y = top + line.ascent() + now.px(4)
    for start, end in marked.spans:
        left, right = (_x_of(line, place) for place in (start, min(end, len(text))))
        under = QRectF(rect.x() + min(left, right), y, abs(right - left), thick)
        painter.fillRect(under, now.color(token))


def _x_of(line: QTextLine, place: int) -> float:
    """Where character `place` of a laid-out line begins."""
    found: object = line.cursorToX(place)  # typed as a number, is a pair
    return float(found[0]) if isinstance(found, tuple) else 0.0


def _one_line(painter: QPainter, text: str) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setTextDirection(direction_of(text))
    rtl = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    option.setAlignment(Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft)
    return option


def _mark(font: QFont, start: int, end: int) -> QTextLayout.FormatRange:
    form = QTextCharFormat()
    form.setFont(font)
    mark = QTextLayout.FormatRange()
    mark.start, mark.length, mark.format = start, max(0, end - start), form
    return mark


def _less_gap(painter: QPainter, rect: QRectF) -> QRectF:
    """`rect` less the gap to the next column."""
    gap = look().space("gap")
    if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        return rect.adjusted(gap, 0, 0, 0)
    return rect.adjusted(0, 0, -gap, 0)
