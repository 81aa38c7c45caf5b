"""Open bills for tests that need no database."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from cashier_app.domain.accounts import OpenBill


def open_bill(
    *, bill_id: int, account_id: int, balance: Decimal, due: Decimal, due_on: date
) -> OpenBill:
    """A fee bill with an open discount of `balance` less `due`."""
    return OpenBill(
        bill_id=bill_id,
        bill_no=f"99{bill_id:06d}",
        account_id=account_id,
        account_no=f"4{account_id:08d}",
        customer_name="Karuna Sharma",
        kind="fee",
        title="Meter test fee",
        period_from=None,
        period_to=None,
        issued_on=due_on - timedelta(days=20),
        due_on=due_on,
        total=balance,
        balance=balance,
        due=due,
        version=0,
        discount=balance - due,
        discount_until=due_on if balance > due else None,
        kwh=None,
        reading=None,
        paid_so_far=Decimal(0),
    )
