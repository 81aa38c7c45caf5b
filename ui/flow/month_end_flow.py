"""Month end: the roll-forward of a month that is over, and the lock on its days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from cashier_app.domain.errors import CashierError
from cashier_app.domain.reports import Report, ReportOrder
from ui import dates
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.flow.report_pages import ReportPages
from ui.key_map import keyed
from ui.models.periods import day_words
from ui.screens.month_end import MonthEndScreen
from ui.screens.told import Told, ToldScreen
from ui.tasks import LaneName, Operation
from ui.widgets.chip import Tone
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent
from ui.widgets.ledger import LedgerLine


@dataclass(frozen=True, slots=True)
class _Month:
    """A month's receivables, and up to when the books are locked."""

    receivables: Report
    locked_to: date | None

    @property
    def last(self) -> date:
        return self.receivables.order.to_day

    @property
    def difference(self) -> Decimal:
        """Between the closing that the postings lead to and what the bills' ageing says."""
        return self.total("difference")

    def total(self, key: str) -> Decimal:
        found = self.receivables.totals[self.receivables.index(key)]
        return found if isinstance(found, Decimal) else Decimal(0)


class MonthEndFlow(ActivityFlow):
    """The month, are you sure, the month again as it is then."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._screen, self._sure = MonthEndScreen(), ToldScreen("month_end_sure")
        for screen in (self._screen, self._sure):
            counter.navigator.add(screen)
        self._pages = ReportPages(counter, "month_report")
        self._last = date.min
        self._month: _Month | None = None
        self._reason = ""
        self._done = ""
        self._screen.lock_asked.connect(self._on_lock_asked)
        self._screen.month_asked.connect(self._on_month_asked)
        self._screen.report_asked.connect(self._on_report_asked)
        self._screen.left.connect(self.left)
        self._sure.gone_on.connect(self._on_sure)
        self._sure.left.connect(self._show_screen)
        self._pages.left.connect(self._show_screen)

    def start(self) -> None:
        self._done = ""
        self._last = self._latest
        self._look()

    def stop(self) -> None:
        self._pages.forget()
        self._reason, self._month = "", None
        self._screen.clear()
        self._screen.show_about("", ())

    @property
    def _latest(self) -> date:
        """The last day of the last month that is over."""
        return self.counter.state.signed_in.business_date.replace(day=1) - timedelta(days=1)

    @property
    def _header(self) -> HeaderContent:
        """With what is owed at the end of the month, once that is read."""
        who, month = shift_words.person_header(self.counter.state, "lock"), self._month
        if month is None:
            return who
        currency = month.receivables.books.currency
        return who.with_amount(self.tr("Owed at the end"), month.total("closing"), currency)

    def _show_screen(self) -> None:
        self.counter.navigator.show("month_end")

    def _look(self) -> None:
        month = dates.month(self._last)
        question = self.tr("Is {month} ready to be locked?").format(month=month)
        self._month = None
        self._screen.begin(question, self._header)
        self._show_screen()
        reports = self.counter.program.reporting.reports
        first, last = self._last.replace(day=1), self._last

        def work() -> _Month:
            receivables = reports.run(ReportOrder("receivables", first, last))
            locks = reports.run(ReportOrder("period-locks", first, last))
            days = [row[0] for row in locks.rows if isinstance(row[0], date)]
            return _Month(receivables, max(days, default=None))

        operation = Operation(work, LaneName.REPORTS, latest="month_end", name="month end")
        self.counter.tasks.run(operation, self, self._on_read, on_failure=self._on_failed)

    def _on_read(self, month: _Month) -> None:
        if month.last != self._last:
            return
        self._month = month
        self._screen.set_frame(header=self._header)
        locked = month.locked_to is not None and month.locked_to >= month.last
        ready, not_ready = None, ""
        if locked and month.locked_to is not None:
            question = self.tr("{month} is locked").format(month=dates.month(month.last))
            self._screen.set_frame(question=question)
            words = self.tr("The books are locked up to {day}")
            not_ready = words.format(day=day_words(month.locked_to))
        elif month.difference:
            not_ready = self.tr("What was posted does not lead to what is owed")
        else:
            ready = NextKeyContent(
                self.tr("Lock up to {day}").format(day=day_words(month.last)),
                self.tr("Asks once more before it does"),
            )
        title = self.tr("Receivables of {month}").format(month=dates.month(month.last))
        self._screen.show_month(title, self._lines(month), ready, not_ready)
        if month.difference:
            self._screen.tell(
                self.tr("The month does not add up."),
                keyed(self.tr("Press F9 for the tariff class, then have the books checked.")),
                Tone.STOP,
            )
        elif self._done:
            self._screen.tell_done(self._done)
        self._done = ""

    def _lines(self, month: _Month) -> tuple[LedgerLine, ...]:
        show = month.receivables.books.currency.show

        def line(label: str, key: str, **shown: str) -> LedgerLine:
            return LedgerLine(label, show(month.total(key)), **shown)

        return (
            line(self.tr("Owed at the start"), "opening"),
            line(self.tr("Billed"), "billed"),
            line(self.tr("Late charges"), "late"),
            line(self.tr("Adjustments"), "adjusted"),
            line(self.tr("Collected"), "collected"),
            line(self.tr("Paid by credit"), "credited", rule="line_strong"),
            line(self.tr("Owed at the end"), "closing", weight="total"),
            line(self.tr("By the age of the bills"), "aged"),
            line(self.tr("Difference"), "difference"),
        )

    def _on_failed(self, error: CashierError) -> bool:
        self._screen.show_failure(error)
        return True

    def _on_month_asked(self, step: int) -> None:
        first = self._last.replace(day=1)
        if step < 0:
            self._last = first - timedelta(days=1)
        else:
            after = (self._last + timedelta(days=32)).replace(day=1) - timedelta(days=1)
            self._last = min(after, self._latest)
        self._look()

    def _on_report_asked(self, name: str) -> None:
        self._pages.show(ReportOrder(name, self._last.replace(day=1), self._last))

    def _on_lock_asked(self, reason: str) -> None:
        self._reason = reason
        day = day_words(self._last)
        lead = self.tr("Nothing is posted up to {day} any more.").format(day=day)
        text = self.tr(
            "It cannot be taken back: what belongs to these days is booked into the open month"
            " from then on."
        )
        key = NextKeyContent(
            self.tr("Lock up to {day} for good").format(day=day), self.tr("Reason: ") + reason
        )
        question = self.tr("Lock the books?")
        self._sure.begin(question, (Told(lead, text, Tone.WARN),), self._header, key)
        self._sure.set_frame(esc=self.tr("Back"))
        self.counter.navigator.show("month_end_sure")

    def _on_sure(self) -> None:
        reports, last = self.counter.program.reporting.reports, self._last
        self._show_screen()
        self._screen.begin_locking()
        operation = Operation(
            partial(reports.lock_period, last, self._reason), LaneName.REPORTS, name="lock period"
        )
        self.counter.tasks.run(
            operation, self, lambda _nothing: self._on_locked(last), on_failure=self._on_failed,
            on_finished=self._on_lock_finished,
        )  # fmt: skip

    def _on_lock_finished(self) -> None:
        """After a failure that nobody expected the month says what became of it."""
        if self._screen.is_locking:
            self._look()

    def _on_locked(self, last: date) -> None:
        day = day_words(last)
        self._done = self.tr("The books are locked up to {day}.").format(day=day)
        self._look()
