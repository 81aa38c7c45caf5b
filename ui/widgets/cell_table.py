"""A table of plain values: each cell two lines, or a chip, or a box with a tick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QWidget

from ui.theme.icons import draw_icon
from ui.theme.look import look, look_changes
from ui.widgets.chip import ChipContent, chip_width, draw_chip
from ui.widgets.drawn import TRAILING, draw_box, draw_elided, draw_text
from ui.widgets.table import Index, RowDelegate, RowOption, TableView, cell_words

_NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class Cell:
    """`first` over `second`, or `chip`; `marked` draws a box before the words.

    `amount` stands at the trailing edge and is never cut.
    """

    first: str = ""
    second: str = ""
    chip: ChipContent | None = None
    marked: bool | None = None
    amount: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """Head and width at 1366 x 768; width 0 takes what is left."""

    head: str
    width: int = 0
    trailing: bool = False


class CellModel(QAbstractTableModel):
    """Rows of cells; `data` is a look-up."""

    def __init__(self, columns: tuple[Column, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = columns
        self._rows: tuple[tuple[Cell, ...], ...] = ()

    def set_rows(self, rows: tuple[tuple[Cell, ...], ...]) -> None:
        """Show `rows`."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        cell = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.UserRole:
            return cell
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            text = _words(cell, self.tr("marked"), self.tr("not marked"))
            return cell_words(text, role)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and column.trailing:
            return int(Qt.AlignmentFlag.AlignRight)
        return column.head if role == Qt.ItemDataRole.DisplayRole else None


def _words(cell: Cell, marked: str, not_marked: str) -> str:
    mark = "" if cell.marked is None else (marked if cell.marked else not_marked)
    chip = cell.chip.text if cell.chip else ""
    return ", ".join(part for part in (mark, cell.first, cell.second, chip, cell.amount) if part)


class CellDelegate(RowDelegate):
    """Paints `Cell` values, in whole rows only: one that is cut off below is left out."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table = self.parent()
        if isinstance(table, CellTable):
            spot = RowOption.of(option).rect
            if spot.top() > 0 and spot.bottom() > table.viewport().height():
                return
        super().paint(painter, option, index)

    def draw_cell(self, painter: QPainter, rect: QRectF, index: Index, _selected: bool) -> None:
        cell = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(cell, Cell):
            return
        rtl = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if cell.marked is not None:
            rect = _draw_mark(painter, rect, cell.marked, rtl)
        if cell.chip is not None:
            _draw_chip(painter, rect, cell.chip, rtl)
        elif cell.amount:
            if index.column() < index.model().columnCount() - 1:
                # As its head: apart from what begins the next column.
                gap = look().space("gutter")
                rect = rect.adjusted(gap if rtl else 0, 0, 0 if rtl else -gap, 0)
            font = look().fit(cell.amount, "lead_strong", rect.width())
            draw_text(painter, rect, cell.amount, font, look().color("ink"), TRAILING)
        else:
            _draw_words(painter, rect, cell, rtl)


def _draw_words(painter: QPainter, rect: QRectF, cell: Cell, rtl: bool) -> None:
    now = look()
    gap = now.space("gap")
    room = rect.adjusted(gap if rtl else 0, 0, 0 if rtl else -gap, 0)
    color = now.color("ink2" if cell.quiet else "ink")
    if not cell.second:
        draw_elided(painter, room, cell.first, now.font("lead"), color)
        return
    upper = QRectF(room.x(), room.y() + now.px(4), room.width(), room.height() * 0.48)
    draw_elided(painter, upper, cell.first, now.font("lead"), color)
    lower = QRectF(room.x(), upper.bottom() - 1, room.width(), room.height() * 0.38)
    draw_elided(painter, lower, cell.second, now.font("small"), now.color("ink2"))


def _draw_chip(painter: QPainter, rect: QRectF, chip: ChipContent, rtl: bool) -> None:
    height = look().body_size("chip")
    width = min(chip_width(chip), rect.width())
    x = rect.right() - width if rtl else rect.x()
    spot = QRectF(round(x), round(rect.center().y() - height / 2), width, height)
    draw_chip(painter, spot, chip)


def _draw_mark(painter: QPainter, rect: QRectF, marked: bool, rtl: bool) -> QRectF:
    """The box; returns the room beside it."""
    now = look()
    side, gap = now.size("mark_box"), now.space("base")
    x = rect.right() - side if rtl else rect.x()
    box = QRectF(round(x), round(rect.center().y() - side / 2), side, side)
    ground, edge = ("ink", "ink") if marked else ("surface", "line_strong")
    draw_box(painter, box, fill=now.color(ground), edge=now.color(edge), radius=now.radius("chip"))
    if marked:
        draw_icon(painter, box.adjusted(4, 4, -4, -4), "check", now.color("surface"))
    return rect.adjusted(0 if rtl else side + gap, 0, -(side + gap) if rtl else 0, 0)


class CellTable(TableView):
    """A `TableView` over cells that keeps its column widths and fills its room."""

    def __init__(
        self, name: str, accessible: str, columns: tuple[Column, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(name, "table_row", parent)
        self.cells = CellModel(columns, self)
        self.setModel(self.cells)
        self.setItemDelegate(CellDelegate(self))
        self.setAccessibleName(accessible)
        # Every key is the screen's: letters and digits mean something there.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = self.horizontalHeader()
        for number, column in enumerate(columns):
            mode = QHeaderView.ResizeMode.Fixed if column.width else QHeaderView.ResizeMode.Stretch
            head.setSectionResizeMode(number, mode)
        self._fit_columns()
        look_changes().changed.connect(self._fit_columns)

    def show_rows(self, rows: tuple[tuple[Cell, ...], ...], chosen: int) -> None:
        """Show `rows` with row `chosen` selected."""
        self.cells.set_rows(rows)
        if rows:
            self.choose_row(max(0, chosen))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())

    def _fit_columns(self) -> None:
        for number, column in enumerate(self.cells.columns):
            if column.width:
                self.setColumnWidth(number, look().column(column.width))
