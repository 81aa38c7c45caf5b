"""A bulk payer's list of accounts: what each line pays, and the receipts that makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cashier_app.domain.accounts import OpenBill
from cashier_app.domain.allocation import Basket, plan_payment
from cashier_app.domain.money import ZERO
from cashier_app.domain.outside import RefusedLine
from cashier_app.domain.payment_files import ListedAccount
from cashier_app.domain.payments import (
    AllocationOrder,
    Cheque,
    TenderKind,
    TenderOrder,
)


@dataclass(frozen=True, slots=True)
class ListedAccountFound:
    """An account of the list with its open bills."""

    account_id: int
    account_no: str
    customer_name: str
    credit: Decimal
    cash_only: bool
    bills: tuple[OpenBill, ...]


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line that can be paid."""

    line: int
    account: ListedAccountFound
    amount: Decimal

    @property
    def basket(self) -> Basket:
        """The line as a receipt of its own; its credit stays where it is."""
        return Basket(self.account.account_id, self.account.bills)


@dataclass(frozen=True, slots=True)
class BulkList:
    """A list as it can be paid now."""

    lines: tuple[ListLine, ...]
    refused: tuple[RefusedLine, ...]

    @property
    def total(self) -> Decimal:
        """What the one cheque, or the cash, must make."""
        return sum((line.amount for line in self.lines), ZERO)


def match_list(
    listed: Iterable[ListedAccount],
    found: Mapping[str, ListedAccountFound],
    refused: Iterable[RefusedLine],
    *,
    by_cheque: bool,
) -> BulkList:
    """Each line beside its account, or refused: unknown, nothing due, more than due, cash only."""
    lines: list[ListLine] = []
    rest = list(refused)
    for item in listed:
        account = found.get(item.account_no)
        code = _fault(item, account, by_cheque=by_cheque)
        if account is None or code:
            rest.append(RefusedLine(item.line, code, item.account_no))
        else:
            due = sum((bill.due for bill in account.bills), ZERO)
            amount = due if item.amount is None else item.amount
            lines.append(ListLine(item.line, account, amount))
    rest.sort(key=lambda line: line.line)
    return BulkList(tuple(lines), tuple(rest))


def _fault(item: ListedAccount, account: ListedAccountFound | None, *, by_cheque: bool) -> str:
    if account is None:
        return "no_such_account"
    if by_cheque and account.cash_only:
        return "cash_only"
    due = sum((bill.due for bill in account.bills), ZERO)
    if due == 0:
        return "nothing_due"
    return "more_than_due" if item.amount is not None and item.amount > due else ""


def allocations_of(lines: Iterable[ListLine]) -> tuple[AllocationOrder, ...]:
    """Every line settles its own account, oldest first."""
    return tuple(
        allocation
        for line in lines
        for allocation in plan_payment(line.basket, line.amount, part=True).allocations
    )


@dataclass(frozen=True, slots=True)
class BulkMoney:
    """What pays a whole list: a cheque over its total or more, or cash with change."""

    cheque: Cheque | None = None
    cash: Decimal = ZERO

    def for_all(self, total: Decimal) -> TenderOrder:
        """One receipt's tender. Raises ValueError when it is not enough."""
        if self.cheque is not None:
            if self.cheque.face_amount < total:
                raise ValueError("the cheque is over less")
            return TenderOrder(TenderKind.CHEQUE, total, cheque=self.cheque)
        if self.cash < total:
            raise ValueError("not enough cash")
        return TenderOrder(TenderKind.CASH, self.cash, self.cash - total)

    def for_part(self, amount: Decimal) -> TenderOrder:
        """A receipt's tender when each line has its own: its part of the money."""
        if self.cheque is not None:
            return TenderOrder(TenderKind.CHEQUE, amount, cheque=self.cheque)
        return TenderOrder(TenderKind.CASH, amount)
