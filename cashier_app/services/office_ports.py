"""What the office's services need from the outside world; see ports.py."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Protocol
from uuid import UUID

from cashier_app.domain.bill_office import Instalment
from cashier_app.domain.bill_run import OnStep, Run, RunDesk, RunOrder, RunPreview
from cashier_app.domain.books import CheckedBooks
from cashier_app.domain.reports import Report, ReportKind, ReportOrder
from cashier_app.domain.tariff_book import TariffKept
from cashier_app.domain.tariffs import Tariff


class TariffGateway(Protocol):
    """Tariffs as they are kept."""

    def kept(self) -> tuple[TariffKept, ...]: ...

    def tariff(self, code: str) -> Tariff:
        """All versions; raises Refused("no_such_tariff")."""
        ...


class BillOfficeGateway(Protocol):
    """The office's acts on bills. Every method raises Refused, Busy or Unavailable."""

    def adjust(
        self, request_id: UUID, bill_no: str, version: int, amount: Decimal, reason: str
    ) -> int: ...

    def cancel(self, request_id: UUID, bill_no: str, version: int, reason: str) -> int: ...

    def issue_fee(
        self, request_id: UUID, account_no: str, title: str, amount: Decimal, due_on: date
    ) -> str: ...

    def agree_plan(
        self, request_id: UUID, account_no: str, parts: Sequence[Instalment], note: str
    ) -> int: ...


class BillRunGateway(Protocol):
    """Bill runs. Every method raises Refused, Busy or Unavailable."""

    def desk(self) -> RunDesk: ...

    def open_run(self, order: RunOrder) -> Run: ...

    def price(self, run: Run, on_step: OnStep) -> RunPreview: ...

    def issue(self, run: Run, on_step: OnStep) -> Run: ...

    def drop(self, run: Run) -> None: ...


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
