"""Accounts and receipts for the payment screens' tests: the people of the design's pictures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from cashier_app.domain.accounts import (
    AccountOpened,
    BillLine,
    ConsumptionMonth,
    OpenBill,
    PastBill,
    PastPayment,
    Posting,
    Supply,
)
from cashier_app.domain.money import Currency
from cashier_app.domain.payments import Receipt, ReceiptLine, ReceiptTender, TenderKind
from cashier_app.domain.utility import Denomination

ZERO = Decimal("0")
RUPEES = Currency("NPR", "Rs", 2)
TODAY = date(2026, 11, 23)
NOTES = tuple(
    Denomination(Decimal(value), note=Decimal(value) >= 5)
    for value in ("1000", "500", "100", "50", "20", "10", "5", "2", "1", "0.5")
)


def local(moment: datetime) -> datetime:
    return (moment + timedelta(minutes=345)).replace(tzinfo=None)


def line(label: str, amount: str) -> BillLine:
    return BillLine(label, "energy", None, "", None, Decimal(amount))


def bill(bill_id: int, due: str, **changes: object) -> OpenBill:
    base = OpenBill(
        bill_id=bill_id,
        bill_no=f"2610{bill_id:04d}",
        account_id=1,
        account_no="4410-0297-61",
        customer_name="Karuna Sharma",
        kind="period",
        title="",
        period_from=date(2026, 11, 1),
        period_to=date(2026, 11, 30),
        issued_on=date(2026, 11, 18),
        due_on=date(2026, 12, 9),
        total=Decimal(due),
        balance=Decimal(due),
        due=Decimal(due),
        version=1,
        discount=ZERO,
        discount_until=None,
        kwh=Decimal(149),
        reading=Decimal(24647),
        paid_so_far=ZERO,
        lines=(line("Energy", due),),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


OCTOBER = bill(
    1,
    "1259.50",
    total=Decimal("1217.00"),
    period_from=date(2026, 10, 1),
    period_to=date(2026, 10, 31),
    issued_on=date(2026, 10, 20),
    due_on=date(2026, 11, 11),
    kwh=Decimal(188),
    reading=Decimal(24498),
    lines=(
        line("Energy, first 100 kWh at 5.00", "500.00"),
        line("Energy, next 88 kWh at 6.50", "572.00"),
        line("Fixed charge, 5 kVA", "71.40"),
        line("Meter rent", "20.00"),
        line("Electricity duty, 5 % of energy", "53.60"),
    ),
    postings=(Posting("late_charge", Decimal("42.50"), date(2026, 11, 12), "Late charge"),),
)
FEE = bill(
    2,
    "260.00",
    title="Meter test fee",
    kind="fee",
    kwh=None,
    reading=None,
    period_from=None,
    period_to=None,
    issued_on=date(2026, 11, 2),
    due_on=date(2026, 12, 2),
    lines=(line("Meter test fee", "260.00"),),
)
NOVEMBER = bill(3, "998.00")
UNITS = (164, 171, 158, 172, 196, 231, 252, 247, 226, 203, 188, 149)


def _month(number: int) -> date:
    year, month = divmod(11 + number, 12)
    return date(2025 + year, month + 1, 28)


def account(*bills: OpenBill, **changes: object) -> AccountOpened:
    base = AccountOpened(
        account_id=1,
        account_no="4410-0297-61",
        customer_name="Karuna Sharma",
        kind="home",
        address="14 Canal Road, Ward 6",
        meter_no="88-104523",
        phone="",
        supply=Supply.ON,
        disconnect_on=None,
        supply_minimum=ZERO,
        cash_only=False,
        instruction="",
        credit=ZERO,
        credit_since=None,
        account_version=1,
        bills=bills,
        past_bills=tuple(
            PastBill(100 + n, f"26{n:06d}", "", _month(n), _month(n), Decimal(1000 + n), "paid")
            for n in range(9, -1, -1)
        ),
        consumption=tuple(
            ConsumptionMonth(
                _month(n),
                Decimal(kwh),
                estimated=False,
                bill_id=(1 if n == 10 else 3 if n == 11 else 100 + n),
            )
            for n, kwh in enumerate(UNITS)
        ),
        payments=(
            payment("01-000188", date(2026, 9, 14), "1540.00", "Counter 1"),
            payment("03-000071", date(2026, 8, 12), "1512.50", "Counter 3"),
            payment("03-000204", date(2026, 7, 15), "1655.00", "Counter 3"),
        ),
        paid_this_year=Decimal("14806.00"),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def payment(number: str, day: date, amount: str, counter: str) -> PastPayment:
    stored = datetime(day.year, day.month, day.day, 4, 57, tzinfo=UTC)
    return PastPayment(9, number, stored, day, "cash", counter, "Rana Das", Decimal(amount), False)


KARUNA = account(OCTOBER, FEE, NOVEMBER, credit=Decimal("200.00"), credit_since=date(2026, 9, 14))
FACTORY = account(
    bill(
        50,
        "1284930.00",
        account_id=5,
        account_no="9902-0007-13",
        customer_name="Karimpur Sheet Metal and Galvanising Works Private Limited",
        kwh=Decimal(98214),
    ),
    account_id=5,
    account_no="9902-0007-13",
    customer_name="Karimpur Sheet Metal and Galvanising Works Private Limited",
    kind="factory",
    address="Plot 41 to 46, Riverside Industrial Estate, Phase II, Ward 11",
    meter_no="HT-000418",
)


def neighbour(number: int, due: str = "846.00") -> AccountOpened:
    """One of many accounts with one bill each."""
    bill_id = 1000 + number
    name = f"Neighbour {number}"
    one = bill(
        bill_id, due, account_id=bill_id, account_no=f"4410-{number:04d}-00", customer_name=name
    )
    return account(one, account_id=bill_id, account_no=one.account_no, customer_name=name)


def receipt(received: str, change: str, **changes: object) -> Receipt:
    """A stored receipt over the three bills of Karuna Sharma."""
    base = Receipt(
        entry_id=47,
        kind="payment",
        number="03-000123",
        request_id=UUID("01939b6e-3f00-7000-8000-0000007f3a9c"),
        counter_code="03",
        counter_name="Counter 3",
        office="Main Street office",
        cashier="Amina Rahman",
        stored_at=datetime(2026, 11, 23, 4, 57, 31, tzinfo=UTC),
        business_date=TODAY,
        account_no="4410-0297-61",
        customer_name="Karuna Sharma",
        address="14 Canal Road, Ward 6",
        meter_no="88-104523",
        lines=(receipt_line("1259.50"), receipt_line("260.00"), receipt_line("998.00")),
        tenders=(ReceiptTender(TenderKind.CASH, Decimal(received), Decimal(change)),),
        credit_used=Decimal("200.00"),
        credit_made=ZERO,
        rounding=ZERO,
        total=Decimal(received) - Decimal(change),
        received=Decimal(received),
        change=Decimal(change),
        account_due_after=ZERO,
        credit_after=ZERO,
        hash=bytes(32),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def receipt_line(amount: str) -> ReceiptLine:
    return ReceiptLine(
        title="Meter test fee",
        period_from=None,
        period_to=None,
        bill_no="26100001",
        account_no="4410-0297-61",
        customer_name="Karuna Sharma",
        amount=Decimal(amount),
        paper_total=Decimal(amount),
        late_charge=ZERO,
        late_since=None,
        discount=ZERO,
        left=ZERO,
    )
