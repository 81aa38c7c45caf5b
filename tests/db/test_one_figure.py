"""What is due is one figure: counter, search, list, statement, paper, reports, functions, views.

A bill is brought into every state it can be in, by the acts that bring it there; what is due is
worked out again from the postings alone and compared with every place that says it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Connection

from cashier_app.bootstrap import new_request_id
from cashier_app.db.engine import Login, connected
from cashier_app.db.repositories.bill_office import BillOffice
from cashier_app.db.repositories.bill_papers import BillPaperRepository, read_statement
from cashier_app.db.repositories.reports import reports_of
from cashier_app.domain.bill_office import in_instalments
from cashier_app.domain.reports import ReportOrder
from cashier_app.domain.utility import Role
from cashier_app.services.reports import ReportService
from tests.support.correcting import Correcting, breaches_added
from tests.support.counter import PASSWORD, SeedAccount, SeedBill, World, unique
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling
from tests.support.tender_parts import RUPEE

ZERO = Decimal(0)
DAY = timedelta(days=1)
FAR = date(2199, 1, 1)


class Hall:
    """A counter with a supervisor, a clerk in the office, and accounts in classes of their own."""

    def __init__(self, world: World, clerk: Connection) -> None:
        self.world = world
        self.today: date = world.run("SELECT local_date(SYSDATE(6))")[0][0]
        self.office = BillOffice(clerk)
        self.desk = Correcting(world, Selling(world.desk(Role.SUPERVISOR, "Lata Iyer")))

    def account(
        self,
        *bills: str,
        due: int = -12,
        credit: str = "0",
        off: str = "0",
        until: int | None = None,
    ) -> SeedAccount:
        """`due` and `until` are days from today: of the first bill, of its prompt discount."""
        made = self.world.account(
            bills, credit=credit, due_in_days=due, discount=off,
            discount_until=None if until is None else self.today + timedelta(days=until),
        )  # fmt: skip
        self.world.run(
            "UPDATE accounts SET tariff_class = %s WHERE account_id = %s",
            unique("t", 9), made.account_id,
        )  # fmt: skip
        return made

    def paid(
        self, *bills: str, received: str = "", part: bool = False, **kind: object
    ) -> SeedAccount:
        made = self.account(*bills, **kind)  # type: ignore[arg-type]
        self.desk.selling.take(made, received, part=part)
        return made

    def version(self, bill_no: str) -> int:
        return self.office.version_of(bill_no)


def overpaid(hall: Hall) -> SeedAccount:
    made = hall.account("100")
    opened = hall.desk.program.lookup.open_account(made.account_id)
    order = hall.desk.selling.order_for(opened, opened.bills, "130")
    hall.desk.selling.send(order)
    return made


def undone(hall: Hall) -> SeedAccount:
    made = hall.account("100", "40", off="7", until=9)
    hall.desk.selling.undo(hall.desk.selling.take(made).number)
    return made


def reversed_(hall: Hall) -> SeedAccount:
    made = hall.account("100", "40", off="7", until=9, credit="20")
    receipt = hall.desk.selling.take(made)
    hall.desk.carry_out(hall.desk.reversal(receipt.number))
    return made


def moved_to(hall: Hall) -> SeedAccount:
    made, other = hall.account("100"), hall.account("30", "20", off="2", until=9)
    receipt = hall.desk.selling.take(made)
    hall.desk.carry_out(hall.desk.move(receipt.number, other))
    return other


def bounced(hall: Hall) -> SeedAccount:
    hall.world.set_rule("bounce_fee", "25")
    made = hall.account("100", "50")
    receipt = hall.desk.pay_by_cheque(made)
    hall.desk.carry_out(hall.desk.bounce(receipt, 1001, "150"))
    return made


def refunded(hall: Hall) -> SeedAccount:
    made = hall.account("100", credit="130")
    hall.desk.carry_out(hall.desk.refund(made, "30"))
    return made


def late(hall: Hall, *, then_paid: bool = False) -> SeedAccount:
    """The first shift of a day posts what is due on it."""
    made = hall.account("100", due=-40)
    for step, amount in ((1, "7"), (2, "3.50")):
        hall.world.insert(
            "bill_late_charges", bill_id=made.bills[0].bill_id, step=step,
            post_on=hall.today - timedelta(days=2 - step), amount=amount,
        )  # fmt: skip
    hall.world.run("TRUNCATE TABLE day_postings")
    Selling(hall.world.desk())
    if then_paid:
        hall.desk.selling.take(made, "60", part=True)
    return made


def corrected(hall: Hall, *, by: str, paid: bool = False) -> SeedAccount:
    made = hall.account("100", off="10", until=9)
    bill_no = made.bills[0].bill_no
    if paid:
        hall.desk.selling.take(made)
    hall.office.adjust(new_request_id(), bill_no, hall.version(bill_no), Decimal(by), "Misread")
    return made


def cancelled(hall: Hall) -> SeedAccount:
    made = hall.account("100", "60")
    hall.office.cancel(new_request_id(), made.bills[0].bill_no, 0, "Wrong customer")
    return made


def with_fee(hall: Hall) -> SeedAccount:
    made = hall.account("100")
    due_on = hall.today + timedelta(days=9)
    hall.office.issue_fee(new_request_id(), made.account_no, "Meter test", Decimal(260), due_on)
    return made


def in_parts(hall: Hall, *, broken: bool = False) -> SeedAccount:
    made = hall.account("90", due=-50)
    parts = in_instalments(Decimal(90), hall.today + timedelta(days=9), 3, Decimal("0.01"))
    plan = hall.office.agree_plan(new_request_id(), made.account_no, parts, "By phone")
    if broken:
        hall.office.end_plan(plan, "broken")
    else:
        hall.desk.selling.take(made, "30", part=True)
    return made


def period_bill(
    hall: Hall, account: SeedAccount, since: int, until: int, *, kwh: str, **more: object
) -> SeedBill:
    """A period's bill of 80 as a run issues it; `since` and `until` are days before today."""
    world = hall.world
    ((connection_id,),) = world.run(
        "SELECT connection_id FROM account_connections WHERE account_id = %s", account.account_id
    )
    world.run("UPDATE bill_series SET last_no = last_no + 1 WHERE series = '99'")
    ((running_no,),) = world.run("SELECT last_no FROM bill_series WHERE series = '99'")
    facts = {"status": "issued", "balance": "80", **more}
    bill_id = world.insert(
        "bills", bill_no=f"99{running_no:06d}", series="99", running_no=running_no,
        account_id=account.account_id, connection_id=connection_id, kind="period", title="",
        period_from=hall.today - timedelta(days=since),
        period_to=hall.today - timedelta(days=until), issued_on=hall.today - timedelta(days=9),
        due_on=hall.today + timedelta(days=9), kwh=kwh, total="80", **facts,
    )  # fmt: skip
    world.insert("bill_lines", bill_id=bill_id, line_no=1, kind="energy", label="Energy", unit="",
                 amount="80")  # fmt: skip
    return SeedBill(bill_id, f"99{running_no:06d}", Decimal(80))


