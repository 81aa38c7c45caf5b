"""What the office's services need from the outside world; see ports.py."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from cashier_app.domain.accounts import Supply
from cashier_app.domain.bill_office import Instalment, Notices, NoticesLook, ToDisconnect
from cashier_app.domain.bill_papers import BillPaper, Sheet, Statement
from cashier_app.domain.bill_run import OnStep, Run, RunDesk, RunOrder, RunPreview
from cashier_app.domain.tariff_book import TariffKept, VersionTaken
from cashier_app.domain.tariffs import Tariff
from cashier_app.domain.utility import Utility


class TariffGateway(Protocol):
    """Tariffs as they are kept."""

    def kept(self) -> tuple[TariffKept, ...]: ...

    def tariff(self, code: str) -> Tariff:
        """All versions; raises Refused("no_such_tariff")."""
        ...

    def text(self, code: str) -> str:
        """All versions as one file; raises Refused("no_such_tariff")."""
        ...

    def take_in(self, text: str, *, only_look: bool = False) -> tuple[VersionTaken, ...]:
        """Keep the versions of a file, or say what would be kept.

        Raises TariffRefused, and Refused: no_right, tariff_other_currency, tariff_without_day,
        tariff_in_billed_period.
        """
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


class DisconnectionGateway(Protocol):
    """The disconnection list. Every method raises Refused, Busy or Unavailable."""

    def to_disconnect(self, route: str = "", search: str = "") -> tuple[ToDisconnect, ...]: ...

    def give_notices(self, notices: Notices) -> int: ...

    def look_at_notices(self, notices: Notices) -> NoticesLook: ...

    def set_supply(self, connection_no: str, supply: Supply, reason: str) -> None: ...


class BillPaperGateway(Protocol):
    """What is printed. Every method raises Refused, Busy or Unavailable."""

    def bill(self, bill_no: str) -> BillPaper:
        """One issued bill. Refused: no_such_bill, not_allowed."""
        ...

    def route(self, route: str, month: date) -> tuple[BillPaper, ...]:
        """Those whose period ended in `month`. Refused: no_such_route, no_bills, not_allowed."""
        ...

    def statement(self, account_no: str, first: date, last: date) -> Statement:
        """Every posting between two days. Refused: no_such_account, bad_period."""
        ...


class BillDrawing(Protocol):
    """Bills and statements as PDF. Slow: off the GUI thread."""

    def bills(self, papers: Iterable[BillPaper], utility: Utility, sheet: Sheet) -> bytes: ...

    def statement(self, statement: Statement, utility: Utility) -> bytes: ...


class BillRunGateway(Protocol):
    """Bill runs. Every method raises Refused, Busy or Unavailable."""

    def desk(self) -> RunDesk: ...

    def open_run(self, order: RunOrder) -> Run: ...

    def price(self, run: Run, on_step: OnStep) -> RunPreview: ...

    def issue(self, run: Run, on_step: OnStep) -> Run: ...

    def drop(self, run: Run) -> None: ...
