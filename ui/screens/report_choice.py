"""Which report, over which days, of which counter: typed to find, chosen with the arrows."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from cashier_app.domain.reports import ReportKind, ReportOrder
from ui.keys import Key
from ui.models.periods import period_text, periods
from ui.models.report_list import TITLE, ReportListModel, group_words, matching
from ui.models.typed import date_in, day_text
from ui.screen import Screen
from ui.theme.look import look, look_changes
from ui.widgets.cards import Columns
from ui.widgets.drawn import Label, draw_elided
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.table import Index, RowDelegate, TableView


class _KindDelegate(RowDelegate):
    def draw_cell(self, painter: QPainter, rect: QRectF, index: Index, _selected: bool) -> None:
        now, kind = look(), index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(kind, ReportKind):
            return
        room = rect.adjusted(0, 0, -now.space("gap"), 0)
        if index.column() != TITLE:
            draw_elided(painter, room, group_words(kind.group), now.font("body"), now.color("ink2"))
            return
        upper = QRectF(room.x(), room.y() + now.px(5), room.width(), room.height() * 0.46)
        draw_elided(painter, upper, kind.title, now.font("lead"), now.color("ink"))
        lower = QRectF(room.x(), upper.bottom() - 1, room.width(), room.height() * 0.38)
        draw_elided(painter, lower, kind.answers, now.font("small"), now.color("ink2"))


class ReportChoiceScreen(Screen):
    """`report_asked` carries a ReportOrder."""

    report_asked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("reports", parent)
        self._today = date.min
        self._period = 0
        self._model = ReportListModel(self)
        self._build()
        for key, step in ((Key.DOWN, 1), (Key.UP, -1)):
            self.bind(key, partial(self.table.move_choice, step))
        self.bind(Key.PAGE_DOWN, partial(self._move_period, 1))
        self.bind(Key.PAGE_UP, partial(self._move_period, -1))
        self.table.row_chosen.connect(self._on_table_row_chosen)
        self.name_field.edit.textChanged.connect(self._on_name_edit_text_changed)
        for field in self._filters:
            field.edit.textChanged.connect(self._on_filter_changed)
        look_changes().changed.connect(self._on_look_changed)

    def begin(self, who: HeaderContent, today: date) -> None:
        """Empty, with the days of today."""
        self._today, self._period = today, 0
        for field in (self.name_field, *self._filters):
            field.edit.clear()
        self._fill_period()
        self.set_frame(
            question=self.tr("Which report?"),
            header=who,
            esc=self.tr("Back"),
            banner=None,
            find_enabled=False,
            shift_enabled=False,
        )
        self._narrow()

    def enter(self) -> None:
        self.name_field.edit.setFocus()

    def next_pressed(self) -> None:
        order = self.order()
        if order is not None:
            self.report_asked.emit(order)

    def escape_pressed(self) -> None:
        if self.name_field.text():
            self.name_field.edit.clear()
        else:
            self.left.emit()

    def order(self) -> ReportOrder | None:
        """What is asked for, or None while something is missing or cannot be read."""
        kind = self._model.kind(self.table.current_row())
        from_day = date_in(self.from_field.text(), self._today)
        to_day = date_in(self.to_field.text(), self._today)
        if kind is None or from_day is None or to_day is None or from_day > to_day:
            return None
        search = self.search_field.text().strip() if kind.searches else ""
        if kind.needs_search and not search:
            return None
        narrowed = {name: field.text().strip() for name, field in self._narrowing(kind)}
        return ReportOrder(
            kind.name,
            from_day,
            to_day,
            narrowed.get("office", ""),
            narrowed.get("counter", ""),
            narrowed.get("person", "").lower(),
            search,
        )

    def _narrowing(self, kind: ReportKind) -> tuple[tuple[str, Field], ...]:
        """What a report can be narrowed by; the other fields are hidden and not asked."""
        fields = (
            ("office", self.office_field),
            ("counter", self.counter_field),
            ("person", self.person_field),
        )
        return tuple((name, field) for name, field in fields if name in kind.filters)

    def _build(self) -> None:
        body = Columns()
        self.name_field = Field(
            "report_name", self.tr("Report"), hint=self.tr("type to find, or choose below")
        )
        self.table = TableView("report_list")
        self.table.setModel(self._model)
        self.table.setItemDelegate(_KindDelegate(self.table))
        self.table.setFocusProxy(self.name_field.edit)
        self.table.setAccessibleName(self.tr("Reports"))
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        body.left.addSpacing(look().space("tight"))
        body.left.addWidget(self.name_field)
        body.left.addSpacing(look().space("gap"))
        body.left.addWidget(self.table, 1)
        self.period_label = Label(step="lead_strong", name="period")
        self.from_field = Field("from", self.tr("From"))
        self.to_field = Field("to", self.tr("To"))
        self.office_field = Field("office", self.tr("Office"), hint=self.tr("code"))
        self.counter_field = Field("counter", self.tr("Counter"), hint=self.tr("code"))
        self.person_field = Field("person", self.tr("Person"), hint=self.tr("user name, or all"))
        self.search_field = Field("search", self.tr("Look for"))
        self.hint_label = Label(step="small", tone="ink2", name="search_hint")
        self.hint_label.setWordWrap(True)
        panel = body.panel.column
        panel.addWidget(self.period_label)
        panel.addSpacing(look().space("small"))
        for pair in ((self.from_field, self.to_field), (self.office_field, self.counter_field)):
            row = QHBoxLayout()
            row.setSpacing(look().space("base"))
            for field in pair:
                row.addWidget(field, 1)
            panel.addLayout(row)
            panel.addSpacing(look().space("gap"))
        for field in (self.person_field, self.search_field):
            panel.addWidget(field)
            panel.addSpacing(look().space("gap"))
        panel.addWidget(self.hint_label)
        panel.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
        self._on_look_changed()

    @property
    def _filters(self) -> tuple[Field, ...]:
        return (
            self.from_field,
            self.to_field,
            self.office_field,
            self.counter_field,
            self.person_field,
            self.search_field,
        )

    def _move_period(self, step: int) -> None:
        self._period = (self._period + step) % len(periods(self._today))
        self._fill_period()
        self._redraw()

    def _fill_period(self) -> None:
        period = periods(self._today)[self._period]
        self.from_field.set_text(day_text(period.from_day))
        self.to_field.set_text(day_text(period.to_day))

    def _narrow(self) -> None:
        self._model.set_kinds(matching(self.name_field.text()))
        self.table.choose_row(0)
        self._redraw()

    def _on_table_row_chosen(self, _row: int) -> None:
        self._redraw()

    def _on_name_edit_text_changed(self, _text: str) -> None:
        self._narrow()

    def _on_filter_changed(self, _text: str) -> None:
        self._redraw()

    def _redraw(self) -> None:
        kind = self._model.kind(self.table.current_row())
        searches = kind.searches if kind else ""
        self.search_field.setVisible(bool(searches))
        if kind is not None:
            shown = {name for name, _ in self._narrowing(kind)}
            self.office_field.setVisible("office" in shown)
            self.counter_field.setVisible("counter" in shown)
            self.person_field.setVisible("person" in shown)
        hint = self.tr("Finds {what}").format(what=searches) if searches else ""
        self.hint_label.setText(hint)
        self._tell_period()
        order = self.order()
        self.set_frame(
            keys=(
                KeyHint("Up Down", self.tr("Choose")),
                KeyHint("PgUp PgDn", self.tr("Other days")),
                KeyHint("Tab", self.tr("Fields")),
            ),
            next_key=self._next_key(kind, order),
        )

    def _tell_period(self) -> None:
        first = date_in(self.from_field.text(), self._today)
        last = date_in(self.to_field.text(), self._today)
        known = (p.label for p in periods(self._today) if (p.from_day, p.to_day) == (first, last))
        self.period_label.setText(next(known, self.tr("These days")))

    def _next_key(self, kind: ReportKind | None, order: ReportOrder | None) -> NextKeyContent:
        if kind is None:
            return NextKeyContent(
                self.tr("Choose a report"), self.tr("None is called that"), waiting=True
            )
        if order is None:
            words = (
                self.tr("Say what to look for")
                if kind.needs_search and not self.search_field.text().strip()
                else self.tr("Look at the days")
            )
            return NextKeyContent(words, self.tr("Such as 1.11 or 30.11.2026"), waiting=True)
        title = self.tr("Show {report}").format(report=kind.title)
        return NextKeyContent(title, period_text(order.from_day, order.to_day))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        self.table.setColumnWidth(1, look().column(220))
