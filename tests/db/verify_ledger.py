"""A small utility with every kind of posting, written row by row without the program's procedures.

What stands here is right by construction; the tests of the verification change it behind
its back. Amounts are in the main unit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

import pymysql
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cashier_app.domain import canonical
from cashier_app.domain.money import ZERO

# A row a line reads as a table.
# fmt: off

DAY = date(2026, 3, 2)
START = datetime(2026, 3, 2, 4, 0)  # noqa: DTZ001 - the database holds UTC without a zone
CASHIER, SECOND, SUPERVISOR, CLERK = 1, 2, 3, 4
NAMES = {CASHIER: "rana", SECOND: "sunil", SUPERVISOR: "meera", CLERK: "karim"}
KINDS = ("opening", "payment", "undo", "movement", "count", "z")
NOTE, COIN = Decimal(500), Decimal(10)

Money = Decimal | int
Amounts = tuple[tuple[int, Money], ...]


@dataclass(slots=True)
class Bill:
    total: Decimal
    balance: Decimal
    discount: Decimal = ZERO
    paid: Decimal = ZERO
    version: int = 0
    cancelled: bool = False

    @property
    def status(self) -> str:
        if self.balance == 0:
            return "cancelled" if self.cancelled else "paid"
        return "part_paid" if self.paid > 0 else "issued"


@dataclass(slots=True)
class Shift:
    shift_id: int
    counter_id: int
    user_id: int
    opened_at: datetime
    float_amount: Decimal
    state: str = "open"
    receipts: list[str] = field(default_factory=list)
    undos: int = 0
    undone: Decimal = ZERO
    cash: Decimal = ZERO
    movements: Decimal = ZERO
    reprints: int = 0
    drawers: int = 0
    counted: Decimal = ZERO
    counted_at: datetime | None = None
    closed_at: datetime | None = None
    tenders: dict[str, tuple[set[int], Decimal]] = field(default_factory=dict)


@dataclass(slots=True)
class Desk:
    code: str
    identity: UUID
    key: Ed25519PrivateKey
    last_hash: bytes
    chain_no: int = 0
    last_stored_at: datetime = START
    numbers: Counter[str] = field(default_factory=Counter)
    totals: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))


class Ledger:
    """Keeps what the rows should say while it collects them; `store` inserts them."""

    def __init__(self) -> None:
        self.rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.bills: dict[int, Bill] = {}
        self.credit: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
        self.desks: dict[int, Desk] = {}
        self.shifts: dict[int, Shift] = {}
        self.clock = START
        self.requests = 0
        self._master()

    # -- master data ----------------------------------------------------------------

    def _master(self) -> None:
        self._row(
            "utility", utility_id=1, name="Valley Power", address="1 Dam Road", tax_no="T1",
            contact="", receipt_foot="", currency_code="INR", currency_symbol="Rs",
            currency_decimals=2, digit_grouping="3", time_zone="UTC", is_training=0,
        )
        for setting, value in (("undo_limit", "2"), ("difference_limit", "2000")):
            self._row("settings", setting=setting, value=value)
            self._row("audit_events", stored_at=START - timedelta(days=1), act="setting_changed",
                      detail=f"{setting}: (default) -> {value} (by root@localhost)")
        self._row("offices", office_id=1, code="MAIN", name="Main office", address="1 Dam Road")
        for user_id, name in NAMES.items():
            role = {SUPERVISOR: "supervisor", CLERK: "clerk"}.get(user_id, "cashier")
            self._row("users", user_id=user_id, user_name=name, full_name=name.title(), role=role,
                      created_at=START - timedelta(days=30))
        for counter_id in (1, 2):
            self._desk(counter_id)
        self._row("routes", route_id=1, code="R1", name="Old town", office_id=1)
        for number in (1, 2, 3):
            self._row("customers", customer_id=number, customer_no=f"C{number}", kind="person",
                      name=f"Customer {number}", instruction="")
            self._row("accounts", account_id=number, account_no=f"00{number}", customer_id=number,
                      tariff_class="residential", opened_on=DAY)
            self._row("connections", connection_id=number, connection_no=f"K{number}", ward="1",
                      address=f"{number} Mill Lane", route_id=1, premises="home", voltage="low",
                      supply="on")

    def _desk(self, counter_id: int) -> None:
        key = Ed25519PrivateKey.from_private_bytes(bytes([counter_id]) * 32)
        identity = UUID(int=counter_id)
        code = f"0{counter_id}"
        self.desks[counter_id] = Desk(code, identity, key, canonical.genesis(code, identity))
        self._row("counters", counter_id=counter_id, code=code, name=f"Counter {counter_id}",
                  office_id=1, channel="hall", identity=identity.bytes, created_at=START)
        public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self._row("counter_keys", counter_key_id=counter_id, counter_id=counter_id,
                  public_key=public, fingerprint=sha256(public).digest(), enrolled_at=START,
                  enrolled_by="root")

    # -- bills ------------------------------------------------------------------------

    def bill(self, bill_id: int, account_id: int, *lines: Money, discount: Money = 0,
             draft: bool = False) -> None:
        total = sum((Decimal(line) for line in lines), ZERO)
        self.bills[bill_id] = Bill(total, total, Decimal(discount))
        self._row("bills", bill_id=bill_id, bill_no=None if draft else f"2600{bill_id}", series="A",
                  running_no=None if draft else bill_id, account_id=account_id,
                  connection_id=account_id, kind="period", title="", issued_on=DAY,
                  due_on=DAY + timedelta(days=14), total=total, discount_amount=discount,
                  discount_until=DAY + timedelta(days=7) if discount else None, is_draft=draft)
        for number, line in enumerate(lines, 1):
            self._row("bill_lines", bill_id=bill_id, line_no=number, kind="energy", label="Energy",
                      unit="kWh", amount=line)

    def adjust(self, bill_id: int, kind: str, amount: Money, step: int | None = None) -> None:
        bill = self.bills[bill_id]
        bill.balance += amount
        bill.version += 1
        bill.cancelled = kind == "credit_note"
        number = len(self.rows["bill_adjustments"]) + 1
        self._row("bill_adjustments", adjustment_id=number, bill_id=bill_id, kind=kind, step=step,
                  amount=amount, cause="because", posted_on=DAY, posted_at=self._now())
        if kind == "credit_note":
            asked = sha256(f"{kind}|{SUPERVISOR}|2600{bill_id}|because".encode()).digest()
            self._row("office_requests", request_id=asked[:16], act=kind, fingerprint=asked,
                      object_id=number, user_id=SUPERVISOR, stored_at=self._now())
        if kind == "late_charge":
            self._row("bill_late_charges", bill_id=bill_id, step=step, post_on=DAY, amount=amount)

    def credit_at_issue(self, bill_id: int, account_id: int, amount: Money) -> None:
        self.bills[bill_id].balance -= amount
        self._credit(account_id, -Decimal(amount), bill_id=bill_id)

    def _credit(self, account_id: int, amount: Money, **more: object) -> None:
        self.credit[account_id] += amount
        self._row("credit_entries", credit_entry_id=len(self.rows["credit_entries"]) + 1,
                  account_id=account_id, amount=amount, balance_after=self.credit[account_id],
                  stored_at=self.clock, **more)

    # -- the counter --------------------------------------------------------------------

    def open(self, counter_id: int, user_id: int) -> Shift:
        desk = self.desks[counter_id]
        shift_id = counter_id * 10**10 + desk.chain_no + 1
        amount = NOTE * 2 + COIN * 5
        shift = Shift(shift_id, counter_id, user_id, self._now(), amount)
        self.shifts[shift_id] = shift
        children = [*self._pieces(), canonical.total_child("float", amount)]
        self._entry("opening", shift, amount, children)
        self._count_rows(shift_id, shift, "opening", amount, 0)
        return shift

    def pay(self, shift: Shift, head: int, bills: Amounts = (), credit: Amounts = (),
            tenders: tuple[tuple[str, Money, Money], ...] = (), rounding: Money = 0,
            discounts: bool = True) -> int:
        """Store a receipt; returns its entry's id."""
        rounding = Decimal(rounding)
        offered = [self.bills[b].discount if discounts else ZERO for b, _ in bills]
        taken = [
            d if d and a + d == self.bills[b].balance else ZERO
            for (b, a), d in zip(bills, offered, strict=True)
        ]
        due, left = self._due_after(head, bills, taken, credit)
        net = sum((Decimal(t) - c for _, t, c in tenders), ZERO)
        entry_id = self._entry("payment", shift, net, [
            *(canonical.allocation_child(n, b, Decimal(a), d)
              for n, ((b, a), d) in enumerate(zip(bills, taken, strict=True), 1)),
            *(canonical.credit_child(n, a, Decimal(c)) for n, (a, c) in enumerate(credit, 1)),
            canonical.payment_child(head, rounding, due, left),
            *self._tender_children(tenders),
        ])
        number = f"{self.desks[shift.counter_id].code}-{len(self._receipts(shift)) + 1:06d}"
        self._row("payments", payment_id=entry_id, account_id=head, receipt_no=number,
                  rounding=rounding, due_after=due, credit_after=left)
        for n, ((bill_id, amount), discount) in enumerate(zip(bills, taken, strict=True), 1):
            self._allocate(entry_id, n, bill_id, Decimal(amount), discount)
        for n, (account_id, amount) in enumerate(credit, 1):
            self._credit(account_id, amount, entry_id=entry_id, line_no=n)
        self._tenders(entry_id, shift, tenders)
        shift.receipts.append(number)
        self._print(entry_id, shift, 0)
        return entry_id

    def undo(self, shift: Shift, undone: int) -> int:
        """Take back a receipt; returns the undo's id."""
        bills = self._lines("payment_allocations", undone)
        credits = self._lines("credit_entries", undone)
        discounts = self._lines("bill_adjustments", undone)
        tenders = tuple((t["kind"], -t["tendered"], -t["change_given"])
                        for t in self._lines("tenders", undone))
        (paid,) = [p for p in self.rows["payments"] if p["payment_id"] == undone]
        off = {d["bill_id"]: d["amount"] for d in discounts}
        due, left = Decimal(7), Decimal(8)
        net = -sum((t - c for _, t, c in tenders), ZERO)
        entry_id = self._entry("undo", shift, net, [
            *(canonical.allocation_child(b["line_no"], b["bill_id"], -b["amount"],
                                         off.get(b["bill_id"], ZERO)) for b in bills),
            *(canonical.credit_child(c["line_no"], c["account_id"], -Decimal(c["amount"]))
              for c in credits),
            canonical.payment_child(paid["account_id"], -paid["rounding"], due, left),
            canonical.undo_child(undone, "undo"),
            *self._tender_children(tenders),
        ])
        self._row("reversals", entry_id=entry_id, undone_entry_id=undone, kind="undo",
                  reason="mistyped", account_id=paid["account_id"], due_after=due,
                  credit_after=left)
        for line in bills:
            self._allocate(entry_id, line["line_no"], line["bill_id"], -line["amount"],
                           off.get(line["bill_id"], ZERO))
        for line in credits:
            self._credit(line["account_id"], -Decimal(line["amount"]), entry_id=entry_id,
                         line_no=line["line_no"])
        self._tenders(entry_id, shift, tenders)
        self._print(entry_id, shift, 0)
        shift.undos += 1
        shift.undone += net
        return entry_id

    def move(self, shift: Shift, kind: str, amount: Money) -> int:
        reason = "change | from the safe"
        amount = Decimal(amount)
        entry_id = self._entry("movement", shift, abs(amount),
                               [canonical.movement_child(kind, amount, reason)])
        self._row("cash_movements", entry_id=entry_id, shift_id=shift.shift_id, kind=kind,
                  amount=amount, reason=reason)
        shift.movements += amount
        return entry_id

    def reprint(self, shift: Shift, entry_id: int, copy_no: int) -> None:
        self._print(entry_id, shift, copy_no)
        shift.reprints += 1

    def open_drawer(self, shift: Shift) -> None:
        self._row("drawer_events", shift_id=shift.shift_id, reason="change for a note",
                  stored_at=self._now(), user_id=shift.user_id, counter_id=shift.counter_id)
        shift.drawers += 1

    def count(self, shift: Shift) -> None:
        shift.state, shift.counted_at = "counting", self._now()
        shift.counted = NOTE * 2 + COIN * 5
        entry_id = self._entry("count", shift, shift.counted, [
            *self._pieces(), canonical.total_child("counted", shift.counted),
            canonical.total_child("cheques", 1), canonical.total_child("slips", 0),
        ])
        self._count_rows(entry_id, shift, "closing", shift.counted, 1)

    def close(self, shift: Shift, *, sign: bool = True) -> int:
        shift.state, shift.closed_at = "closed", self._now()
        desk = self.desks[shift.counter_id]
        expected = shift.float_amount + shift.cash + shift.movements
        totals: dict[str, Decimal | int] = {
            "float": shift.float_amount, "cash_taken": shift.cash, "movements": shift.movements,
            "expected": expected, "counted": shift.counted, "difference": shift.counted - expected,
            "receipts": len(shift.receipts), "undos": shift.undos, "undone": shift.undone,
            "reprints": shift.reprints, "drawer_openings": shift.drawers,
            "grand_total": desk.totals["payment"],
        }
        children = [canonical.total_child(name, value) for name, value in totals.items()]
        kinds = [kind for kind in ("cash", "cheque", "card") if kind in shift.tenders]
        for kind in kinds:
            entries, amount = shift.tenders[kind]
            children += [canonical.total_child(f"tender_{kind}_receipts", len(entries)),
                         canonical.total_child(f"tender_{kind}_amount", amount)]
        children.append(canonical.total_child("decided", 1))
        entry_id = self._entry("z", shift, ZERO, children)
        self._row("z_reports", entry_id=entry_id, shift_id=shift.shift_id,
                  float_amount=totals["float"], undone_amount=totals["undone"], reason="short",
                  is_decided=1, first_receipt=(shift.receipts or [""])[0],
                  last_receipt=(shift.receipts or [""])[-1],
                  **{k: v for k, v in totals.items() if k not in {"float", "undone"}})
        for kind in kinds:
            entries, amount = shift.tenders[kind]
            self._row("z_tenders", entry_id=entry_id, kind=kind, receipts=len(entries),
                      amount=amount)
        if sign:
            self._row("z_signatures", entry_id=entry_id, counter_key_id=shift.counter_id,
                      signature=desk.key.sign(desk.last_hash), signed_at=self._now())
        return entry_id

    def void(self, counter_id: int, user_id: int) -> None:
        self._request("payment", "void", counter_id, user_id)

    # -- rows ------------------------------------------------------------------------------

    def store(self, connection: pymysql.Connection[Any]) -> None:
        """Insert everything, parents first."""
        self._summaries()
        with connection.cursor() as cursor:
            for table in _ORDER:
                for row in self.rows[table]:
                    columns = ", ".join(f"`{name}`" for name in row)
                    marks = ", ".join(["%s"] * len(row))
                    sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
                    cursor.execute(sql, [*row.values()])
            connection.commit()

    def _summaries(self) -> None:
        for row in self.rows["bills"]:
            bill = self.bills[row["bill_id"]]
            draft = row.pop("is_draft")
            row.update(balance=bill.balance, status="draft" if draft else bill.status,
                       version=bill.version)
        numbered = [r["running_no"] for r in self.rows["bills"] if r["running_no"]]
        self._row("bill_series", series="A", last_no=max(numbered))
        for row in self.rows["accounts"]:
            row["credit"] = self.credit[row["account_id"]]
        for s in self.shifts.values():
            self._row("shifts", shift_id=s.shift_id, counter_id=s.counter_id, user_id=s.user_id,
                      business_date=DAY, opened_at=s.opened_at, float_amount=s.float_amount,
                      state=s.state, receipts=len(s.receipts), undos=s.undos, cash_taken=s.cash,
                      movements=s.movements, counted_at=s.counted_at, closed_at=s.closed_at)
        for counter_id, desk in self.desks.items():
            self._row("counter_chains", counter_id=counter_id, last_chain_no=desk.chain_no,
                      last_hash=desk.last_hash, last_stored_at=desk.last_stored_at)
            for kind in KINDS:
                self._row("series", counter_id=counter_id, kind=kind, last_no=desk.numbers[kind],
                          total=desk.totals[kind])

    def _row(self, table: str, **values: object) -> None:
        self.rows[table].append(values)

    def _now(self) -> datetime:
        self.clock += timedelta(seconds=7)
        return self.clock

    def _lines(self, table: str, entry_id: int) -> list[dict[str, Any]]:
        return [row for row in self.rows[table] if row.get("entry_id") == entry_id]

    def _receipts(self, shift: Shift) -> list[str]:
        return [r for s in self.shifts.values() if s.counter_id == shift.counter_id
                for r in s.receipts]

    def _request(self, kind: str, state: str, counter_id: int, user_id: int) -> UUID:
        self.requests += 1
        request = UUID(int=(0x019C << 112) + (7 << 76) + self.requests)
        self._row("requests", request_id=request.bytes, fingerprint=bytes(32), kind=kind,
                  state=state, counter_id=counter_id, user_id=user_id, stored_at=self._now())
        return request

    def _entry(self, kind: str, shift: Shift, total: Decimal, children: list[str]) -> int:
        desk = self.desks[shift.counter_id]
        request = self._request(kind, "done", shift.counter_id, shift.user_id)
        desk.chain_no += 1
        desk.numbers[kind] += 1
        desk.totals[kind] += total
        stored_at = self._now()
        taken_at = stored_at - timedelta(milliseconds=40)
        text = canonical.entry_text(
            kind=kind, counter_code=desk.code, number=desk.numbers[kind], chain_no=desk.chain_no,
            request_id=request, shift_id=shift.shift_id, person=NAMES[shift.user_id],
            taken_at=taken_at, stored_at=stored_at, business_date=DAY, children=children,
        )
        digest = canonical.entry_hash(desk.last_hash, text)
        entry_id = shift.counter_id * 10**10 + desk.chain_no
        self._row("journal", entry_id=entry_id, kind=kind, counter_id=shift.counter_id,
                  number=desk.numbers[kind], chain_no=desk.chain_no, request_id=request.bytes,
                  shift_id=shift.shift_id, user_id=shift.user_id, business_date=DAY,
                  taken_at=taken_at, stored_at=stored_at, canonical=text.encode(),
                  previous_hash=desk.last_hash, hash=digest)
        desk.last_hash, desk.last_stored_at = digest, stored_at
        return entry_id

    def _allocate(self, entry_id: int, line: int, bill_id: int, amount: Decimal,
                  discount: Decimal) -> None:
        bill = self.bills[bill_id]
        bill.balance -= amount + discount
        bill.paid += amount
        bill.version += 1
        self._row("payment_allocations", entry_id=entry_id, line_no=line, bill_id=bill_id,
                  amount=amount, balance_after=bill.balance)
        if discount:
            undone = discount < 0
            number = len(self.rows["bill_adjustments"]) + 1
            self._row("bill_adjustments", adjustment_id=100 + number, bill_id=bill_id,
                      kind="taken_back" if undone else "prompt_discount", amount=-discount,
                      cause="Paid in time", posted_on=DAY, posted_at=self.clock, entry_id=entry_id,
                      line_no=line, reverses_id=self._discount_of(bill_id) if undone else None)

    def _discount_of(self, bill_id: int) -> int:
        return next(int(r["adjustment_id"]) for r in self.rows["bill_adjustments"]
                    if r["bill_id"] == bill_id and r["kind"] == "prompt_discount")

    def _due_after(self, head: int, bills: Amounts, taken: list[Decimal],
                   credit: Amounts) -> tuple[Decimal, Decimal]:
        mine = {r["bill_id"] for r in self.rows["bills"] if r["account_id"] == head}
        due = sum((self.bills[b].balance for b in mine), ZERO)
        due -= sum((a + d for (b, a), d in zip(bills, taken, strict=True) if b in mine), ZERO)
        left = self.credit[head] + sum((Decimal(c) for a, c in credit if a == head), ZERO)
        return max(ZERO, due - left), left

    def _tender_children(self, tenders: tuple[tuple[str, Money, Money], ...]) -> list[str]:
        return [canonical.tender_child(n, kind, Decimal(t), Decimal(c), self._numbers(n, kind, t))
                for n, (kind, t, c) in enumerate(tenders, 1)]

    def _numbers(self, n: int, kind: str, tendered: Money) -> str:
        if tendered < 0:
            return ""
        if kind == "cheque":
            return canonical.cheque_numbers("City Bank", self._paper_no(n), DAY, Decimal(tendered))
        return canonical.slip_number(self._paper_no(n)) if kind == "card" else ""

    def _paper_no(self, n: int) -> str:
        """A cheque's or slip's number: every receipt has its own, known before its entry is."""
        return f"{sum(len(s.receipts) for s in self.shifts.values()):05d}{n}"

    def _tenders(self, entry_id: int, shift: Shift,
                 tenders: tuple[tuple[str, Money, Money], ...]) -> None:
        for n, (kind, tendered, change) in enumerate(tenders, 1):
            self._row("tenders", entry_id=entry_id, line_no=n, shift_id=shift.shift_id, kind=kind,
                      tendered=tendered, change_given=change)
            if kind == "cheque" and tendered > 0:
                self._row("cheques", entry_id=entry_id, line_no=n, bank="City Bank",
                          cheque_no=self._paper_no(n), dated_on=DAY, face_amount=tendered)
            if kind == "card" and tendered > 0:
                self._row("card_slips", entry_id=entry_id, line_no=n, slip_no=self._paper_no(n))
            entries, amount = shift.tenders.get(kind, (set(), ZERO))
            taken = {entry_id} if tendered > 0 else set()
            shift.tenders[kind] = (entries | taken, amount + tendered - change)
            if kind == "cash":
                shift.cash += Decimal(tendered) - change

    def _print(self, entry_id: int, shift: Shift, copy_no: int) -> None:
        for state in ("queued", "printed"):
            self._row("print_log", entry_id=entry_id, copy_no=copy_no, state=state,
                      stored_at=self._now(), user_id=shift.user_id, counter_id=shift.counter_id)

    def _pieces(self) -> list[str]:
        return [canonical.pieces_child(NOTE, 2), canonical.pieces_child(COIN, 5)]

    def _count_rows(self, entry_id: int, shift: Shift, kind: str, counted: Decimal,
                    cheques: int) -> None:
        self._row("counts", entry_id=entry_id, shift_id=shift.shift_id, kind=kind, counted=counted,
                  cheques=cheques, card_slips=0)
        for value, pieces in ((NOTE, 2), (COIN, 5)):
            self._row("denomination_counts", entry_id=entry_id, value=value, pieces=pieces)


_ORDER = (
    "utility", "settings", "offices", "users", "counters", "counter_keys", "routes", "customers",
    "accounts", "connections", "bill_series", "bills", "bill_lines", "bill_late_charges",
    "requests", "shifts", "journal", "payments", "reversals", "tenders", "cheques", "card_slips",
    "payment_allocations",
    "credit_entries", "bill_adjustments", "cash_movements", "counts", "denomination_counts",
    "office_requests", "z_reports", "z_tenders", "z_signatures", "print_log", "drawer_events",
    "counter_chains", "series", "safe_entries", "audit_events",
)
