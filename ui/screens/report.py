"""One report: its chart, its rows, their sums, and all of the chosen row beside them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier_app.domain.errors import CashierError
from cashier_app.domain.reports import Report, drilled
from ui.keys import Key
from ui.messages import message_for
from ui.models.periods import day_text
from ui.models.report_rows import ShownReport
from ui.screen import Screen
from ui.theme.look import look, look_changes
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.cards import SidePanel
from ui.widgets.chart import ConsumptionChart
from ui.widgets.drawn import Label
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine
from ui.widgets.report_table import ReportTable

SAVED_BY = {"E": "xlsx", "C": "csv"}
"""Letters that save: no field takes them on this screen."""


class ReportScreen(Screen):
    """`drill_asked` carries the place of a row, `save_asked` a file's ending."""

    drill_asked = Signal(int)
    save_asked = Signal(str)
    left = Signal()

    def __init__(self, name: str = "report", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._shown: ShownReport | None = None
        self._busy = ""
        self._build()
        for key, step in ((Key.DOWN, 1), (Key.UP, -1), (Key.PAGE_DOWN, 12), (Key.PAGE_UP, -12)):
            self.bind(key, partial(self._move, step))
        self.bind(Key.F9, partial(self._save, "pdf"))
        self.rows.table.row_chosen.connect(self._on_table_row_chosen)
        look_changes().changed.connect(self._fit_later)

    @property
    def shown(self) -> ShownReport | None:
        """What is on the screen."""
        return self._shown

    def begin(self, question: str, header: HeaderContent) -> None:
        """Empty, while the report is read."""
        self._shown = None
        self.rows.set_report(None, 0)
        self.chart.setVisible(False)
        self.empty_label.setVisible(False)
        self.set_frame(
            question=question,
            header=header,
            banner=None,
            esc=self.tr("Back"),
            find_enabled=False,
            shift_enabled=False,
        )
        self.wait(self.tr("Reading the books"))

    def show_report(self, shown: ShownReport, header: HeaderContent, row: int = 0) -> None:
        """Rows, sums, chart; the row at `row` is chosen."""
        self._shown, self._busy = shown, ""
        self.set_frame(header=header)
        self.chart.set_bars(shown.bars)
        self.chart.setVisible(bool(shown.bars))
        self.empty_label.setVisible(not shown.rows)
        self.rows.setVisible(bool(shown.rows))
        self._fit()
        self.rows.table.choose_row(row)
        self._redraw()

    def show_failure(self, error: CashierError) -> None:
        """Say it above the rows."""
        self._busy = ""
        self.set_frame(banner=message_for(error).banner)
        self._redraw()

    def tell(self, lead: str, text: str) -> None:
        """What was done, above the rows."""
        self._busy = ""
        self.set_frame(banner=BannerContent(Gravity.LOOK, lead, text, icon="check"))
        self._redraw()

    def wait(self, text: str) -> None:
        """A grey block while something is read or saved."""
        self._busy = text
        self._redraw()

    def chosen_row(self) -> int:
        """The place of the chosen row, or -1."""
        return self.rows.table.current_row()

    def enter(self) -> None:
        self.rows.table.setFocus()
        self._fit_later()

    def next_pressed(self) -> None:
        if self._leads_on():
            self.drill_asked.emit(self.chosen_row())
        elif self._shown is None:
            self.left.emit()
        else:
            self._save("pdf")

    def escape_pressed(self) -> None:
        self.left.emit()

    def key_typed(self, event: QKeyEvent) -> bool:
        ending = SAVED_BY.get(event.text().upper(), "")
        if ending:
            self._save(ending)
        return bool(ending)

    def _build(self) -> None:
        self.panel = SidePanel()
        self.chart = ConsumptionChart("report_chart")
        self.rows = ReportTable()
        self.empty_label = Label(self.tr("Nothing in these days."), "lead", "ink2")
        self.empty_label.setContentsMargins(look().space("margin"), look().space("base"), 0, 0)
        left = QVBoxLayout()
        left.addWidget(self.chart)
        left.addWidget(self.empty_label)
        left.addWidget(self.rows, 1)
        left.addStretch(0)
        self.detail = Ledger("report_detail")
        self.panel.column.addWidget(Label(self.tr("This row"), "lead_strong"))
        self.panel.column.addSpacing(look().space("small"))
        self.panel.column.addWidget(self.detail)
        self.panel.column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.panel)

    def _move(self, step: int) -> None:
        self.rows.table.move_choice(step)

    def _save(self, ending: str) -> None:
        if self._shown is not None and not self._busy:
            self.set_frame(banner=None)
            self.save_asked.emit(ending)

    def _leads_on(self) -> bool:
        report = self._shown.report if self._shown else None
        row = self.chosen_row()
        return report is not None and 0 <= row < len(report.rows) and _leads(report, row)

    def _on_table_row_chosen(self, row: int) -> None:
        shown = self._shown
        if shown is not None and 0 <= row < len(shown.rows):
            lines = tuple(
                LedgerLine(column.title, text)
                for column, text in zip(shown.columns, shown.rows[row], strict=True)
                if text
            )
            self.detail.set_lines(lines)
        self._redraw()

    def _redraw(self) -> None:
        ready = self._shown is not None and not self._busy
        self.set_frame(
            keys=(
                KeyHint("F9", self.tr("Save as PDF"), ready),
                KeyHint("E", self.tr("as workbook"), ready),
                KeyHint("C", self.tr("as CSV"), ready),
            ),
            next_key=self._next_key(),
        )

    def _next_key(self) -> NextKeyContent:
        if self._busy:
            return NextKeyContent(self.tr("Wait"), self._busy, waiting=True)
        if self._shown is None:
            return NextKeyContent(self.tr("Back"), self.tr("To the list of reports"))
        if self._leads_on():
            texts = self._shown.rows[self.chosen_row()]
            kind = self._shown.report.kind
            drill = kind.drill
            label = ""
            if drill is not None:
                key = drill.search_column or drill.filters[-1][1]
                label = texts[self._shown.report.index(key)]
            words = self.tr("Open {what}").format(what=label)
            return NextKeyContent(words, self.tr("What is behind this row"))
        return NextKeyContent(self.tr("Save as PDF"), self.tr("Into the folder of reports"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_later()

    def _fit_later(self) -> None:
        # Widths are known when the layout has run.
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        shown = self._shown
        if shown is None:
            return
        now = look()
        self.chart.setFixedHeight(now.px(150))
        # The panel has its place at once where the table alone is not enough.
        whole = self.width()
        needs_panel = not self.rows.fits(shown, whole)
        self.panel.setVisible(needs_panel)
        row = self.chosen_row()
        width = whole - now.size("corner") if needs_panel else whole
        self.rows.set_report(shown, width)
        if row >= 0:
            self.rows.table.selectRow(row)


def _leads(report: Report, row: int) -> bool:
    order = drilled(report, report.rows[row])
    drill = report.kind.drill
    # A cell without a number leads nowhere.
    return order is not None and (drill is None or not drill.search_column or bool(order.search))


def period_text(report: Report) -> str:
    """The days of a report as the header says them."""
    order = report.order
    if order.from_day == order.to_day:
        return day_text(order.from_day)
    return f"{day_text(order.from_day)} – {day_text(order.to_day)}"
