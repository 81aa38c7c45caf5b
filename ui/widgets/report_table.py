"""A report's rows and, fixed below them, their sums."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from ui.models.report_rows import ReportModel, ShownReport, is_number
from ui.theme.look import look
from ui.widgets.drawn import LEADING, TRAILING, Drawn, draw_elided, draw_text, text_width
from ui.widgets.table import Index, RowDelegate, TableView

_SAMPLE = 300
"""Rows whose texts decide how wide a column is."""
_NARROW = 44
_WIDE_TEXT = 210


class _ReportDelegate(RowDelegate):
    def draw_cell(self, painter: QPainter, rect: QRectF, index: Index, _selected: bool) -> None:
        model = index.model()
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        column = model.column(index.column()) if isinstance(model, ReportModel) else None
        if column is not None and is_number(column):
            room = rect.adjusted(0, 0, -look().space("gap") * (not _is_last(index)), 0)
            font = look().fit(text, "body", room.width())
            draw_text(painter, room, text, font, look().color("ink"), TRAILING)
        else:
            room = rect.adjusted(0, 0, -look().space("gap"), 0)
            draw_elided(painter, room, text, look().font("body"), look().color("ink"))


def _is_last(index: Index) -> bool:
    return index.column() == index.model().columnCount() - 1


class TotalsLine(Drawn):
    """Sums under their columns."""

    def __init__(self, table: TableView, parent: QWidget | None = None) -> None:
        super().__init__("report_totals", parent)
        self._table = table
        self._texts: tuple[str, ...] = ()
        self._numbers: tuple[bool, ...] = ()
        self.apply_look()

    def set_texts(self, texts: tuple[str, ...], numbers: tuple[bool, ...]) -> None:
        """A text for each column that is shown; none hides the line."""
        self._texts, self._numbers = texts, numbers
        self.setAccessibleName(self.tr("Sums: {sums}").format(sums=", ".join(filter(None, texts))))
        self.setVisible(bool(texts))
        self.update()

    def apply_look(self) -> None:
        self.setFixedHeight(look().body_size("row_small") + look().px(4))

    def draw(self, painter: QPainter) -> None:
        now = look()
        painter.fillRect(QRectF(0, 0, self.width(), 1), now.color("line_strong"))
        last = len(self._texts) - 1
        for at, text in enumerate(self._texts):
            x = self._table.columnViewportPosition(at)
            lead = now.space("gutter") if at == 0 else 0
            trail = now.space("large") if at == last else now.space("gap")
            width = self._table.columnWidth(at) - lead - trail
            room = self.placed(x + lead, 0, width, self.height())
            # The first column says whose the rows are: under it stands what this line is.
            is_word = at == 0 and not text and not self._numbers[at]
            words = self.tr("Total") if is_word else text
            font = now.fit(words, "body_strong", room.width())
            side = LEADING if is_word else TRAILING
            draw_text(painter, room, words, font, now.color("ink"), side)


class ReportTable(QWidget):
    """Shows as many columns as have room; `hidden_columns` says whether some had none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("report_rows")
        self.model = ReportModel(self)
        self.table = TableView("report_table", "row_small")
        self.table.setModel(self.model)
        self.table.setItemDelegate(_ReportDelegate(self.table))
        self.table.setAccessibleName(self.tr("Rows of the report"))
        self.table.head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.head.set_gap("gap")
        self.totals = TotalsLine(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.totals)

    def fits(self, shown: ShownReport, width: int) -> bool:
        """True when every column has room in `width`."""
        return sum(_wanted_widths(shown)) <= width

    def set_report(self, shown: ShownReport | None, width: int) -> None:
        """Show a report in `width` pixels; the last columns go first where there is no room.

        The chosen row stays chosen.
        """
        row = self.table.current_row()
        places, widths = _placed(shown, width) if shown else ((), [])
        self.model.set_report(shown, places)
        for at, pixels in enumerate(widths):
            self.table.setColumnWidth(at, pixels)
        totals: tuple[str, ...] = ()
        numbers: tuple[bool, ...] = ()
        if shown is not None and shown.totals and shown.rows:
            totals = tuple(shown.totals[place] for place in places)
            numbers = tuple(is_number(shown.columns[place]) for place in places)
        self.totals.set_texts(totals, numbers)
        if row >= 0 and self.model.rowCount():
            self.table.selectRow(min(row, self.model.rowCount() - 1))


def _wanted_widths(shown: ShownReport) -> list[int]:
    now = look()
    body, head, strong = now.font("body"), now.font("small_strong"), now.font("body_strong")
    found = []
    last = len(shown.columns) - 1
    for at, column in enumerate(shown.columns):
        longest = {row[at] for row in shown.rows[:_SAMPLE]}
        width = max((text_width(text, body) for text in longest), default=0.0)
        if not is_number(column):
            width = min(width, now.px(_WIDE_TEXT))
        width = max(width, text_width(column.title, head), now.px(_NARROW))
        if shown.totals:
            width = max(width, text_width(shown.totals[at], strong))
        lead = now.space("gutter") if at == 0 else 0
        trail = now.space("large") if at == last else now.space("gap")
        found.append(round(width + lead + trail + now.px(4)))
    return found


def _placed(shown: ShownReport, width: int) -> tuple[tuple[int, ...], list[int]]:
    """Which columns are shown, and how wide: all take of what is left."""
    wanted = _wanted_widths(shown)
    # What the report is about is never the column that goes.
    kept = {shown.meant} if shown.meant is not None else {0}
    used = look().space("large") + sum(wanted[place] for place in kept)
    for place, pixels in enumerate(wanted):
        if place in kept:
            continue
        if used + pixels > width:
            break
        kept.add(place)
        used += pixels
    places = tuple(sorted(kept))
    widths = [wanted[place] for place in places]
    spare = max(0, width - sum(widths))
    for at in range(len(widths)):
        share = spare // (len(widths) - at)
        widths[at] += share
        spare -= share
    return places, widths
