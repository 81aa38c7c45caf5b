"""A bulk payer's list of accounts, paid at the counter by one cheque or in cash."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

from cashier_app.domain.bulk import (
    BulkList,
    BulkMoney,
    ListLine,
    allocations_of,
    match_list,
)
from cashier_app.domain.money import Currency
from cashier_app.domain.payment_files import read_account_list
from cashier_app.domain.payments import TakePayment, TenderOrder
from cashier_app.services.ports import Clock
from cashier_app.services.tender_ports import BulkGateway


class BulkService:
    """Reads a list, then makes the order of one receipt for it, or of one for each line."""

    def __init__(
        self,
        gateway: BulkGateway,
        clock: Clock,
        new_request_id: Callable[[], UUID],
    ) -> None:
        self._gateway = gateway
        self._clock = clock
        self._new_request_id = new_request_id

    def read(self, data: bytes, currency: Currency, *, by_cheque: bool) -> BulkList:
        """What can be paid now, and every other line with its reason. Raises Refused: bad_file."""
        listed, refused = read_account_list(data, currency)
        found = self._gateway.open_accounts([item.account_no for item in listed])
        by_number = {account.account_no: account for account in found}
        return match_list(listed, by_number, refused, by_cheque=by_cheque)

    def order_for_all(
        self, lines: tuple[ListLine, ...], money: BulkMoney, shift_id: int
    ) -> TakePayment:
        """One receipt for every line, headed by the first. Raises ValueError: not this money."""
        total = sum((line.amount for line in lines), Decimal(0))
        return self._order(lines, money.for_all(total), shift_id)

    def order_for_line(self, line: ListLine, money: BulkMoney, shift_id: int) -> TakePayment:
        """A receipt of one line's own, paid with its part of the money."""
        return self._order((line,), money.for_part(line.amount), shift_id)

    def _order(
        self, lines: tuple[ListLine, ...], tender: TenderOrder, shift_id: int
    ) -> TakePayment:
        return TakePayment(
            request_id=self._new_request_id(),
            shift_id=shift_id,
            account_id=lines[0].account.account_id,
            allocations=allocations_of(lines),
            tenders=(tender,),
            credit_used=(),
            credit_made=Decimal(0),
            rounding=Decimal(0),
            taken_at=self._clock.now(),
        )
