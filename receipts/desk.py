"""The printer's desk: finds printers, tries them, and takes one into use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cashier_app.domain.errors import Refused
from cashier_app.domain.printing import FoundPrinter, PrinterModel, PrinterStatus, PrintResult
from cashier_app.settings import PrinterChoice, SettingsProblem
from receipts.discovery import found_printers
from receipts.models import models
from receipts.printers import PrinterKind, PrinterSettings, PrintMode, ReceiptPrinter
from receipts.trial_page import TrialWords

Save = Callable[[PrinterChoice], None]


class PrinterDesk:
    """services.office_ports.PrinterDesk over one `ReceiptPrinter`."""

    def __init__(
        self, printer: ReceiptPrinter, choice: PrinterChoice, save: Save | None = None
    ) -> None:
        """`save` keeps a choice for the next start; without it it holds until the end only."""
        self._printer, self._choice, self._save = printer, choice, save

    def chosen(self) -> PrinterChoice:
        """What is in use."""
        return self._choice

    def found(self) -> tuple[FoundPrinter, ...]:
        """What this computer has."""
        return found_printers()

    def models(self) -> tuple[PrinterModel, ...]:
        """What can be chosen by name."""
        return models()

    def status(self, choice: PrinterChoice) -> PrinterStatus:
        """Ask a printer, in use or not."""
        return _printer(choice).status()

    def print_trial(self, choice: PrinterChoice, counter: str, when: str) -> PrintResult:
        """The test page."""
        where = f"{choice.address}:{choice.port}" if choice.kind == "network" else choice.path
        return _printer(choice).print_trial(TrialWords(counter, f"{choice.kind} {where}", when))

    def open_drawer(self, choice: PrinterChoice) -> PrintResult:
        """Kick the drawer."""
        return _printer(choice).open_drawer()

    def use(self, choice: PrinterChoice) -> None:
        """Keep it in this computer's settings and print with it from the next paper on.

        Raises Refused("printer_not_kept") where the file cannot be written: nothing changes then.
        """
        settings = printer_settings(choice)
        if self._save is not None:
            try:
                self._save(choice)
            except (OSError, SettingsProblem) as error:
                raise Refused("printer_not_kept", {"why": str(error)}) from error
        self._printer.use(settings)
        self._choice = choice


def printer_settings(choice: PrinterChoice) -> PrinterSettings:
    """The printer of the settings file. Raises ValueError for a kind or width that is not known."""
    return PrinterSettings(
        kind=PrinterKind(choice.kind),
        address=choice.address,
        port=choice.port,
        path=Path(choice.path),
        width_dots=choice.width_dots,
        mode=PrintMode(choice.mode),
        profile=choice.profile,
        drawer_pin=choice.drawer_pin,
        cutter=choice.cutter,
        baud=choice.baud,
    )


def choice_of(settings: PrinterSettings) -> PrinterChoice:
    """The other way round."""
    is_path = settings.kind not in {PrinterKind.NETWORK, PrinterKind.NONE}
    return PrinterChoice(
        kind=settings.kind.value,
        address=settings.address,
        port=settings.port,
        path=str(settings.path) if is_path else "",
        width_dots=settings.width_dots,
        mode=settings.mode.value,
        profile=settings.profile,
        drawer_pin=settings.drawer_pin,
        cutter=settings.cutter,
        baud=settings.baud,
    )


def _printer(choice: PrinterChoice) -> ReceiptPrinter:
    return ReceiptPrinter(printer_settings(choice))
