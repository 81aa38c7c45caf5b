"""Reports and slips of cash on paper, and what the printer says, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject

from cashier_app.domain.attempts import AttemptSlip
from cashier_app.domain.cheques import ChequeDeposit
from cashier_app.domain.drawer import CashSlip
from cashier_app.domain.hall import HallDay
from cashier_app.domain.printing import PrinterFault, PrintResult, PrintState
from cashier_app.domain.shifts import XReport, ZReport
from cashier_app.domain.utility import Utility
from cashier_app.services.program import Program
from ui.counter_state import CounterState
from ui.key_map import keyed
from ui.tasks import LaneName, OnFailure, Operation, Tasks
from ui.widgets.chip import Tone

OnPrinted = Callable[[PrintResult], None]


class Papers(QObject):
    """Reports on paper; nothing here can undo what is stored. Receipts: ui.flow.printing."""

    def __init__(
        self, tasks: Tasks, state: CounterState, program: Program, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks, self._state, self._program = tasks, state, program
        self._in_front = ""
        self._never_came = False

    def let_go(self) -> None:
        """Who was told that the paper in front never came out went on: it is not offered again.

        A paper whose end comes only now is: nobody was told.
        """
        number, never_came = self._in_front, self._never_came
        self.stop()
        if never_came:
            work = partial(self._program.left_papers.ended, number, "left")
            self._tasks.run(Operation(work, LaneName.PRINTER, name="paper_end"), self, _written)

    def stop(self) -> None:
        """Sign-out: nothing more is told here of the paper that is being printed."""
        self._in_front, self._never_came = "", False

    def print_z(self, report: ZReport, on_printed: OnPrinted) -> None:
        """Print a shift's report."""
        signed_in = self._state.signed_in
        utility, offset = signed_in.utility, signed_in.offset_at(report.closed_at)
        printer = self._program.printer
        self._print_due(report.number, lambda: printer.print_z(report, utility, offset), on_printed)

    def print_z_copy(
        self, shift_id: int, on_printed: OnPrinted, on_failure: OnFailure | None = None
    ) -> None:
        """The Z of a closed shift as COPY n, counted before it is printed."""
        shifts = self._program.shifts
        operation = Operation(lambda: shifts.copy_z(shift_id), name="copy_z")
        self._tasks.run(
            operation, self, lambda report: self.print_z(report, on_printed), on_failure=on_failure
        )

    def keep_z(self, report: ZReport, on_kept: Callable[[str], None]) -> None:
        """The Z as an A4 page on this computer; where it lies, or "" if it could not be kept."""
        signed_in = self._state.signed_in
        utility, offset = signed_in.utility, signed_in.offset_at(report.closed_at)
        keeper = self._program.keeper
        operation = Operation(
            lambda: keeper.keep_z(report, utility, offset), LaneName.PRINTER, name="keep_z"
        )
        self._tasks.run(operation, self, on_kept)

    def keep_z_copy(
        self, shift_id: int, on_kept: Callable[[str], None], on_failure: OnFailure | None = None
    ) -> None:
        """The Z of a closed shift as an A4 page marked COPY n."""
        shifts = self._program.shifts
        operation = Operation(lambda: shifts.copy_z(shift_id), name="copy_z")
        self._tasks.run(
            operation, self, lambda report: self.keep_z(report, on_kept), on_failure=on_failure
        )

    def print_x(self, report: XReport, on_printed: OnPrinted) -> None:
        """Print a shift as it stands."""
        signed_in = self._state.signed_in
        utility, offset = signed_in.utility, signed_in.offset_at(report.asked_at)
        printer = self._program.printer
        self._print(lambda: printer.print_x(report, utility, offset), on_printed)

    def print_day(self, day: HallDay, on_printed: OnPrinted) -> None:
        """Print one snapshot of the hall's day."""
        signed_in = self._state.signed_in
        utility, offset = signed_in.utility, signed_in.offset_at(day.asked_at)
        counter, person = signed_in.counter.name, signed_in.person.full_name
        printer = self._program.printer
        self._print(lambda: printer.print_day(day, counter, person, utility, offset), on_printed)

    def print_cash(self, slip: CashSlip, on_printed: OnPrinted) -> None:
        """Print the slip of an act with cash besides payments."""
        signed_in = self._state.signed_in
        utility, offset = signed_in.utility, signed_in.offset_at(slip.stored_at)
        printer = self._program.printer
        self._print_due(slip.number, lambda: printer.print_cash(slip, utility, offset), on_printed)

    def print_attempt(self, slip: AttemptSlip, on_printed: OnPrinted) -> None:
        """Print the slip of who came to pay and could not."""
        at, printer = self._at(slip.tried_at), self._program.printer
        self._print(lambda: printer.print_attempt(slip, *at), on_printed)

    def print_cheques(self, deposit: ChequeDeposit, on_printed: OnPrinted) -> None:
        """Print the list of cheques for the bank."""
        at, printer = self._at(deposit.listed_at), self._program.printer
        self._print(lambda: printer.print_cheques(deposit, *at), on_printed)

    def keep_cheques(self, deposit: ChequeDeposit, on_kept: Callable[[str], None]) -> None:
        """The list as an A4 page on this computer; where it lies, or ""."""
        at, keeper = self._at(deposit.listed_at), self._program.keeper
        operation = Operation(
            lambda: keeper.keep_cheques(deposit, *at), LaneName.PRINTER, name="keep_cheques"
        )
        self._tasks.run(operation, self, on_kept)

    def _at(self, moment: datetime) -> tuple[str, str, Utility, int]:
        """Office, counter, and what every paper of this time needs."""
        signed_in = self._state.signed_in
        counter = signed_in.counter
        return counter.office, counter.name, signed_in.utility, signed_in.offset_at(moment)

    def open_drawer(self, on_opened: OnPrinted) -> None:
        """Kick the drawer open, before any paper that waits."""
        self._print(self._program.printer.open_drawer, on_opened, urgent=True)

    def ask_printer(self) -> None:
        """Bring the printer's lamp up to date."""
        operation = Operation(self._program.printer.status, LaneName.PRINTER, latest="status")
        self._tasks.run(operation, self, self._state.set_printer)

    def _print_due(
        self, number: str, work: Callable[[], PrintResult], on_printed: OnPrinted
    ) -> None:
        """Without an end in the counter log the paper is offered at the next sign-in.

        `on_printed` hears nothing of it after another paper, `let_go` or `stop`.
        """
        left = self._program.left_papers
        self._in_front, self._never_came = number, False

        def print_and_write() -> PrintResult:
            result = work()
            if result.state is not PrintState.NOT_PRINTED:
                left.ended(number, result.state)
            return result

        def show(result: PrintResult) -> None:
            if number == self._in_front:
                self._never_came = result.state is PrintState.NOT_PRINTED
                on_printed(result)

        self._print(print_and_write, show)

    def _print(
        self, work: Callable[[], PrintResult], on_printed: OnPrinted, *, urgent: bool = False
    ) -> None:
        def show(result: PrintResult) -> None:
            self._state.set_printer(result.status)
            on_printed(result)

        self._tasks.run(Operation(work, LaneName.PRINTER, urgent=urgent), self, show)


