"""The office's acts on one account's bills: corrections, credit notes, fees, instalments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from cashier_app.domain.bill_office import Instalment
from cashier_app.services.office_ports import BillOfficeGateway


@dataclass(frozen=True, slots=True)
class AdjustBill:
    """`amount` is signed: below zero, less is owed. `version` is the bill's as it was looked at."""

    request_id: UUID
    bill_no: str
    version: int
    amount: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class CancelBill:
    """Take an unpaid bill back by a credit note."""

    request_id: UUID
    bill_no: str
    version: int
    reason: str


@dataclass(frozen=True, slots=True)
class IssueFee:
    """Bill a service."""

    request_id: UUID
    account_no: str
    title: str
    amount: Decimal
    due_on: date


@dataclass(frozen=True, slots=True)
class AgreePlan:
    """Instalments for everything that the account owes."""

    request_id: UUID
    account_no: str
    parts: tuple[Instalment, ...]
    note: str


class BillOfficeService:
    """In the lane "reports". The same request again does nothing twice.

    Every method raises Refused, Busy or Unavailable; a right with a limit is checked by the
    database.
    """

    def __init__(self, gateway: BillOfficeGateway) -> None:
        self._gateway = gateway

    def adjust(self, act: AdjustBill) -> None:
        """Post a signed correction.

        Refused: bill_changed, bill_given_back, below_zero, above_limit, no_right.
        """
        self._gateway.adjust(act.request_id, act.bill_no, act.version, act.amount, act.reason)

    def cancel(self, act: CancelBill) -> None:
        """Take a bill back.

        Refused: bill_changed, bill_has_payments, bill_given_back, credit_spent, above_limit,
        no_right.
        """
        self._gateway.cancel(act.request_id, act.bill_no, act.version, act.reason)

    def issue_fee(self, act: IssueFee) -> str:
        """The number of the fee's bill."""
        return self._gateway.issue_fee(
            act.request_id, act.account_no, act.title, act.amount, act.due_on
        )

    def agree_plan(self, act: AgreePlan) -> int:
        """The plan's key. Refused: plan_differs, plan_runs_already, nothing_due."""
        return self._gateway.agree_plan(act.request_id, act.account_no, act.parts, act.note)
