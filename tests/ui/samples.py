"""Rows for the screens' tests."""

from __future__ import annotations

from decimal import Decimal

from cashier_app.domain.accounts import FoundAccount, Supply


def account(
    account_id: int,
    name: str,
    number: str,
    due: str,
    *,
    overdue_bills: int = 0,
    supply: Supply = Supply.ON,
) -> FoundAccount:
    return FoundAccount(
        account_id=account_id,
        account_no=number,
        customer_name=name,
        kind="home",
        address="14 Canal Road, Ward 6",
        meter_no=f"88-10452{account_id}",
        phone="",
        due=Decimal(due),
        open_bills=1,
        overdue_bills=overdue_bills,
        supply=supply,
        high_tension=False,
    )