def read_bill(hall: Hall, account: SeedAccount, since: int, until: int, **more: object) -> None:
    """As `period_bill`, with the readings that it was made from."""
    bill, world = period_bill(hall, account, since, until, **more), hall.world  # type: ignore[arg-type]
    ends = []
    for days in (since + 1, until):
        day = hall.today - timedelta(days=days)
        world.run(
            "INSERT IGNORE INTO readings (register_id, read_on, value, kind, status)"
            " SELECT g.register_id, %s, 1000, 'period', 'actual' FROM registers g"
            " JOIN meters m ON m.meter_id = g.meter_id WHERE m.meter_no = %s",
            day, account.meter_no,
        )  # fmt: skip
        ((found,),) = world.run(
            "SELECT r.reading_id FROM readings r JOIN registers g ON g.register_id = r.register_id"
            " JOIN meters m ON m.meter_id = g.meter_id WHERE m.meter_no = %s AND r.read_on = %s",
            account.meter_no, day,
        )  # fmt: skip
        ends.append(found)
    world.insert(
        "bill_readings", bill_id=bill.bill_id, from_reading_id=ends[0], to_reading_id=ends[1],
        consumption=0,
    )  # fmt: skip


def estimated(hall: Hall) -> SeedAccount:
    """Credit settles a part of the bill at its issue."""
    made, world = hall.account(credit="20"), hall.world
    bill = period_bill(
        hall, made, 40, 10, kwh="120", is_estimated=1, balance="60", status="part_paid"
    )
    world.insert("credit_entries", account_id=made.account_id, bill_id=bill.bill_id, amount="-20",
                 balance_after="0", stored_at=world.run("SELECT SYSDATE(6)")[0][0])  # fmt: skip
    world.run(
        "UPDATE accounts SET credit = 0, version = version + 1 WHERE account_id = %s",
        made.account_id,
    )
    return replace(made, bills=(bill,))


