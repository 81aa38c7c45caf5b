"""Reports: choose one, look at it, drill down, save it."""

from __future__ import annotations

from cashier_app.domain.reports import ReportOrder
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.flow.report_pages import ReportPages
from ui.screens.report_choice import ReportChoiceScreen


class ReportsFlow(ActivityFlow):
    """From the list of reports and back to it."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._choice = ReportChoiceScreen()
        counter.navigator.add(self._choice)
        self._pages = ReportPages(counter, "report")
        self._choice.report_asked.connect(self._on_report_asked)
        self._choice.left.connect(self.left)
        self._pages.left.connect(self._on_pages_left)

    def start(self) -> None:
        state = self.counter.state
        self._choice.begin(
            shift_words.person_header(state, "receipt"), state.signed_in.business_date
        )
        self.counter.navigator.show("reports")

    def stop(self) -> None:
        self._pages.forget()

    def _on_report_asked(self, order: ReportOrder) -> None:
        self._pages.show(order)

    def _on_pages_left(self) -> None:
        self.counter.navigator.show("reports")
