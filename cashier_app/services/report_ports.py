"""What reading the books needs from the outside world, as `services.ports` says it of the rest."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Protocol

from cashier_app.domain.bill_run import OnStep
from cashier_app.domain.books import CheckedBooks
from cashier_app.domain.payments import Receipt
from cashier_app.domain.reports import Report, ReportKind, ReportOrder
from cashier_app.domain.utility import Utility


class PaperPicture(Protocol):
    """A receipt's paper to look at; nothing is printed or counted."""

    def __call__(self, receipt: Receipt, utility: Utility, offset_minutes: int) -> bytes:
        """A PNG. Slow: off the GUI thread."""
        ...


class ReportGateway(Protocol):
    """The books of one person who may read them."""

    def run(self, kind: ReportKind, order: ReportOrder) -> Report:
        """One report, read in one statement of the database."""
        ...

    def stop(self) -> None:
        """End what `run` reads now, if it does; from any thread, without waiting."""
        ...

    def lock_period(self, to_day: date, reason: str) -> None:
        """Nothing is posted up to this day any more."""
        ...


class ReportFiles(Protocol):
    """Where this computer keeps reports as files. Raises Refused (cannot_save)."""

    def save(self, report: Report, ending: str) -> Path:
        """As pdf, xlsx, csv or json; where it lies now."""
        ...

    def save_as(self, name: str, content: bytes) -> Path:
        """Any other file."""
        ...


class BookChecker(Protocol):
    """The verification of the whole database.

    `on_step` hears at each statement what is looked at, how many steps are done, of how many;
    what it raises ends the work.
    """

    def check(self, on_step: OnStep) -> CheckedBooks:
        """Look; changes nothing. Raises Refused (cannot_look)."""
        ...

    def pack(self, from_day: date, to_day: date, on_step: OnStep) -> bytes:
        """A ZIP file with the verification and the books of these days."""
        ...
