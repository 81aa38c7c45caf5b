"""What the printers' screen needs of the printers."""

from __future__ import annotations

from typing import Protocol

from cashier_app.domain.printing import FoundPrinter, PrinterModel, PrinterStatus, PrintResult
from cashier_app.settings import PrinterChoice


class PrinterDesk(Protocol):
    """Finds printers, tries them, takes one into use. On the printer lane only.

    Only `use` raises.
    """

    def chosen(self) -> PrinterChoice: ...

    def found(self) -> tuple[FoundPrinter, ...]: ...

    def models(self) -> tuple[PrinterModel, ...]: ...

    def status(self, choice: PrinterChoice) -> PrinterStatus: ...

    def print_trial(self, choice: PrinterChoice, counter: str, when: str) -> PrintResult:
        """The test page; `when` as it is printed."""
        ...

    def open_drawer(self, choice: PrinterChoice) -> PrintResult: ...

    def use(self, choice: PrinterChoice) -> None:
        """Keep it and print with it from the next paper on. Raises Refused("printer_not_kept")."""
        ...