def _written(_nothing: None) -> None:
    """Nothing on screen depends on it."""


def paper_sentence(result: PrintResult) -> tuple[str, Tone, str]:
    """What became of a paper: a lead, its tone, what to do."""
    translate = QCoreApplication.translate
    if result.state is PrintState.PRINTED:
        return translate("Papers", "Printed"), Tone.QUIET, ""
    if result.state is PrintState.NOT_KNOWN:
        return (
            translate("Papers", "Not known if it printed"),
            Tone.WARN,
            keyed(translate("Papers", "Look at the printer. F9 prints it again.")),
        )
    return fault_words(result.status.fault), Tone.WARN, fault_advice(result.status.fault)


def kept_sentence(path: str) -> tuple[str, str, Tone, str]:
    """What became of a page: a lead, its file in the counter's folder, a tone, an icon."""
    translate = QCoreApplication.translate
    if path:
        file = "/".join(Path(path).parts[-2:])
        return translate("Papers", "Kept as an A4 page"), file, Tone.QUIET, "receipt"
    lead = translate("Papers", "The page could not be kept")
    return (
        lead,
        translate("Papers", "Is the disk full? The report itself is stored."),
        Tone.WARN,
        "",
    )


def fault_words(fault: PrinterFault) -> str:
    """The printer's trouble in a few words; "Printer ready" without one."""
    translate = QCoreApplication.translate
    return {
        PrinterFault.NONE: translate("Papers", "Printer ready"),
        PrinterFault.OFFLINE: translate("Papers", "Printer offline"),
        PrinterFault.NO_PAPER: translate("Papers", "Printer out of paper"),
        PrinterFault.COVER_OPEN: translate("Papers", "Printer cover open"),
        PrinterFault.CUTTER: translate("Papers", "Printer cutter stuck"),
        PrinterFault.SILENT: translate("Papers", "Printer tells nothing"),
        PrinterFault.UNREACHABLE: translate("Papers", "Printer not found"),
    }[fault]


def fault_advice(fault: PrinterFault) -> str:
    """What to do about it."""
    translate = QCoreApplication.translate
    if fault is PrinterFault.NO_PAPER:
        return keyed(translate("Papers", "It is stored. Load a roll, close the lid, press F9."))
    if fault is PrinterFault.COVER_OPEN:
        return keyed(translate("Papers", "It is stored. Close the lid, press F9."))
    return keyed(translate("Papers", "It is stored. See to the printer, then press F9."))
