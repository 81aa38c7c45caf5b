"""The Z of a closed shift: seen, printed again as a copy, kept as an A4 page."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.errors import CashierError
from cashier_app.domain.printing import PrintResult
from cashier_app.domain.shifts import ZReport
from ui import dates
from ui.flow import look_words
from ui.flow.counter import Counter
from ui.flow.papers import Papers, kept_sentence, paper_sentence
from ui.messages import message_for
from ui.models.z_lines import fact_lines, money_lines
from ui.screens.shift_look import ShiftLookScreen
from ui.tasks import Operation
from ui.widgets.actions import Action
from ui.widgets.chip import Tone
from ui.widgets.header import HeaderContent
from ui.widgets.ledger import Ledger

PRINT, KEEP = "print", "keep"


class ZShowing(QObject):
    """`left` back to where it was called from."""

    left = Signal()

    def __init__(self, counter: Counter, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._counter = counter
        self._shift_id = 0
        self._header = HeaderContent()
        self._papers = Papers(counter.tasks, counter.state, counter.program, self)
        self._screen = ShiftLookScreen(name)
        self.facts = Ledger(f"{name}_facts")
        self._screen.add_below(self.facts)
        counter.navigator.add(self._screen)
        self._screen.left.connect(self.left)
        self._screen.action_asked.connect(self._on_row_asked)

    def start(self, shift_id: int, header: HeaderContent) -> None:
        """Read it."""
        self._shift_id, self._header = shift_id, header
        shifts = self._counter.program.shifts
        operation = Operation(lambda: shifts.stored_z(shift_id), latest="stored_z")
        self._counter.tasks.run(operation, self, self._on_read)

    def stop(self) -> None:
        """Sign-out."""
        self._shift_id, self._header = 0, HeaderContent()

    def _on_read(self, report: ZReport) -> None:
        currency = self._counter.state.currency
        rows = (
            Action(
                PRINT, self.tr("Print a copy"), self.tr("Marked COPY and counted"), "printer"
            ),
            Action(
                KEEP, self.tr("Keep as an A4 page"), self.tr("A PDF on this computer, marked COPY"),
                "receipt",
            ),
        )  # fmt: skip
        chip = (
            look_words.difference_chip(report.difference, currency)
            if (report.difference and not report.decided and not report.outcome)
            else None
        )
        self._screen.begin(
            rows, self._header, self.tr("What is done with the report?"), chip,
            (self._title(report), (*money_lines(report, currency),)),
        )  # fmt: skip
        self.facts.set_lines(fact_lines(report, currency))
        self._screen.tell(*self._remark(report))
        self._counter.navigator.show(self._screen.objectName())

    def _title(self, report: ZReport) -> str:
        words = self.tr("Report {number}, {day}")
        return words.format(number=report.number, day=dates.weekday(report.business_date))

    def _remark(self, report: ZReport) -> tuple[str, str]:
        """Who closed and decided, where that was somebody else."""
        parts = []
        if report.closed_by:
            parts.append(self.tr("Closed by {name}.").format(name=report.closed_by))
        if report.approved_by:
            parts.append(self.tr("Approved by {name}.").format(name=report.approved_by))
        if report.outcome:
            parts.append(f"{look_words.outcome_word(report.outcome)}: {report.decided_by}.")
        if not report.signed:
            parts.append(self.tr("Not signed yet by its counter."))
        reason = report.decision_reason or report.reason
        return " ".join(parts) or (self.tr("Reason") if reason else ""), reason

    def _on_row_asked(self, name: str) -> None:
        if name == PRINT:
            self._screen.tell(self.tr("Printing the report"), icon="printer")
            self._papers.print_z_copy(self._shift_id, self._on_printed, self._on_failed)
        else:
            self._screen.tell(self.tr("Writing the page"), icon="receipt")
            self._papers.keep_z_copy(self._shift_id, self._on_kept, self._on_failed)

    def _on_printed(self, result: PrintResult) -> None:
        lead, tone, advice = paper_sentence(result)
        self._screen.tell(lead, advice, tone, "printer")

    def _on_kept(self, path: str) -> None:
        self._screen.tell(*kept_sentence(path))

    def _on_failed(self, error: CashierError) -> bool:
        message = message_for(error)
        self._screen.tell(message.lead, message.text, Tone.WARN)
        return True