STATES: dict[str, Callable[[Hall], SeedAccount]] = {
    "issued, not due yet": lambda hall: hall.account("100", due=9),
    "due today": lambda hall: hall.account("100", due=0),
    "overdue 1 to 30": lambda hall: hall.account("100", due=-30),
    "overdue 31 to 60": lambda hall: hall.account("100", due=-31),
    "overdue 61 to 90": lambda hall: hall.account("100", due=-90),
    "overdue over 90": lambda hall: hall.account("100", due=-91),
    "discount open": lambda hall: hall.account("100", "40.50", due=9, off="7.25", until=5),
    "discount open until today": lambda hall: hall.account("100", due=9, off="7.25", until=0),
    "discount gone since yesterday": lambda hall: hall.account("100", due=9, off="7", until=-1),
    "discount larger than the bill": lambda hall: hall.account("5", due=9, off="7", until=5),
    "part paid": lambda hall: hall.paid("100", "40", received="120", part=True),
    "part paid, discount open": lambda hall: hall.paid(
        "100", received="60", part=True, due=9, off="7", until=5
    ),
    "paid": lambda hall: hall.paid("100", "40"),
    "paid in time": lambda hall: hall.paid("100", due=9, off="7", until=5),
    "paid too late for the discount": lambda hall: hall.paid("100", off="7", until=-1),
    "overpaid": overpaid,
    "credit below what is owed": lambda hall: hall.account("100", credit="30"),
    "credit above what is owed": lambda hall: hall.account("100", credit="130"),
    "credit, discount open": lambda hall: hall.account("50", credit="45", due=9, off="7", until=5),
    "no bill": lambda hall: hall.account(),
    "late charges": late,
    "late charges, part paid": lambda hall: late(hall, then_paid=True),
    "corrected down": lambda hall: corrected(hall, by="-30"),
    "corrected below its discount": lambda hall: corrected(hall, by="-95"),
    "corrected to nothing": lambda hall: corrected(hall, by="-100"),
    "corrected up": lambda hall: corrected(hall, by="12.50"),
    "corrected to its discount": lambda hall: corrected(hall, by="-90"),
    "paid in time, then corrected up": lambda hall: corrected(hall, by="12.50", paid=True),
    "cancelled": cancelled,
    "with a fee": with_fee,
    "instalments running, one paid": in_parts,
    "instalments broken": lambda hall: in_parts(hall, broken=True),
    "payment undone": undone,
    "payment reversed": reversed_,
    "payment moved here": moved_to,
    "cheque bounced": bounced,
    "credit paid out": refunded,
    "estimated": estimated,
}


@pytest.fixture
def clerk(world: World) -> Iterator[Connection]:
    with connected(Login(world.address, world.person(Role.CLERK), PASSWORD)) as connection:
        yield connection


@pytest.fixture
def reports(world: World) -> Iterator[ReportService]:
    login = Login(world.address, world.person(Role.AUDITOR), PASSWORD)
    with reports_of(login) as gateway:
        yield ReportService(gateway)


