"""The auditor's screen: the verification in the reports lane, reports beside it, the pack."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal

from cashier_app.domain.books import CheckedBooks
from cashier_app.domain.errors import CashierError
from cashier_app.domain.reports import ReportOrder
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.flow.report_pages import ReportPages
from ui.models.periods import Period, day_text
from ui.screens.books import BooksScreen
from ui.tasks import LaneName, Operation


class BooksFlow(ActivityFlow):
    """Changes nothing."""

    step_taken = Signal(str)
    """Sent from the lane, heard on the GUI thread."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._screen = BooksScreen()
        counter.navigator.add(self._screen)
        self._pages = ReportPages(counter, "books_report")
        self._screen.check_asked.connect(self._on_check_asked)
        self._screen.pack_asked.connect(self._on_pack_asked)
        self._screen.report_asked.connect(self._on_report_asked)
        self._screen.left.connect(self.left)
        self._pages.left.connect(self._on_pages_left)
        self.step_taken.connect(self._screen.show_step)

    def start(self) -> None:
        period = self._period()
        self._screen.begin(
            shift_words.person_header(self.counter.state, "search"),
            f"{day_text(period.from_day)} – {day_text(period.to_day)}",
        )
        self.counter.navigator.show("books")

    def stop(self) -> None:
        self._pages.forget()

    def _period(self) -> Period:
        """The month under way, or the last one in the first days of the next."""
        today = self.counter.state.signed_in.business_date
        last = today if today.day > 5 else today.replace(day=1) - timedelta(days=1)
        return Period("", last.replace(day=1), last)

    def _on_check_asked(self) -> None:
        self._screen.show_work()
        books = self.counter.program.books
        operation = Operation(
            partial(books.check, self.step_taken.emit), LaneName.REPORTS, name="check books"
        )
        self.counter.tasks.run(operation, self, self._on_checked, on_failure=self._on_failed)

    def _on_checked(self, checked: CheckedBooks) -> None:
        self._screen.show_checked(checked)

    def _on_pack_asked(self) -> None:
        self._screen.show_work()
        program, period = self.counter.program, self._period()

        def work() -> Path:
            pack = program.books.pack(period.from_day, period.to_day, self.step_taken.emit)
            return program.report_files.save_as(
                f"audit-{period.from_day}-{period.to_day}.zip", pack
            )

        operation = Operation(work, LaneName.REPORTS, name="audit pack")
        self.counter.tasks.run(operation, self, self._on_packed, on_failure=self._on_failed)

    def _on_packed(self, path: Path) -> None:
        self._screen.show_saved(path.name, str(path.parent))

    def _on_report_asked(self, name: str) -> None:
        period = self._period()
        self._pages.show(ReportOrder(name, period.from_day, period.to_day))

    def _on_pages_left(self) -> None:
        self.counter.navigator.show("books")

    def _on_failed(self, error: CashierError) -> bool:
        self._screen.show_failure(error)
        return True
