"""Shows reports one behind the other: run, drilled down, saved; Esc goes back up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.errors import CashierError
from cashier_app.domain.report_catalog import BY_NAME
from cashier_app.domain.reports import ReportOrder, drilled
from cashier_app.services.imports.folders import TABLES
from ui.flow import shift_words
from ui.flow.counter import Counter
from ui.flow.file_choosing import FileChoosing
from ui.flow.made_once import MadeOnce, ScreenOnce, made_of
from ui.models.periods import period_text
from ui.models.report_rows import ShownReport, shown_report
from ui.screens.receipt_paper import PaperScreen
from ui.screens.report import ReportScreen
from ui.tasks import LaneName, Operation
from ui.widgets.header import HeaderContent

_MAP_COLUMNS = (
    ("item", "billed"), ("detail", "energy or *"), ("debit", "1200"), ("credit", "4000"),
)  # fmt: skip


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
        self._number = 0
        """Of what was asked for last: an answer to anything before is nobody's any more."""
        self._is_reading = False
        self._name = name
        self._paper = ScreenOnce(counter.navigator, self._make_paper)
        self._map = MadeOnce(self._make_map)
        self._screen = ScreenOnce(counter.navigator, self._make_screen)

    def _make_screen(self) -> ReportScreen:
        screen = ReportScreen(self._name)
        screen.map_asked.connect(self._on_map_asked)
        screen.drill_asked.connect(self._on_drill_asked)
        screen.paper_asked.connect(self._on_paper_asked)
        screen.search_asked.connect(self._on_search_asked)
        screen.save_asked.connect(self._on_save_asked)
        screen.left.connect(self._on_left)
        return screen

    def _make_paper(self) -> PaperScreen:
        screen = PaperScreen(f"{self._name}_paper")
        screen.left.connect(self._on_paper_left)
        return screen

    def _make_map(self) -> FileChoosing:
        choosing = FileChoosing(self._counter, f"{self._name}_map", TABLES)
        choosing.chosen.connect(self._on_map_chosen)
        choosing.left.connect(self._on_map_left)
        return choosing

    def show(self, order: ReportOrder) -> None:
        """Run a report and show it; nothing is behind it."""
        self._trail.clear()
        self._run(order)

    def forget(self) -> None:
        """Nothing that was read stays."""
        self._stop_reading()
        self._number += 1
        self._trail.clear()
        for paper in made_of(self._paper):
            paper.clear()
        for account_map in made_of(self._map):
            account_map.forget()
        for screen in made_of(self._screen):
            screen.begin("", HeaderContent())

    def _run(self, order: ReportOrder) -> None:
        self._number += 1
        self._is_reading = True
        who = shift_words.person_header(self._counter.state, "receipt")
        self._screen().begin(BY_NAME[order.name].answers, who)
        self._counter.navigator.show(self._screen().objectName())
        reports = self._counter.program.reporting.reports
        operation = Operation(
            lambda: shown_report(reports.run(order)),
            LaneName.REPORTS,
            latest=self._screen().objectName(),
            name=order.name,
        )
        number = self._number
        self._counter.tasks.run(
            operation,
            self,
            partial(self._on_run, number),
            on_failure=partial(self._on_not_run, number),
            on_bug=partial(self._on_bug, number),
        )

    def _on_run(self, number: int, shown: ShownReport) -> None:
        if number == self._number:
            self._is_reading = False
            self._show(_Page(shown, 0))

    def _on_not_run(self, number: int, error: CashierError) -> bool:
        if number == self._number:
            self._is_reading = False
            self._screen().show_failure(error)
        return True

    def _on_bug(self, number: int) -> None:
        if number == self._number:
            self._is_reading = False
            self._screen().go_on()

    def _stop_reading(self) -> None:
        if self._is_reading:
            self._is_reading = False
            self._counter.program.reporting.reports.stop()

    def _show(self, page: _Page) -> None:
        self._screen().set_frame(question=page.shown.report.kind.answers, banner=None)
        self._screen().show_report(page.shown, header_of(page.shown), page.row)

    def _on_drill_asked(self, row: int) -> None:
        shown = self._screen().shown
        order = drilled(shown.report, shown.report.rows[row]) if shown else None
        if shown is not None and order is not None:
            self._trail.append(_Page(shown, row))
            self._run(order)

    def _on_search_asked(self, text: str) -> None:
        shown = self._screen().shown
        if shown is not None:
            self._run(replace(shown.report.order, search=text))

    def _on_left(self) -> None:
        self._stop_reading()
        self._number += 1
        if self._trail:
            self._show(self._trail.pop())
        else:
            self.left.emit()

    def _on_paper_asked(self, number: str) -> None:
        counter = self._counter
        self._paper().begin(number, shift_words.person_header(counter.state, "receipt"))
        counter.navigator.show(self._paper().objectName())
        signed_in, program = counter.state.signed_in, counter.program

        def work() -> bytes:
            receipt = program.receipts.receipt(number)
            return program.reporting.paper_picture(
                receipt, signed_in.utility, signed_in.offset_at(receipt.stored_at)
            )

        operation = Operation(work, latest=self._paper().objectName(), name="paper")
        counter.tasks.run(operation, self, self._paper().show_paper, on_failure=self._on_no_paper)

    def _on_no_paper(self, error: CashierError) -> bool:
        self._paper().show_failure(error)
        return True

    def _on_paper_left(self) -> None:
        self._counter.navigator.show(self._screen().objectName())

    def _on_map_asked(self) -> None:
        header = shift_words.person_header(self._counter.state, "receipt")
        title = self.tr("Its columns, in any order")
        self._map().begin(self.tr("Which account map?"), header, title, _MAP_COLUMNS)

    def _on_map_left(self) -> None:
        self._number += 1
        self._on_paper_left()

    def _on_map_chosen(self, path: Path) -> None:
        """The totals by the map, as a report behind them."""
        shown, reports = self._screen().shown, self._counter.program.reporting.reports
        if shown is None:
            return
        operation = Operation(
            lambda: shown_report(reports.journal(shown.report, path)),
            LaneName.REPORTS,
            name="journal export",
        )
        self._number += 1
        number = self._number
        self._counter.tasks.run(
            operation, self, partial(self._on_journal, number, shown),
            on_failure=partial(self._on_no_journal, number), on_bug=self._map().go_on,
        )  # fmt: skip

    def _on_no_journal(self, number: int, error: CashierError) -> bool:
        return number != self._number or self._map().show_failure(error)

    def _on_journal(self, number: int, totals: ShownReport, journal: ShownReport) -> None:
        if number != self._number:
            return
        self._trail.append(_Page(totals, self._screen().chosen_row()))
        self._counter.navigator.show(self._screen().objectName())
        self._show(_Page(journal, 0))

    def _on_save_asked(self, ending: str) -> None:
        shown = self._screen().shown
        if shown is None:
            return
        self._screen().wait(self.tr("Saving"), may_leave=True)
        files = self._counter.program.reporting.files
        operation = Operation(
            partial(files.save, shown.report, ending), LaneName.REPORTS, name="save report"
        )
        self._counter.tasks.run(
            operation, self, self._on_saved, on_failure=self._on_failed,
            on_bug=self._screen().go_on,
        )  # fmt: skip

    def _on_saved(self, path: Path) -> None:
        lead = self.tr("Saved: {name}").format(name=path.name)
        self._screen().tell(lead, self.tr("In {folder}").format(folder=path.parent))

    def _on_failed(self, error: CashierError) -> bool:
        self._screen().show_failure(error)
        return True


def header_of(shown: ShownReport) -> HeaderContent:
    """Title, days and filters; at the right the sum that the report is about."""
    report = shown.report
    order = report.order
    facts = tuple(
        text for text in (order.office, order.counter, order.person, order.search) if text
    )
    label, amount, unit = "", "", ""
    if shown.meant is not None and shown.totals:
        label, amount = shown.columns[shown.meant].title, shown.totals[shown.meant]
        unit = report.books.currency.symbol
    days = period_text(order.from_day, order.to_day)
    return HeaderContent("receipt", report.kind.title, (days, *facts), label, amount, unit)
