"""Stored facts for the papers' tests: made-up people, amounts that add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cashier_app.domain.attempts import AttemptReason, AttemptSlip
from cashier_app.domain.money import Currency
from cashier_app.domain.payments import Receipt, ReceiptLine, ReceiptTender, TenderKind
from cashier_app.domain.printing import UnconfirmedSlip
from cashier_app.domain.queue import TakenTicket, TicketBill, TicketSlip
from cashier_app.domain.shifts import MovementTotal, Pieces, TenderTotal, ZReport
from cashier_app.domain.utility import Utility
from cashier_app.receipt_code import sign_receipt

OFFSET = 345
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ZERO = Decimal("0")
UTILITY = Utility(
    name="Rivergate Electricity",
    address="",
    tax_no="300 114 882",
    contact="Questions: 1600 100, Mon to Sat 8:00 to 18:00",
    receipt_foot="Keep this receipt. Thank you.",
    currency=Currency("NPR", "Rs", 2),
    time_zone="Asia/Kathmandu",
)


def amount(text: str) -> Decimal:
    return Decimal(text)


def line(**changes: object) -> ReceiptLine:
    base = ReceiptLine(
        title="",
        period_from=date(2026, 10, 1),
        period_to=date(2026, 10, 31),
        bill_no="26101182",
        account_no="4410-0297-61",
        customer_name="Karuna Sharma",
        amount=amount("1217.00"),
        paper_total=amount("1217.00"),
        late_charge=ZERO,
        late_since=None,
        discount=ZERO,
        left=ZERO,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def cash(tendered: str, change: str = "0") -> ReceiptTender:
    return ReceiptTender(TenderKind.CASH, amount(tendered), amount(change))


def receipt(*lines: ReceiptLine, **changes: object) -> Receipt:
    """One exact cash payment of `lines`, signed; `changes` win."""
    total = sum((one.amount for one in lines), ZERO)
    base = Receipt(
        entry_id=47,
        kind="payment",
        number="03-000123",
        request_id=UUID("01939b6e-3f00-7000-8000-0000007f3a9c"),
        counter_code="03",
        counter_name="Counter 3",
        office="Main Street office, hall A",
        cashier="Amina R.",
        stored_at=datetime(2026, 11, 23, 4, 57, 31, tzinfo=UTC),
        business_date=date(2026, 11, 23),
        account_no="4410-0297-61",
        customer_name="Karuna Sharma",
        address="14 Canal Road, Ward 6",
        meter_no="88-104523",
        lines=lines,
        tenders=(ReceiptTender(TenderKind.CASH, total, ZERO),),
        credit_used=ZERO,
        credit_made=ZERO,
        rounding=ZERO,
        total=total,
        received=total,
        change=ZERO,
        account_due_after=ZERO,
        credit_after=ZERO,
        hash=bytes.fromhex("8f3a5c" + "11" * 29),
    )
    made = replace(base, **changes)  # type: ignore[arg-type]
    return replace(made, qr_text=sign_receipt(made, KEY))


LATE = line(amount=amount("1259.50"), late_charge=amount("42.50"), late_since=date(2026, 11, 12))
FEE = line(
    title="Meter test fee",
    period_from=None,
    period_to=None,
    bill_no="26104410",
    amount=amount("260.00"),
    paper_total=amount("260.00"),
)
NOVEMBER = line(
    period_from=date(2026, 11, 1),
    period_to=date(2026, 11, 30),
    bill_no="26111182",
    amount=amount("998.00"),
    paper_total=amount("998.00"),
)
NEIGHBOUR = line(
    bill_no="26101190",
    account_no="4410-0301-08",
    customer_name="Deepak Lama",
    amount=amount("640.00"),
    paper_total=amount("655.00"),
    discount=amount("15.00"),
)
CHANGE = receipt(
    LATE,
    FEE,
    NOVEMBER,
    tenders=(
        ReceiptTender(TenderKind.CHEQUE, amount("1000"), ZERO, "004512, City Bank"),
        cash("1600", "282.50"),
    ),
    credit_used=amount("200"),
    total=amount("2317.50"),
    received=amount("2600"),
    change=amount("282.50"),
)
UNDO = receipt(
    replace(LATE, amount=amount("-1259.50"), left=amount("1259.50")),
    kind="undo",
    number="03-U-0001",
    undoes="03-000123",
    tenders=(cash("-1300", "-40.50"),),
    received=amount("-1300"),
    change=amount("-40.50"),
    account_due_after=amount("1259.50"),
)


def corrected(kind: str, number: str, lines: tuple[ReceiptLine, ...], **changes: object) -> Receipt:
    """The slip of a correction of receipt 03-000123."""
    facts: dict[str, object] = {
        "undoes": "03-000123", "reason": "wrong customer", "approved_by": "Tomas Okoye",
        "account_due_after": amount("1259.50"),
    }  # fmt: skip
    return receipt(*lines, kind=kind, number=number, **{**facts, **changes})


RECEIPTS = {
    "exact": receipt(line()),
    "change": CHANGE,
    "basket": receipt(LATE, NEIGHBOUR, tenders=(cash("2000", "100.50"),), change=amount("100.50")),
    "part": receipt(
        replace(LATE, amount=amount("500.00"), left=amount("759.50")),
        account_due_after=amount("759.50"),
    ),
    "over": receipt(
        line(),
        credit_made=amount("283.00"),
        tenders=(cash("1500"),),
        total=amount("1500"),
        credit_after=amount("283.00"),
    ),
    "rounding": receipt(
        line(amount=amount("1217.03"), paper_total=amount("1217.03")),
        rounding=amount("0.02"),
        tenders=(cash("1217.05"),),
        total=amount("1217.05"),
    ),
    "split": receipt(
        LATE,
        tenders=(
            ReceiptTender(
                TenderKind.CHEQUE,
                amount("700"),
                ZERO,
                "00451207, Riverside Farmers and Traders Cooperative Bank",
            ),
            ReceiptTender(TenderKind.CARD, amount("300"), ZERO, "A-77120"),
            cash("300", "40.50"),
        ),
        change=amount("40.50"),
    ),
    "transfer": receipt(
        LATE,
        counter_name="Bank files",
        tenders=(ReceiptTender(TenderKind.TRANSFER, amount("1259.50"), ZERO, "TX-2026-0001182"),),
    ),
    "undo": UNDO,
    "undo-cheque": replace(
        UNDO,
        tenders=(ReceiptTender(TenderKind.CHEQUE, amount("-1259.50"), ZERO, "004512, City Bank"),),
    ),
    "copy": replace(CHANGE, copy_no=2),
    "taken-back": replace(CHANGE, copy_no=1, undone_by="03-U-0001"),
    "moved": replace(CHANGE, copy_no=1, undone_by="03-V-0001"),
    "reversal": corrected("reversal", "03-R-0001", UNDO.lines, tenders=UNDO.tenders),
    "move": corrected(
        "move",
        "03-V-0001",
        (UNDO.lines[0], replace(NEIGHBOUR, discount=ZERO, paper_total=amount("640.00"))),
        tenders=(),
        credit_made=amount("619.50"),
        credit_after=amount("619.50"),
        total=ZERO,
        received=ZERO,
    ),
    "correction": corrected(
        "correction",
        "03-K-0001",
        (),
        tenders=(cash("-1259.50"), ReceiptTender(TenderKind.CARD, amount("1259.50"), ZERO, "")),
        total=ZERO,
        received=ZERO,
    ),
    "refund": corrected(
        "refund",
        "03-F-0001",
        (),
        undoes="",
        reason="moves to another town",
        tenders=(cash("-283.00"),),
        credit_made=amount("-283.00"),
        total=amount("-283.00"),
        account_due_after=ZERO,
    ),
    "bounce": corrected(
        "bounce",
        "03-B-0001",
        UNDO.lines,
        reason="no funds",
        approved_by="",
        tenders=(ReceiptTender(TenderKind.CHEQUE, amount("-1259.50"), ZERO, ""),),
        account_due_after=amount("1509.50"),
    ),
}
SLIP = UnconfirmedSlip(
    reference="7f3a9c",
    total=amount("2317.50"),
    customer_name="Karuna Sharma",
    account_no="4410-0297-61",
    counter_name="Counter 3",
    office="Main Street office, hall A",
    cashier="Amina R.",
    set_aside_at=datetime(2026, 11, 23, 4, 59, tzinfo=UTC),
)
Z = ZReport(
    entry_id=900,
    number="000017",
    shift_id=5,
    counter_code="03",
    counter_name="Counter 3",
    office="Main Street office, hall A",
    cashier="Amina R.",
    business_date=date(2026, 11, 23),
    opened_at=datetime(2026, 11, 23, 2, 12, tzinfo=UTC),
    closed_at=datetime(2026, 11, 23, 11, 12, tzinfo=UTC),
    float_amount=amount("2000"),
    cash_taken=amount("41250.50"),
    movements=ZERO,
    expected=amount("43250.50"),
    counted=amount("43210.50"),
    difference=amount("-40"),
    reason="Wrong change to one customer",
    decided=True,
    receipts=118,
    first_receipt="03-000123",
    last_receipt="03-000240",
    undos=1,
    undone_amount=amount("-860"),
    reprints=2,
    drawer_openings=1,
    tenders=(
        TenderTotal("cash", 112, amount("41250.50")),
        TenderTotal("cheque", 6, amount("8800")),
    ),
    pieces=(
        Pieces(amount("1000"), 40),
        Pieces(amount("500"), 6),
        Pieces(amount("100"), 0),
        Pieces(amount("0.5"), 421),
    ),
    grand_total=amount("1284930"),
    hash=bytes.fromhex("c0ffee" + "22" * 29),
    unsettled=("7f3a9c",),
    key_fingerprint="3F2A 91C0 77B1 04DE",
    signed=True,
)
UNDECIDED = replace(
    Z, number="000018", difference=amount("900"), decided=False, reason="", signed=False, copy_no=1
)
MOVED = (
    MovementTotal("change", 1, ZERO),
    MovementTotal("drop", 2, amount("-20000")),
    MovementTotal("handover", 1, amount("-500")),
    MovementTotal("no_sale", 1, ZERO),
    MovementTotal("paid_in", 1, amount("300")),
    MovementTotal("paid_out", 2, amount("-120.50")),
    MovementTotal("received", 1, amount("1000")),
    MovementTotal("returned", 1, amount("500")),
)
MOVEMENTS = sum((total.amount for total in MOVED), ZERO)
DECIDED = replace(
    Z,
    movements=MOVEMENTS,
    expected=Z.expected + MOVEMENTS,
    counted=Z.counted + MOVEMENTS,
    moved=MOVED,
    decided=False,
    outcome="charged",
    decided_by="Tomas Okoye",
    decision_reason="Counted twice with both present",
    closed_by="Lata Iyer",
    reversals=1,
    reversed_amount=amount("-998"),
    copy_no=2,
)
HOSTILE = (
    "A\x1bp\x00\x32\x32B",
    "\x1dV\x00cut",
    "\x10\x14\x01\x00\x05 drawer",
    "nul\x00byte",
    "\u202eabc\u2066def\u2069",
    "<b>bold</b></para>",
    "=cmd()|' /C calc'!A0",
    "100%s %d %(x)s {0}",
    "emoji \U0001f600\u200d\U0001f469",
    "n" * 300,
    "word " * 60,
    "lone \ud800 surrogate \udfff",
    "\u0645\u0631\u062d\u0628\u0627 \u0939\u093f\u0928\u094d\u0926\u0940 \u6f22\u5b57",
    "z" + "\u0301" * 40,
    "",
    " ",
    "\r\n\t\v\f\x85\u2028",
)


def with_name(name: str) -> tuple[Receipt, Utility]:
    """A receipt that has `name` in every free text."""
    utility = replace(
        UTILITY, name=name, address=name, contact=name, receipt_foot=name, tax_no=name
    )
    line = replace(NEIGHBOUR, title=name, customer_name=name, account_no=name, bill_no=name)
    tender = replace(CHANGE.tenders[0], detail=name)
    receipt = replace(
        CHANGE,
        customer_name=name,
        address=name,
        meter_no=name,
        cashier=name,
        office=name,
        counter_name=name,
        lines=(line,),
        tenders=(tender, *CHANGE.tenders[1:]),
    )
    return receipt, utility


TRIED = AttemptSlip(
    "03-T000017",
    AttemptReason.LINE,
    datetime(2026, 11, 26, 11, 57, tzinfo=UTC),
    date(2026, 11, 26),
    date(2026, 12, 1),
    False,
    "0297-6142-07",
    "Karuna Devi Maharjan",
    "Amina Rahman",
    (
        TicketBill(
            "26101182", "period", "", date(2026, 10, 1), date(2026, 10, 31), amount("1259.50")
        ),
        TicketBill("26110417", "fee", "Meter test fee", None, None, amount("260.00")),
    ),
)
TICKET = TicketSlip(
    TakenTicket(
        27,
        date(2026, 11, 26),
        datetime(2026, 11, 26, 4, 57, tzinfo=UTC),
        "926112600000027" + "041",
        4,
        (
            TicketBill(
                "26101182", "period", "", date(2026, 10, 1), date(2026, 10, 31), amount("1259.50")
            ),
            TicketBill("26110417", "fee", "Meter test fee", None, None, amount("260.00")),
        ),
    ),
    "Main Street office",
    "Kiosk 1",
    "0297-61",
)
