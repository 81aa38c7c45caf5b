"""Shows reports one behind the other: run, drilled down, saved; Esc goes back up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.errors import CashierError
from cashier_app.domain.report_catalog import BY_NAME
from cashier_app.domain.reports import ReportOrder, drilled
from ui.flow import shift_words
from ui.flow.counter import Counter
from ui.models.report_rows import ShownReport, shown_report
from ui.screens.report import ReportScreen, period_text
from ui.tasks import LaneName, Operation
from ui.widgets.header import HeaderContent


@dataclass(frozen=True, slots=True)
class _Page:
    """A report that was left for one behind it, and the row that led there."""

    shown: ShownReport
    row: int


class ReportPages(QObject):
    """`left` goes back to where the first report was asked for."""

    left = Signal()

    def __init__(self, counter: Counter, name: str) -> None:
        super().__init__(counter.navigator)
        self._counter = counter
        self._trail: list[_Page] = []
        self._order: ReportOrder | None = None
        self._screen = ReportScreen(name)
        counter.navigator.add(self._screen)
        self._screen.drill_asked.connect(self._on_drill_asked)
        self._screen.save_asked.connect(self._on_save_asked)
        self._screen.left.connect(self._on_left)

    def show(self, order: ReportOrder) -> None:
        """Run a report and show it; nothing is behind it."""
        self._trail.clear()
        self._run(order)

    def forget(self) -> None:
        """Nothing that was read stays."""
        self._trail.clear()
        self._order = None
        self._screen.begin("", HeaderContent())

    def _run(self, order: ReportOrder) -> None:
        self._order = order
        who = shift_words.person_header(self._counter.state, "receipt")
        self._screen.begin(BY_NAME[order.name].answers, who)
        self._counter.navigator.show(self._screen.objectName())
        reports = self._counter.program.reports
        operation = Operation(
            lambda: shown_report(reports.run(order)),
            LaneName.REPORTS,
            latest=self._screen.objectName(),
            name=order.name,
        )
        self._counter.tasks.run(operation, self, self._on_run, on_failure=self._on_failed)

    def _on_run(self, shown: ShownReport) -> None:
        if shown.report.order.name == (self._order.name if self._order else ""):
            self._show(_Page(shown, 0))

    def _show(self, page: _Page) -> None:
        report = page.shown.report
        self._order = report.order
        self._screen.set_frame(question=report.kind.answers, banner=None)
        self._screen.show_report(page.shown, _header(page.shown), page.row)

    def _on_drill_asked(self, row: int) -> None:
        shown = self._screen.shown
        order = drilled(shown.report, shown.report.rows[row]) if shown else None
        if shown is not None and order is not None:
            self._trail.append(_Page(shown, row))
            self._run(order)

    def _on_left(self) -> None:
        if self._trail:
            self._show(self._trail.pop())
        else:
            self._order = None
            self.left.emit()

    def _on_save_asked(self, ending: str) -> None:
        shown = self._screen.shown
        if shown is None:
            return
        self._screen.wait(self.tr("Saving"))
        files = self._counter.program.report_files
        operation = Operation(
            partial(files.save, shown.report, ending), LaneName.REPORTS, name="save report"
        )
        self._counter.tasks.run(operation, self, self._on_saved, on_failure=self._on_failed)

    def _on_saved(self, path: Path) -> None:
        self._screen.tell(self.tr("Saved: {name}").format(name=path.name), str(path.parent))

    def _on_failed(self, error: CashierError) -> bool:
        self._screen.show_failure(error)
        return True


def _header(shown: ShownReport) -> HeaderContent:
    report = shown.report
    order = report.order
    facts = tuple(
        text for text in (order.office, order.counter, order.person, order.search) if text
    )
    label, amount, unit = "", "", ""
    money = [at for at, column in enumerate(shown.columns) if column.kind == "money"]
    totals = [at for at in money if shown.totals and shown.columns[at].is_summed]
    chart = report.kind.chart
    if totals:
        keys = [column.key for column in shown.columns]
        wanted = keys.index(chart.value) if chart and keys.index(chart.value) in totals else None
        named = [at for at in totals if keys[at] in {"total", "amount", "closing", "difference"}]
        at = wanted if wanted is not None else (named or totals)[0]
        label, amount = shown.columns[at].title, shown.totals[at]
        unit = report.books.currency.symbol
    return HeaderContent(
        "receipt", report.kind.title, (period_text(report), *facts), label, amount, unit
    )