def worked_out(world: World, account: SeedAccount, day: date) -> dict[str, Decimal]:
    """Due by bill at the end of a day, from the postings alone; under "" the account's own."""
    found: dict[str, Decimal] = {}
    rows = world.run(
        "SELECT b.bill_no, b.total, b.discount_amount, b.discount_until,"
        " (SELECT COALESCE(SUM(x.amount), 0) FROM bill_adjustments x"
        "  WHERE x.bill_id = b.bill_id AND x.posted_on <= %s),"
        " (SELECT COALESCE(SUM(p.amount), 0) FROM payment_allocations p"
        "  JOIN journal j ON j.entry_id = p.entry_id"
        "  WHERE p.bill_id = b.bill_id AND j.business_date <= %s),"
        " (SELECT COALESCE(SUM(c.amount), 0) FROM credit_entries c"
        "  WHERE c.bill_id = b.bill_id AND c.entry_id IS NULL),"
        " (SELECT COALESCE(SUM(x.amount), 0) FROM bill_adjustments x"
        "  LEFT JOIN bill_adjustments o ON o.adjustment_id = x.reverses_id"
        "  WHERE x.bill_id = b.bill_id AND x.posted_on <= %s"
        "   AND 'prompt_discount' IN (x.kind, o.kind))"
        " FROM bills b WHERE b.account_id = %s AND b.issued_on <= %s",
        day, day, day, account.account_id, day,
    )  # fmt: skip
    for number, total, off, until, adjusted, paid, from_credit, given in rows:
        balance = total + adjusted - paid + from_credit
        is_open = until is not None and day <= until and off < balance and not given
        found[number] = balance - off if is_open else balance
    ((credit,),) = world.run(
        "SELECT COALESCE(SUM(amount), 0) FROM credit_entries WHERE account_id = %s",
        account.account_id,
    )
    found[""] = max(sum(found.values(), ZERO) - credit, ZERO)
    return {number: due for number, due in found.items() if due or not number}


def said(
    hall: Hall, clerk: Connection, reports: ReportService, account: SeedAccount
) -> dict[str, object]:
    """What each place says: of each bill where it names bills, else of the account."""
    world, program, today = hall.world, hall.desk.program, hall.today
    opened = program.lookup.open_account(account.account_id)
    (found,) = program.lookup.find(account.account_no).rows
    list_file = f"account\n{account.account_no}\n".encode()
    listed = program.bulk.read(list_file, RUPEE, by_cheque=False).lines
    statement = read_statement(clerk, account.account_no, date(2000, 1, 1), FAR)
    ((tariff_class,),) = world.run(
        "SELECT tariff_class FROM accounts WHERE account_id = %s", account.account_id
    )
    aged: dict[date, object] = {}
    for day in (today, today - DAY):
        rows = reports.run(ReportOrder("ageing", day, day)).rows
        aged[day] = next((row[8] for row in rows if row[0] == tariff_class), ZERO)
    ageing_view = world.run("SELECT due FROM ageing WHERE tariff_class = %s", tariff_class)
    ((view_balance, view_credit, view_due),) = world.run(
        "SELECT balance, credit, due FROM account_balances WHERE account_no = %s",
        account.account_no,
    )
    ((function,),) = world.run("SELECT account_due(%s, %s)", account.account_id, today)
    papers = BillPaperRepository(clerk)
    per_bill = {bill.bill_no: bill.due for bill in opened.bills}
    return {
        "counter, by bill": {n: d for n, d in per_bill.items() if d},
        "view bill_dues": dict(
            world.run(  # type: ignore[arg-type]
                "SELECT bill_no, due FROM bill_dues WHERE account_no = %s AND due > 0",
                account.account_no,
            )
        ),
        "bulk list": {b.bill_no: b.due for line in listed for b in line.account.bills if b.due},
        "counter": max(sum(per_bill.values(), ZERO) - opened.credit, ZERO),
        "search": found.due,
        "account_due": function,
        "view account_balances": view_due,
        "statement": statement.due,
        "statement, worked out": max(statement.closing - statement.discount_open, ZERO),
        "books": statement.closing - (view_balance - view_credit),
        "ageing report": aged[today],
        "ageing report of yesterday": aged[today - DAY],
        "ageing view": ageing_view[0][0] if ageing_view else ZERO,
        "other bills on paper": {
            bill.bill_no: papers.bill(bill.bill_no, today).other_bills for bill in account.bills
        },
    }  # fmt: skip


