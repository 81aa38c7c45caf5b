"""The auditor's screen: the verification in the reports lane, reports beside it, the pack."""

from __future__ import annotations

from pathlib import Path

from cashier_app.domain.bill_run import OnStep
from cashier_app.domain.books import CheckedBooks
from cashier_app.domain.errors import CashierError
from cashier_app.domain.reports import ReportOrder
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.flow.report_pages import ReportPages
from ui.long_work import LongWork
from ui.models.periods import Period, period_text, periods
from ui.screens.books import BooksScreen


class BooksFlow(ActivityFlow):
    """Changes nothing."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._screen = BooksScreen()
        counter.navigator.add(self._screen)
        self._pages = ReportPages(counter, "books_report")
        self._work = LongWork(counter.tasks, self)
        self._periods: tuple[Period, ...] = ()
        self._chosen = 0
        screen = self._screen
        screen.check_asked.connect(self._on_check_asked)
        screen.stop_asked.connect(self._work.stop)
        screen.pack_asked.connect(self._on_pack_asked)
        screen.period_asked.connect(self._on_period_asked)
        screen.report_asked.connect(self._on_report_asked)
        screen.receipt_asked.connect(self._on_receipt_asked)
        screen.left.connect(self.left)
        self._pages.left.connect(self._on_pages_left)
        self._work.stepped.connect(screen.show_step)
        self._work.stopped.connect(screen.show_stopped)

    def start(self) -> None:
        today = self.counter.state.signed_in.business_date
        # Months first: they are what an auditor packs. In its first days the last one is meant.
        self._periods = tuple(sorted(periods(today), key=lambda period: not period.is_month))
        self._chosen = 1 if today.day <= 5 else 0
        self._screen.begin(shift_words.person_header(self.counter.state, "check"))
        self._show_days()
        self.counter.navigator.show("books")

    def stop(self) -> None:
        self._work.forget()
        self._pages.forget()

    @property
    def _period(self) -> Period:
        return self._periods[self._chosen]

    def _show_days(self) -> None:
        period = self._period
        days = period_text(period.from_day, period.to_day)
        self._screen.set_days(f"{period.label}, {days}")

    def _on_period_asked(self, step: int) -> None:
        self._chosen = (self._chosen + step) % len(self._periods)
        self._show_days()

    def _on_check_asked(self) -> None:
        self._screen.show_work(packing=False)
        self._work.begin(
            self.counter.program.reporting.books.check,
            self._on_checked,
            self._on_failed,
            name="check books",
        )

    def _on_checked(self, checked: CheckedBooks) -> None:
        self._screen.show_checked(checked)

    def _on_pack_asked(self) -> None:
        self._screen.show_work(packing=True)
        reporting, period = self.counter.program.reporting, self._period

        def work(on_step: OnStep) -> Path:
            pack = reporting.books.pack(period.from_day, period.to_day, on_step)
            name = f"audit-{period.from_day}-{period.to_day}.zip"
            return reporting.files.save_as(name, pack)

        self._work.begin(work, self._on_packed, self._on_failed, name="audit pack")

    def _on_packed(self, path: Path) -> None:
        self._screen.show_saved(path.name, str(path.parent))

    def _on_report_asked(self, name: str) -> None:
        period = self._period
        self._pages.show(ReportOrder(name, period.from_day, period.to_day))

    def _on_receipt_asked(self, number: str) -> None:
        period = self._period
        self._pages.show(ReportOrder("receipt", period.from_day, period.to_day, search=number))

    def _on_pages_left(self) -> None:
        self.counter.navigator.show("books")

    def _on_failed(self, error: CashierError) -> bool:
        self._screen.show_failure(error)
        return True
