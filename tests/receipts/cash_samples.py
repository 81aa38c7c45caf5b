"""A slip of each kind of cash besides payments; an X before and after the count."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from cashier_app.domain.cheques import ChequeDeposit, DepositLine
from cashier_app.domain.drawer import CashKind, CashSlip
from cashier_app.domain.hall import HallDay, HallShift, OnTheWay
from cashier_app.domain.shifts import Pieces, XReport
from tests.receipts.samples import MOVED, MOVEMENTS, ZERO, Z, amount

PAID_OUT = CashSlip(
    entry_id=30000000041,
    number="03-M-0007",
    hash=bytes.fromhex("ab12" + "33" * 30),
    kind=CashKind.PAID_OUT,
    amount=amount("-620.50"),
    reason="Stamps and envelopes for the notices of ward 6",
    counter_code="03",
    counter_name="Counter 3",
    office="Main Street office, hall A",
    person="Amina R.",
    stored_at=datetime(2026, 11, 23, 6, 30, tzinfo=UTC),
    business_date=date(2026, 11, 23),
    approved_by="Tomas Okoye",
)


CHEQUES = ChequeDeposit(
    7,
    "Central Bank, Main Street",
    datetime(2026, 11, 23, 10, 5, tzinfo=UTC),
    "Tomas Okoye",
    (
        DepositLine(
            "Riverside Farmers and Traders Cooperative Bank", "00451207", date(2026, 11, 20),
            amount("959.50"), ("03-000123", "03-000124"),
        ),
        DepositLine("City Bank", "4512", date(2026, 11, 23), amount("250"), ("03-000131",)),
    ),
)  # fmt: skip


def slip(kind: CashKind, money: str, reason: str = "", **changes: object) -> CashSlip:
    base = replace(PAID_OUT, kind=kind, amount=amount(money), reason=reason, approved_by="")
    return replace(base, **changes)  # type: ignore[arg-type]


SLIPS = {
    "paid-in": slip(CashKind.PAID_IN, "300", "Found behind the drawer"),
    "paid-out": PAID_OUT,
    "drop": slip(CashKind.DROP, "-20000"),
    "drop-copy": slip(CashKind.DROP, "-20000", copy_no=1),
    "exchange": slip(
        CashKind.CHANGE,
        "0",
        pieces=(Pieces(amount("1000"), -2), Pieces(amount("100"), 15), Pieces(amount("50"), 10)),
    ),
    "no-sale": slip(CashKind.NO_SALE, "0", "A pen fell in"),
    "handover": slip(CashKind.HANDOVER, "-1000", "Change for noon", other_person="Bina Roy"),
    "received": slip(CashKind.RECEIVED, "1000", other_person="Bina Roy"),
    "returned": slip(CashKind.RETURNED, "1000", other_person="Bina Roy"),
    "check": slip(
        CashKind.CHECK,
        "-40",
        "Monthly",
        other_person="Amina R.",
        number="03-C-0001",
        person="Lata Iyer",
        counted=amount("43210.50"),
        expected=amount("43250.50"),
        pieces=(Pieces(amount("1000"), 43), Pieces(amount("10"), 21), Pieces(amount("0.5"), 1)),
    ),
    "safe-count": slip(
        CashKind.SAFE_COUNT,
        "-500",
        "One note missing",
        number="03-S-0004",
        held=amount("181500"),
        pieces=(Pieces(amount("1000"), 181), Pieces(amount("500"), 1)),
    ),
    "deposit": slip(
        CashKind.SAFE_DEPOSIT,
        "-150000",
        number="03-S-0005",
        held=amount("31500"),
        bag_no="KX 44 108",
        bank="City Bank, Canal Road, account 110-220-330",
        pieces=(Pieces(amount("1000"), 150),),
    ),
}
X_OPEN = XReport(
    shift_id=Z.shift_id,
    counter_code=Z.counter_code,
    counter_name=Z.counter_name,
    office=Z.office,
    cashier=Z.cashier,
    business_date=Z.business_date,
    opened_at=Z.opened_at,
    asked_at=datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
    state="open",
    float_amount=Z.float_amount,
    cash_taken=None,
    movements=MOVEMENTS,
    expected=None,
    receipts=Z.receipts,
    first_receipt=Z.first_receipt,
    last_receipt=Z.last_receipt,
    undos=1,
    undone_amount=Z.undone_amount,
    reversals=0,
    reversed_amount=ZERO,
    reprints=2,
    drawer_openings=1,
    grand_total=None,
    tenders=Z.tenders[1:],
    moved=MOVED,
)
X_FULL = replace(
    X_OPEN,
    cash_taken=Z.cash_taken,
    expected=Z.expected + MOVEMENTS,
    grand_total=Z.grand_total,
    tenders=Z.tenders,
)
DAY = HallDay(
    office=Z.office,
    day=Z.business_date,
    is_today=True,
    asked_at=datetime(2026, 11, 23, 11, 30, tzinfo=UTC),
    drawer_limit=ZERO,
    shifts=(
        HallShift(
            shift_id=1, counter_code="03", counter="Counter 3", cashier="Amina Rahman", user_id=1,
            business_date=Z.business_date, opened_at=Z.opened_at, counted_at=Z.closed_at,
            closed_at=None, state="counting", receipts=118, undos=1, float_amount=amount("2000"),
            expected=amount("43250.50"), drawer=amount("43250.50"), counted=amount("43210.50"),
            difference=amount("-40"), decided=False, outcome="", cash=amount("41250.50"),
            card=ZERO, cheque=amount("8800"),
        ),
        HallShift(
            shift_id=2, counter_code="01", counter="Counter 1", cashier="Lena Ortiz", user_id=2,
            business_date=Z.business_date, opened_at=Z.opened_at, counted_at=None, closed_at=None,
            state="open", receipts=3, undos=0, float_amount=amount("2000"),
            expected=amount("2300"), drawer=amount("2300"), counted=None, difference=None,
            decided=False, outcome="", cash=amount("300"), card=amount("120"), cheque=ZERO,
        ),
    ),
    hours=(),
    receipts=121,
    cancelled=1,
    tendered=amount("50470.50"),
    cancelled_amount=amount("-860"),
    allocated=amount("50000.50"),
    credit=amount("470"),
    rounding=ZERO,
    safe_held=amount("181500"),
    safe_lines=amount("181500"),
    differences=(),
    unsettled=(),
    on_the_way=(OnTheWay(7, amount("100"), "Lena Ortiz", "Amina Rahman", Z.opened_at),),
)  # fmt: skip