def wanted(dues: dict[str, Decimal], account: SeedAccount) -> dict[str, object]:
    by_bill = {number: due for number, due in dues.items() if number}
    every, mine = sum(by_bill.values(), ZERO), dues[""]
    per_account = ("counter", "search", "account_due", "view account_balances", "statement",
                   "statement, worked out")  # fmt: skip
    return {
        **dict.fromkeys(("counter, by bill", "view bill_dues", "bulk list"), by_bill),
        **dict.fromkeys(per_account, mine),
        "books": ZERO,
        **dict.fromkeys(("ageing report", "ageing view"), every),
        "other bills on paper": {
            bill.bill_no: every - by_bill.get(bill.bill_no, ZERO) for bill in account.bills
        },
    }


def test_what_is_due_is_one_figure_in_every_state(
    world: World, clerk: Connection, reports: ReportService
) -> None:
    hall = Hall(world, clerk)
    wrong: dict[str, object] = {}
    with breaches_added(world) as breaches:
        made = {state: build(hall) for state, build in STATES.items()}
    for state, account in made.items():
        dues = worked_out(world, account, hall.today)
        right, found = wanted(dues, account), said(hall, clerk, reports, account)
        before = worked_out(world, account, hall.today - DAY)
        right["ageing report of yesterday"] = sum(before.values(), ZERO) - before[""]
        wrong.update({
            f"{state}: {place}": (found[place], right[place])
            for place in right if found[place] != right[place]
        })  # fmt: skip
    assert wrong == {}
    # Credit that a test gives has no cause.
    assert [found for found in breaches if "given without a payment" not in found] == []
    by_class, by_route, by_office = (
        reports.run(ReportOrder(name, hall.today, hall.today)).totals
        for name in ("ageing", "ageing-by-route", "ageing-by-office")
    )
    assert by_class[-2:] == by_route[-2:] == by_office[-2:]
    assert by_class[-2] not in {0, None}


def test_after_midnight_a_counter_goes_on_with_the_day_of_its_shift(world: World) -> None:
    """The screen says what the payment takes: a discount of the shift's day is still open."""
    selling = Selling(world.desk())
    today: date = world.run("SELECT local_date(SYSDATE(6))")[0][0]
    account = world.account(["100"], due_in_days=9, discount="7.25", discount_until=today)
    try:
        world.run(
            "INSERT INTO utility_offsets (from_utc, minutes)"
            " SELECT SYSDATE(6) - INTERVAL 1 SECOND, MAX(minutes) + 1440 FROM utility_offsets"
        )
        assert world.run("SELECT local_date(SYSDATE(6))")[0][0] == today + DAY
        opened = selling.program.lookup.open_account(account.account_id)
        assert [bill.due for bill in opened.bills] == [Decimal("92.75")]
        (found,) = selling.program.lookup.find(account.account_no).rows
        assert found.due == Decimal("92.75")
        receipt = selling.take(account)
    finally:
        world.run("DELETE FROM utility_offsets WHERE minutes > 900")
    assert receipt.total == Decimal("92.75")
    assert world.run("SELECT status FROM bills WHERE bill_id = %s", account.bills[0].bill_id) == [
        ("paid",)
    ]


def test_consumption_counts_an_estimate_until_it_is_trued_up(
    world: World, clerk: Connection
) -> None:
    hall = Hall(world, clerk)
    account = hall.account()

    def consumed() -> list[Decimal]:
        return [row[0] for row in world.run(
            "SELECT kwh FROM consumption WHERE account_no = %s ORDER BY period_to",
            account.account_no,
        )]  # fmt: skip

    read_bill(hall, account, 130, 101, kwh="90")
    read_bill(hall, account, 100, 71, kwh="100", is_estimated=1)
    read_bill(hall, account, 70, 41, kwh="110", is_estimated=1)
    assert consumed() == [90, 100, 110]
    read_bill(hall, account, 100, 11, kwh="285")
    assert consumed() == [90, 285]
