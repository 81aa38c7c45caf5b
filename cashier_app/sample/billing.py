"""Issues the bills of an account and keeps what is owed on each while the sample's time runs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from cashier_app.domain.money import ZERO
from cashier_app.sample import prices
from cashier_app.sample.calendar import DAY, utc_at
from cashier_app.sample.keys import BillNumbers, Keys, bill_no, series_of
from cashier_app.sample.meters import Span
from cashier_app.sample.rows import Row, RowBuffer
from cashier_app.sample.specs import Account, Fee, Period

POSTING_TIME = time(0, 5)
_WRONG_READ = "Cancelled: wrong meter read"


@dataclass(slots=True)
class BillState:
    """A bill while payments and postings change it; `head` are its first columns, as printed."""

    bill_id: int
    number: str
    head: Row
    due_on: date
    total: Decimal
    balance: Decimal
    late: Decimal = ZERO
    discount: Decimal = ZERO
    discount_until: date | None = None
    allocated: Decimal = ZERO
    version: int = 0
    is_cancelled: bool = False

    @property
    def sort_key(self) -> tuple[date, int]:
        """Oldest due date first, then the bill's age."""
        return self.due_on, self.bill_id

    def open_discount(self, day: date) -> Decimal:
        """What is taken off when the whole bill is paid on `day`; nothing where it is all of it."""
        is_open = self.discount_until is not None and day <= self.discount_until
        return self.discount if is_open and self.discount < self.balance else ZERO

    def due(self, day: date) -> Decimal:
        """Payable on `day`."""
        return self.balance - self.open_discount(day)

    @property
    def status(self) -> str:
        if self.is_cancelled:
            return "cancelled"
        if self.balance == 0:
            return "paid"
        return "part_paid" if self.allocated else "issued"

    def row(self) -> Row:
        """The row of `bills` as it stands now."""
        return (
            *self.head, self.total, self.discount, self.discount_until,
            self.balance, self.status, self.version,
        )  # fmt: skip


class BillWriter:
    """Issues bills: their rows, lines, readings and the late charge they threaten with."""

    def __init__(
        self, rows: RowBuffer, keys: Keys, numbers: BillNumbers, asked_by: int = 0
    ) -> None:
        """`asked_by` is the person who takes bills back."""
        self._rows = rows
        self._asked_by = asked_by
        self._keys = keys
        self._numbers = numbers
        self.posted: dict[date, tuple[int, Decimal]] = {}
        """Late charges by day: how many bills, how much."""

    def issue_period(
        self,
        account: Account,
        account_id: int,
        connection_id: int,
        number: int,
        spans: tuple[Span, ...],
    ) -> BillState:
        """The bill of one month."""
        period = account.connection.periods[number]
        version = account.connection.tariff.version(period.is_after)
        lines = prices.price_bill(version, period.kwh, account.connection.load_kva)
        bill = self._issue(
            account,
            period,
            lines,
            (account_id, connection_id, "period", "", version.number),
            (period.starts_on, period.read_on, period.issue_on, period.due_on, period.kwh),
        )
        if account.has_discount:
            bill.discount = prices.prompt_discount(lines)
            bill.discount_until = period.issue_on + prices.DISCOUNT_DAYS * DAY
        self._rows["bill_readings"].extend(
            (bill.bill_id, to_id, from_id, units) for from_id, to_id, units in spans
        )
        self._rows["bill_late_charges"].append((bill.bill_id, 1, period.due_on + DAY, bill.late))
        return bill

    def issue_fee(
        self, account: Account, account_id: int, connection_id: int, fee: Fee
    ) -> BillState:
        """The bill of a service."""
        line = prices.Line("fee", fee.title, None, "", None, prices.FEES[fee.title])
        bill = self._issue(
            account,
            fee,
            (line,),
            (account_id, connection_id, "fee", fee.title, None),
            (None, None, fee.issue_on, fee.due_on, None),
        )
        bill.late = ZERO
        return bill

    def _issue(
        self,
        account: Account,
        what: Period | Fee,
        lines: tuple[prices.Line, ...],
        owner: Row,
        dates: Row,
    ) -> BillState:
        bill_id = self._keys.take("bills")
        series, running = self._number(account, what.issue_on)
        total = prices.bill_total(lines)
        estimated = isinstance(what, Period) and what.is_estimated
        printed_no = bill_no(series, running)
        head = (bill_id, printed_no, series, running, *owner, *dates, estimated)
        self._rows["bill_lines"].extend(
            (
                bill_id,
                n,
                line.kind,
                line.label,
                line.quantity,
                line.unit,
                line.unit_price,
                line.amount,
            )
            for n, line in enumerate(lines, start=1)
        )
        return BillState(
            bill_id, printed_no, head, what.due_on, total, total, late=prices.late_charge(total)
        )

    def _number(self, account: Account, issue_on: date) -> tuple[str, int]:
        for day, running in account.reserved:
            if day == issue_on:
                return series_of(issue_on), running
        return self._numbers.take(issue_on)

    def post_late(self, bill: BillState, day: date) -> None:
        """Post the late charge if the bill is still open on `day`."""
        if bill.balance == 0 or bill.late == 0:
            return
        self._adjust(bill, "late_charge", bill.late, prices.LATE_CAUSE, day)
        bills, amount = self.posted.get(day, (0, ZERO))
        self.posted[day] = (bills + 1, amount + bill.late)

    def cancel(self, bill: BillState, day: date) -> None:
        """Take the whole bill back by a credit note, on the day it was issued."""
        bill.is_cancelled = True
        adjustment = self._adjust(bill, "credit_note", -bill.balance, _WRONG_READ, day)
        asked = f"credit_note|{self._asked_by}|{bill.number}|{_WRONG_READ}".encode()
        fingerprint = hashlib.sha256(asked).digest()
        self._rows["office_requests"].append(
            (
                fingerprint[:16], "credit_note", fingerprint, adjustment, self._asked_by,
                utc_at(day, POSTING_TIME),
            )
        )  # fmt: skip

    def _adjust(self, bill: BillState, kind: str, amount: Decimal, cause: str, day: date) -> int:
        step = 1 if kind == "late_charge" else None
        key = self._keys.take("bill_adjustments")
        self._rows["bill_adjustments"].append(
            (
                key, bill.bill_id, kind, step, amount, cause,
                day, utc_at(day, POSTING_TIME), None, None, None,
            )
        )  # fmt: skip
        bill.balance += amount
        bill.version += 1
        return key
