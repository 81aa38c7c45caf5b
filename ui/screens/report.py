"""One report: its chart, its rows, their sums, and all of the chosen row beside them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier_app.domain.errors import CashierError
from cashier_app.domain.journal_export import TOTALS
from cashier_app.domain.report_catalog import BY_NAME
from cashier_app.domain.reports import Report, drilled
from ui.keys import Key
from ui.messages import message_for
from ui.models.report_rows import ShownReport
from ui.screens.sending import SendingScreen
from ui.theme.look import look, look_changes
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.cards import PanelTitle, SidePanel
from ui.widgets.chart import ConsumptionChart
from ui.widgets.drawn import Label
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine
from ui.widgets.report_table import ReportTable

SAVED_BY = {"E": "xlsx", "C": "csv", "J": "json"}
"""Letters that save: no field takes them on this screen."""
BY_MAP = "M"
"""Makes the totals of the ledger a journal of the utility's own accounts."""
_LONG = 34
"""Characters of a cell, such as a hash, that has a line of its own beside the table."""


class ReportScreen(SendingScreen):
    """`drill_asked` carries the place of a row, `save_asked` a file's ending.

    `paper_asked` carries a receipt's number, `search_asked` what the same report shall look for.
    `map_asked` wants the ledger's totals by an account map.
    """

    drill_asked = Signal(int)
    paper_asked = Signal(str)
    search_asked = Signal(str)
    save_asked = Signal(str)
    map_asked = Signal()
    left = Signal()

    def __init__(self, name: str = "report", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._shown: ShownReport | None = None
        self._build()
        for key, step in ((Key.DOWN, 1), (Key.UP, -1), (Key.PAGE_DOWN, 12), (Key.PAGE_UP, -12)):
            self.bind(key, partial(self._move, step))
        self.bind(Key.F9, partial(self._save, "pdf"))
        self.bind(Key.F2, self._on_f2_pressed)
        self.search_field.edit.textChanged.connect(self._on_search_edit_text_changed)
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
        self.detail.set_lines(())
        for part in (self.search_field, self.chart, self.empty_label, self.rows, self.panel):
            part.hide()
        self.set_frame(
            question=question,
            header=header,
            banner=None,
            esc=self.tr("Stop"),
            find_enabled=False,
            shift_enabled=False,
        )
        self.wait(self.tr("Reading the books"), may_leave=True)

    def show_report(self, shown: ShownReport, header: HeaderContent, row: int = 0) -> None:
        """Rows, sums, chart; the row at `row` is chosen."""
        self._end_wait()
        self._shown = shown
        self.set_frame(header=header, esc=self.tr("Back"), find_enabled=self._can_search, keys=())
        self.search_field.hide()
        self.search_field.set_text(shown.report.order.search)
        self.search_field.set_hint(shown.report.kind.searches)
        self.chart.set_bars(shown.bars)
        self.chart.setVisible(bool(shown.bars))
        self.empty_label.setVisible(not shown.rows)
        self.rows.setVisible(bool(shown.rows))
        self._fit()
        self.rows.table.choose_row(row)
        self.redraw()

    def show_failure(self, error: CashierError) -> None:
        """Say it above the rows."""
        self._end_wait()
        self.set_frame(banner=message_for(error).banner, esc=self.tr("Back"))
        self.redraw()

    def tell(self, lead: str, text: str) -> None:
        """What was done, above the rows."""
        self._end_wait()
        self.set_frame(banner=BannerContent(Gravity.LOOK, lead, text, icon="check"))
        self.redraw()

    def go_on(self) -> None:
        """Nobody has said what became of it: it is read or saved once more, or left."""
        super().go_on()
        self.set_frame(esc=self.tr("Back"))

    def chosen_row(self) -> int:
        """The place of the chosen row, or -1."""
        return self.rows.table.current_row()

    def enter(self) -> None:
        self.setFocus()
        self._fit_later()

    def next_pressed(self) -> None:
        if not self.search_field.isHidden():
            self.search_asked.emit(self.search_field.text().strip())
        elif self._paper():
            self.paper_asked.emit(self._paper())
        elif self._leads_on():
            self.drill_asked.emit(self.chosen_row())
        elif self._shown is None:
            self.left.emit()
        else:
            self._save("pdf")

    def escape_pressed(self) -> None:
        if not self.search_field.isHidden():
            self._end_search()
        else:
            self.left.emit()

    def key_typed(self, event: QKeyEvent) -> bool:
        if event.text().upper() == BY_MAP and self._has_map and not self.is_waiting:
            self.map_asked.emit()
            return True
        ending = SAVED_BY.get(event.text().upper(), "")
        if ending:
            self._save(ending)
        return bool(ending)

    def _build(self) -> None:
        self.panel = SidePanel()
        self.chart = ConsumptionChart("report_chart")
        self.rows = ReportTable()
        # Letters save: a table in focus would search its rows for them.
        self.rows.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.empty_label = Label(self.tr("Nothing in these days."), "lead", "ink2")
        self.empty_label.setContentsMargins(0, look().space("base"), 0, 0)
        self.search_field = Field("report_search", self.tr("Look for"))
        self.search_field.hide()
        self.search_row = QVBoxLayout()
        self.search_row.addWidget(self.search_field)
        self._left = QVBoxLayout()
        self._left.addLayout(self.search_row)
        self._left.addWidget(self.chart)
        self._left.addWidget(self.empty_label)
        self._left.addWidget(self.rows, 1)
        self._left.addStretch(0)
        self.detail = Ledger("report_detail")
        self.panel.column.addWidget(PanelTitle(self.tr("More of this row")))
        self.panel.column.addSpacing(look().space("small"))
        self.panel.column.addWidget(self.detail)
        self.panel.column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(self._left, 1)
        row.addWidget(self.panel)

    def _move(self, step: int) -> None:
        self.rows.table.move_choice(step)

    def _save(self, ending: str) -> None:
        if self._shown is not None and not self.is_waiting:
            self.set_frame(banner=None)
            self.save_asked.emit(ending)

    @property
    def _has_map(self) -> bool:
        return self._shown is not None and self._shown.report.kind.name == TOTALS

    @property
    def _can_search(self) -> bool:
        return self._shown is not None and bool(self._shown.report.kind.searches)

    def _on_f2_pressed(self) -> None:
        if self._can_search and not self.is_waiting:
            self.set_frame(banner=None)
            self.search_field.show()
            self.search_field.edit.selectAll()
            self.search_field.edit.setFocus()
            self.redraw()

    def _end_search(self) -> None:
        self.search_field.hide()
        self.setFocus()
        self.redraw()

    def _on_search_edit_text_changed(self, _text: str) -> None:
        self.redraw()

    def _paper(self) -> str:
        """The number of the receipt whose report this is; "" on any other."""
        report = self._shown.report if self._shown else None
        if report is None or report.kind.name != "receipt" or not report.rows:
            return ""
        return report.order.search

    def _leads_on(self) -> bool:
        report = self._shown.report if self._shown else None
        row = self.chosen_row()
        return report is not None and 0 <= row < len(report.rows) and _leads(report, row)

    def _on_table_row_chosen(self, row: int) -> None:
        shown = self._shown
        if shown is not None and 0 <= row < len(shown.rows):
            seen = self.rows.model.places
            self.detail.set_lines(
                tuple(
                    _detail_line(column.title, text)
                    for at, (column, text) in enumerate(
                        zip(shown.columns, shown.rows[row], strict=True)
                    )
                    if text and at not in seen
                )
            )
        self.redraw()

    def redraw(self) -> None:
        """The keys that save, and the green block."""
        ready = self._shown is not None and not self.is_waiting
        saving = (
            KeyHint("E", self.tr("Workbook"), ready),
            KeyHint("C J", self.tr("CSV, JSON"), ready),
        )
        if self._has_map:
            saving = (
                KeyHint("E C J", self.tr("Other files"), ready),
                KeyHint(BY_MAP, self.tr("By account map"), ready),
            )
        self.set_frame(
            keys=(KeyHint("F9", self.tr("Save as PDF"), ready), *saving),
            next_key=self._next_key(),
        )

    def _next_key(self) -> NextKeyContent:
        if self._waiting_for:
            return NextKeyContent(self.tr("Wait"), self._waiting_for, waiting=True)
        if self._shown is None:
            return NextKeyContent(self.tr("Back"), self.tr("To the list of reports"))
        if not self.search_field.isHidden():
            return self._search_key(self._shown.report)
        if self._paper():
            words = self.tr("Show the paper of {number}").format(number=self._paper())
            return NextKeyContent(words, self.tr("To look at: no copy is printed"))
        if self._leads_on():
            return self._drill_key(self._shown)
        return NextKeyContent(self.tr("Save as PDF"), self.tr("Into the folder of reports"))

    def _drill_key(self, shown: ShownReport) -> NextKeyContent:
        drill, texts = shown.report.kind.drill, shown.rows[self.chosen_row()]
        if drill is None:
            raise AssertionError("only what leads on has a key for it")
        keys = [key for _, key in drill.filters] + [drill.search_column] * bool(drill.search_column)
        places = [shown.report.index(key) for key in keys]
        if drill.report == "receipt":
            words = self.tr("Open {number}").format(number=texts[places[-1]])
            return NextKeyContent(words, self.tr("What is behind it, and its paper"))
        title = BY_NAME[drill.report].title
        words = self.tr("Open its {report}").format(report=title[:1].lower() + title[1:])
        what = ", ".join(f"{shown.columns[at].title} {texts[at]}" for at in places)
        return NextKeyContent(words, what)

    def _search_key(self, report: Report) -> NextKeyContent:
        text = self.search_field.text().strip()
        if text:
            words = self.tr("Look for {text}").format(text=text)
            return NextKeyContent(words, self.tr("Over the same days"))
        if report.kind.needs_search:
            words = self.tr("Say what to look for")
            return NextKeyContent(words, report.kind.searches, waiting=True)
        return NextKeyContent(self.tr("Show everything"), self.tr("Over the same days"))

    def _set_read_only(self, read_only: bool) -> None:
        self.search_field.edit.setReadOnly(read_only)

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
        side = now.space("margin")
        self._left.setContentsMargins(side, 0, side, 0)
        self.search_row.setContentsMargins(0, 0, 0, now.space("small"))
        # The panel has its place at once where the table alone is not enough.
        whole = self.width() - 2 * side
        needs_panel = bool(shown.rows) and not self.rows.fits(shown, whole)
        self.panel.setVisible(needs_panel)
        width = whole - now.size("corner") if needs_panel else whole
        self.rows.set_report(shown, width)
        self._on_table_row_chosen(self.chosen_row())


def _detail_line(title: str, text: str) -> LedgerLine:
    if len(text) > _LONG:
        return LedgerLine(title, detail=text)
    return LedgerLine(title, text)


def _leads(report: Report, row: int) -> bool:
    order = drilled(report, report.rows[row])
    drill = report.kind.drill
    # A cell without a number leads nowhere.
    return order is not None and (drill is None or not drill.search_column or bool(order.search))
