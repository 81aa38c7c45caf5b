"""What the services need of paper: the receipt printer, and pages kept on this computer."""

from __future__ import annotations

from typing import Protocol

from cashier_app.domain.attempts import AttemptSlip
from cashier_app.domain.cheques import ChequeDeposit
from cashier_app.domain.drawer import CashSlip
from cashier_app.domain.hall import HallDay
from cashier_app.domain.payments import Receipt
from cashier_app.domain.printing import PrinterStatus, PrintResult, UnconfirmedSlip
from cashier_app.domain.shifts import XReport, ZReport
from cashier_app.domain.utility import Utility


class PaperPrinter(Protocol):
    """The receipt printer and its drawer. Never raises; never called on the GUI thread."""

    def print_receipt(self, receipt: Receipt, utility: Utility, offset_minutes: int) -> PrintResult:
        """Original or COPY n, by `receipt.copy_no`. Local time is UTC + offset_minutes."""
        ...

    def print_z(self, report: ZReport, utility: Utility, offset_minutes: int) -> PrintResult: ...

    def print_x(self, report: XReport, utility: Utility, offset_minutes: int) -> PrintResult: ...

    def print_day(
        self, day: HallDay, counter: str, person: str, utility: Utility, offset_minutes: int
    ) -> PrintResult:
        """One snapshot of a hall's day; `counter` prints it, `person` signs it."""
        ...

    def print_cash(self, slip: CashSlip, utility: Utility, offset_minutes: int) -> PrintResult:
        """Original or COPY n, by `slip.copy_no`."""
        ...

    def print_cheques(
        self,
        deposit: ChequeDeposit,
        office: str,
        counter: str,
        utility: Utility,
        offset_minutes: int,
    ) -> PrintResult:
        """The list of cheques that goes to the bank; `counter` of `office` prints it."""
        ...

    def print_slip(
        self, slip: UnconfirmedSlip, utility: Utility, offset_minutes: int
    ) -> PrintResult: ...

    def print_attempt(
        self, slip: AttemptSlip, office: str, counter: str, utility: Utility, offset_minutes: int
    ) -> PrintResult:
        """The slip of who came to pay and could not."""
        ...

    def draw_ahead(self) -> bool:
        """Draw a little of what receipts need, a few ms; False when nothing is left.

        A paper then takes half the time, and comes the same without it.
        """
        ...

    def open_drawer(self) -> PrintResult: ...

    def status(self) -> PrinterStatus: ...


class PaperKeeper(Protocol):
    """Keeps papers as pages on this computer. Never raises; never on the GUI thread."""

    def keep_z(self, report: ZReport, utility: Utility, offset_minutes: int) -> str:
        """The Z as an A4 page; where it lies, or "" where it could not be kept."""
        ...

    def keep_cheques(
        self,
        deposit: ChequeDeposit,
        office: str,
        counter: str,
        utility: Utility,
        offset_minutes: int,
    ) -> str:
        """The list of cheques for the bank as an A4 page."""
        ...
