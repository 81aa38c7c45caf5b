"""Tables: two-line rows, soft selection with a blue bar, hairlines; painted, not styled."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.theme.look import look, look_changes
from ui.widgets.drawn import LEADING, TRAILING, draw_text

Index = QModelIndex | QPersistentModelIndex


def cell_words(text: str, role: int) -> str:
    """What a cell says. An empty one is called so to a screen reader, whose caret can be in it."""
    if text or role != Qt.ItemDataRole.AccessibleTextRole:
        return text
    return QCoreApplication.translate("Table", "empty")


@dataclass(frozen=True, slots=True)
class RowOption:
    """What a style option says about a cell; Qt's own attributes carry no types."""

    rect: QRectF
    selected: bool
    direction: Qt.LayoutDirection

    @classmethod
    def of(cls, option: QStyleOptionViewItem) -> RowOption:
        """The typed part of `option`."""
        state = option.state
        return cls(
            QRectF(option.rect),
            bool(state & QStyle.StateFlag.State_Selected),
            option.direction,
        )


class HeadLine(QHeaderView):
    """Column heads in plain words over a stronger line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(1)
        self._gap = ""

    def set_gap(self, gap: str) -> None:
        """Leave a space of the look, as `gap` names it, after every head but the last."""
        self._gap = gap

    def sizeHint(self) -> QSize:
        return QSize(0, look().body_size("table_head"))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.fillRect(0, self.height() - 1, self.width(), 1, look().color("line_strong"))
        painter.end()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        text = model.headerData(section, Qt.Orientation.Horizontal)
        align = model.headerData(
            section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
        )
        trailing = align is not None and bool(int(align) & int(Qt.AlignmentFlag.AlignRight))
        lead, trail = self._pads(section)
        if trailing and not trail:
            trail = look().space("gutter")
        room = QRectF(rect).adjusted(lead, 0, -trail, -1)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            room = QRectF(rect).adjusted(trail, 0, -lead, -1)
        painter.setLayoutDirection(self.layoutDirection())
        draw_text(
            painter, room, str(text or ""), look().font("small_strong"),
            look().color("ink2"), TRAILING if trailing else LEADING,
        )  # fmt: skip

    def _pads(self, section: int) -> tuple[int, int]:
        first = look().space("gutter") if section == 0 else 0
        gap = look().space(self._gap) if self._gap else 0
        last = look().space("large") if section == self.count() - 1 else gap
        return first, last


class RowDelegate(QStyledItemDelegate):
    """Ground, blue bar and hairline of a row; `draw_cell` paints what stands in a column.

    Sizes and colours come from the look at every paint, so it follows changes by itself.
    """

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = RowOption.of(option)
        rect, selected = row.rect, row.selected
        rtl = row.direction == Qt.LayoutDirection.RightToLeft
        painter.setLayoutDirection(row.direction)
        if selected:
            painter.fillRect(rect, look().color("focus_soft"))
            if index.column() == 0:
                width = look().size("row_bar")
                x = rect.right() - width if rtl else rect.x()
                painter.fillRect(QRectF(x, rect.y(), width, rect.height()), look().color("focus"))
        else:
            edge = QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1)
            painter.fillRect(edge, look().color("line"))
        last = index.column() == index.model().columnCount() - 1
        lead = look().space("gutter") if index.column() == 0 else 0
        trail = look().space("large") if last else 0
        if rtl:
            lead, trail = trail, lead
        self.draw_cell(painter, rect.adjusted(lead, 0, -trail, -1), index, selected)
        painter.restore()

    def draw_cell(self, painter: QPainter, rect: QRectF, index: Index, selected: bool) -> None:
        """Paint the cell's content into `rect`, the margins of the table taken off."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, look().body_size("row"))


class TableView(QTableView):
    """A table for the keyboard: arrows choose a row, Enter belongs to the green block."""

    row_chosen = Signal(int)

    def __init__(self, name: str, row: str = "row", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._row = row
        self.head = HeadLine(self)
        self.setHorizontalHeader(self.head)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.clicked.connect(self._on_clicked)
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)

    def current_row(self) -> int:
        """The selected row, or -1."""
        return self.currentIndex().row()

    def choose_row(self, row: int) -> None:
        """Select `row` and scroll to it; rows outside the table are moved inside."""
        last = self.model().rowCount() - 1
        if last >= 0:
            self.selectRow(max(0, min(row, last)))
            self.scrollTo(self.currentIndex())
            self.row_chosen.emit(self.current_row())

    def move_choice(self, step: int) -> None:
        """Choose the row `step` further down."""
        self.choose_row(self.current_row() + step)

    def set_row_height(self, pixels: int) -> None:
        """Make every row `pixels` high."""
        self.verticalHeader().setDefaultSectionSize(pixels)

    def rows_below(self) -> int:
        """How many rows lie below what can be seen."""
        count = self.model().rowCount()
        bottom = self.rowAt(self.viewport().height() - 1)
        if bottom < 0:
            return 0
        whole = self.rowViewportPosition(bottom) + self.rowHeight(bottom)
        hidden_part = 1 if whole > self.viewport().height() else 0
        return count - bottom - 1 + hidden_part

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}:
            event.ignore()
            return
        super().keyPressEvent(event)

    def _on_clicked(self, index: QModelIndex) -> None:
        self.row_chosen.emit(index.row())

    def _on_look_changed(self) -> None:
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(look().body_size(self._row))
        self.horizontalHeader().setFixedHeight(look().body_size("table_head"))
        self.viewport().update()
