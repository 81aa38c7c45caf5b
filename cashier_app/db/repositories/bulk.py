"""The accounts of a bulk payer's list, with what is open on them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from cashier_app.db.connection import CounterConnection, Row
from cashier_app.db.repositories.rows import amount
from cashier_app.domain.accounts import OpenBill
from cashier_app.domain.bulk import ListedAccountFound

_AT_ONCE = 200


class BulkRepository:
    """services.tender_ports.BulkGateway over a stored procedure."""

    def __init__(self, connection: CounterConnection) -> None:
        self._connection = connection

    def open_accounts(self, numbers: Sequence[str]) -> tuple[ListedAccountFound, ...]:
        """The accounts that exist; a round trip for each 200."""
        return tuple(self._found(numbers))

    def _found(self, numbers: Sequence[str]) -> Iterator[ListedAccountFound]:
        for start in range(0, len(numbers), _AT_ONCE):
            asked = json.dumps(numbers[start : start + _AT_ONCE])
            accounts, bills = self._connection.read("list_accounts", asked)
            of_account: dict[int, list[Row]] = defaultdict(list)
            for row in bills:
                of_account[row["account_id"]].append(row)
            for head in accounts:
                yield ListedAccountFound(
                    account_id=head["account_id"],
                    account_no=head["account_no"],
                    customer_name=head["customer_name"],
                    credit=head["credit"],
                    cash_only=bool(head["cash_only"]),
                    bills=tuple(_bill(head, row) for row in of_account[head["account_id"]]),
                )


def _bill(head: Row, row: Row) -> OpenBill:
    due = amount(row["due"])
    return OpenBill(
        bill_id=row["bill_id"],
        bill_no=row["bill_no"],
        account_id=row["account_id"],
        account_no=head["account_no"],
        customer_name=head["customer_name"],
        kind=row["kind"],
        title=row["title"],
        period_from=row["period_from"],
        period_to=row["period_to"],
        issued_on=row["issued_on"],
        due_on=row["due_on"],
        total=row["total"],
        balance=row["balance"],
        due=due,
        version=row["version"],
        discount=row["balance"] - due,
        discount_until=row["discount_until"],
        kwh=row["kwh"],
        reading=None,
        paid_so_far=Decimal(0),
    )
