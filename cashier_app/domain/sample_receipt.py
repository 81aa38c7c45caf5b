"""A made-up receipt that shows every line a receipt can have, for looking at its design."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from cashier_app.domain.payments import Receipt, ReceiptLine, ReceiptTender, TenderKind
from cashier_app.domain.utility import CounterIdentity

_ZERO = Decimal(0)
_CODE = f"SAMPLE-{'NOT-A-RECEIPT-' * 9}"
"""About as long as a real one; no counter takes it for a receipt's."""


def sample_receipt(counter: CounterIdentity, person: str, now: datetime) -> Receipt:
    """As `counter` would print it; `now` is UTC. Its code is none."""
    lines = (
        _line("26101182", date(2026, 10, 1), date(2026, 10, 31), "1259.50", late="42.50"),
        _line("26111182", date(2026, 11, 1), date(2026, 11, 30), "998.00"),
    )
    total = sum((line.amount for line in lines), _ZERO)
    received = Decimal(2500)
    return Receipt(
        entry_id=0,
        kind="payment",
        number=f"{counter.code}-000000",
        request_id=UUID(int=0),
        counter_code=counter.code,
        counter_name=counter.name,
        office=counter.office,
        cashier=person,
        stored_at=now,
        business_date=now.date(),
        account_no="0000-0000-00",
        customer_name="Sample Customer",
        address="14 Sample Road, Ward 6",
        meter_no="00-000000",
        lines=lines,
        tenders=(ReceiptTender(TenderKind.CASH, received, received - total),),
        credit_used=_ZERO,
        credit_made=_ZERO,
        rounding=_ZERO,
        total=total,
        received=received,
        change=received - total,
        account_due_after=_ZERO,
        credit_after=_ZERO,
        hash=b"",
        qr_text=_CODE,
    )


def _line(bill_no: str, start: date, end: date, amount: str, late: str = "0") -> ReceiptLine:
    return ReceiptLine(
        title="",
        period_from=start,
        period_to=end,
        bill_no=bill_no,
        account_no="0000-0000-00",
        customer_name="Sample Customer",
        amount=Decimal(amount),
        paper_total=Decimal(amount) - Decimal(late),
        late_charge=Decimal(late),
        late_since=date(2026, 11, 12) if Decimal(late) else None,
        discount=_ZERO,
        left=_ZERO,
    )
