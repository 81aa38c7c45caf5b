"""The office's acts on issued bills: right, limit, reason, once; the checker stays silent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Connection

from cashier_app.bootstrap import new_request_id
from cashier_app.db.engine import Login, connected
from cashier_app.db.repositories.bill_office import BillOffice
from cashier_app.domain.accounts import Supply
from cashier_app.domain.bill_office import Instalment, LeftOut, Notices, in_instalments
from cashier_app.domain.errors import Refused
from cashier_app.domain.numbers import show_account_no
from cashier_app.domain.utility import Role
from cashier_app.verify.connection import reader_for
from cashier_app.verify.verification import verify
from tests.support.counter import PASSWORD, SeedAccount, World
from tests.support.day import local_today
from tests.support.selling import Selling, locked_bill

OVERDUE = 200


@pytest.fixture
def today(world: World) -> date:
    found = world.run("SELECT local_date(SYSDATE(6))")[0][0]
    assert isinstance(found, date)
    return found


@pytest.fixture
def clerk(world: World) -> Iterator[Connection]:
    with connected(Login(world.address, world.person(Role.CLERK), PASSWORD)) as connection:
        yield connection


@pytest.fixture
def office(clerk: Connection) -> BillOffice:
    return BillOffice(clerk)


def bill_row(world: World, bill_no: str) -> tuple[object, ...]:
    row = world.run("SELECT balance, status, version FROM bills WHERE bill_no = %s", bill_no)[0]
    return row[0], row[1], row[2]


def test_a_correction_moves_the_balance_once(world: World, office: BillOffice) -> None:
    bill = world.account(["100"]).bills[0]
    request, version = new_request_id(), office.version_of(bill.bill_no)
    first = office.adjust(request, bill.bill_no, version, Decimal("-30.50"), "Wrong multiplier")
    assert first == office.adjust(
        request, bill.bill_no, version, Decimal("-30.50"), "Wrong multiplier"
    )
    assert bill_row(world, bill.bill_no) == (Decimal("69.5"), "issued", version + 1)
    kind, cause, person = world.run(
        "SELECT kind, cause, user_id FROM bill_adjustments WHERE adjustment_id = %s", first
    )[0]
    assert (kind, cause) == ("correction", "Wrong multiplier")
    assert person is not None
    with pytest.raises(Refused, match="other_contents"):
        office.adjust(request, bill.bill_no, version, Decimal(-1), "Another")


@pytest.mark.parametrize(
    ("amount", "reason", "refusal"),
    [
        ("-100.01", "x", "below_zero"),
        ("0", "x", "bad_amount"),
        ("5", "  ", "reason_missing"),
        ("-60", "x", "above_limit"),
        ("60", "x", "above_limit"),
    ],
)
def test_what_a_correction_may_not_be(
    world: World, office: BillOffice, clerk: Connection, amount: str, reason: str, refusal: str
) -> None:
    bill = world.account(["100"]).bills[0]
    limit = Decimal(50) if refusal == "above_limit" else Decimal(10_000)
    world.run(
        "UPDATE rights r JOIN users u ON u.user_id = r.user_id SET r.limit_amount = %s"
        " WHERE r.activity = 'adjust_bills' AND u.user_name = %s",
        limit, str(clerk.engine.url.username),
    )  # fmt: skip
    with pytest.raises(Refused, match=refusal):
        office.adjust(new_request_id(), bill.bill_no, 0, Decimal(amount), reason)
    assert bill_row(world, bill.bill_no) == (100, "issued", 0)


def test_a_bill_that_changed_meanwhile_is_read_again(world: World, office: BillOffice) -> None:
    bill = world.account(["100"]).bills[0]
    office.adjust(new_request_id(), bill.bill_no, 0, Decimal(10), "First")
    with pytest.raises(Refused, match="bill_changed"):
        office.adjust(new_request_id(), bill.bill_no, 0, Decimal(10), "Second")


@pytest.mark.parametrize("act", ["adjust", "cancel", "fee", "plan", "notices", "supply"])
def test_no_act_without_its_right(world: World, clerk: Connection, act: str) -> None:
    account = world.account(["100"])
    office, bill = BillOffice(clerk), account.bills[0]
    world.run(
        "DELETE r FROM rights r JOIN users u ON u.user_id = r.user_id WHERE u.user_name = %s",
        str(clerk.engine.url.username),
    )
    day, request = local_today() + timedelta(days=30), new_request_id()
    acts: dict[str, Callable[[], object]] = {
        "adjust": lambda: office.adjust(request, bill.bill_no, 0, Decimal(1), "x"),
        "cancel": lambda: office.cancel(request, bill.bill_no, 0, "x"),
        "fee": lambda: office.issue_fee(request, account.account_no, "x", Decimal(1), day),
        "plan": lambda: office.agree_plan(
            request, account.account_no, [Instalment(day, Decimal(100))], ""
        ),
        "notices": lambda: office.give_notices(Notices(0, Decimal(0), day)),
        "supply": lambda: office.set_supply("x", Supply.OFF, "x"),
    }
    with pytest.raises(Refused, match="no_right"):
        acts[act]()


def test_an_unpaid_bill_is_taken_back_by_a_credit_note(world: World, office: BillOffice) -> None:
    bill = world.account(["100"]).bills[0]
    office.cancel(new_request_id(), bill.bill_no, 0, "Meter misread")
    assert bill_row(world, bill.bill_no) == (0, "cancelled", 1)
    with pytest.raises(Refused, match="bill_cancelled"):
        office.cancel(new_request_id(), bill.bill_no, 1, "Again")
    with pytest.raises(Refused, match="bill_cancelled"):
        office.adjust(new_request_id(), bill.bill_no, 1, Decimal(5), "Again")


def test_what_was_paid_cannot_be_taken_back_by_a_credit_note(
    world: World, office: BillOffice
) -> None:
    selling = Selling(world.desk())
    account = world.account(["100"])
    selling.take(account, "40", part=True)
    bill = account.bills[0]
    with pytest.raises(Refused, match="bill_has_payments"):
        office.cancel(new_request_id(), bill.bill_no, office.version_of(bill.bill_no), "x")
    office.adjust(
        new_request_id(), bill.bill_no, office.version_of(bill.bill_no), Decimal(-60), "Rest"
    )
    assert bill_row(world, bill.bill_no)[:2] == (0, "paid")


def test_a_fee_is_numbered_without_gap_and_can_be_paid(
    world: World, office: BillOffice, today: date
) -> None:
    account = world.account([])
    request = new_request_id()
    due_on = today + timedelta(days=20)
    first = office.issue_fee(request, account.account_no, "Meter test", Decimal(260), due_on)
    assert first == office.issue_fee(
        request, account.account_no, "Meter test", Decimal(260), due_on
    )
    second = office.issue_fee(
        new_request_id(), account.account_no, "Reconnection", Decimal(500), due_on
    )
    assert int(second) == int(first) + 1
    Selling(world.desk()).take(account)
    assert bill_row(world, first)[:2] == (0, "paid")
    with pytest.raises(Refused, match="bad_amount"):
        office.issue_fee(new_request_id(), account.account_no, "x", Decimal("0.001"), due_on)
    with pytest.raises(Refused, match="bad_period"):
        office.issue_fee(
            new_request_id(), account.account_no, "x", Decimal(1), today - timedelta(days=1)
        )
    with pytest.raises(Refused, match="no_such_account"):
        office.issue_fee(new_request_id(), "0", "x", Decimal(1), due_on)


def overdue_account(world: World) -> tuple[SeedAccount, str]:
    """An account with one long overdue bill of 100, and its connection's number."""
    account = world.account(["100"], due_in_days=-OVERDUE)
    connection_no = world.run(
        "SELECT k.connection_no FROM account_connections ac JOIN connections k"
        " ON k.connection_id = ac.connection_id WHERE ac.account_id = %s",
        account.account_id,
    )[0][0]
    return account, str(connection_no)


def in_three_days(today: date) -> Notices:
    return Notices(OVERDUE - 1, Decimal(50), today + timedelta(days=3))


def listed(office: BillOffice, connection_no: str) -> Decimal | None:
    found = [row for row in office.to_disconnect() if row.connection_no == connection_no]
    return found[0].minimum if found else None


def test_a_payment_takes_an_account_off_the_list_and_its_undo_puts_it_back(
    world: World, office: BillOffice, today: date
) -> None:
    account, connection_no = overdue_account(world)
    assert office.give_notices(in_three_days(today)) >= 1
    assert listed(office, connection_no) == 100
    selling = Selling(world.desk())
    opened = selling.program.lookup.open_account(account.account_id)
    assert opened.supply is Supply.NOTICE
    assert opened.supply_minimum == 100
    receipt = selling.take(account)
    assert listed(office, connection_no) is None
    opened = selling.program.lookup.open_account(account.account_id)
    assert opened.supply is Supply.ON
    assert opened.disconnect_on is None
    assert opened.supply_minimum == 0
    selling.undo(receipt.number)
    assert listed(office, connection_no) == 100


def on(world: World, connection_no: str, day: date) -> None:
    """Its notice was given on this day, and the day of the cut has come."""
    world.run(
        "UPDATE connections SET noticed_on = %s, disconnect_on = local_date(SYSDATE(6))"
        " WHERE connection_no = %s",
        day, connection_no,
    )  # fmt: skip


def connection_id(world: World, connection_no: str) -> int:
    return int(
        world.run("SELECT connection_id FROM connections WHERE connection_no = %s", connection_no)[
            0
        ][0]
    )


def test_a_notice_is_for_what_was_overdue_on_its_day(
    world: World, office: BillOffice, today: date
) -> None:
    """Once that is paid, the next debt needs a notice of its own."""
    account, connection_no = overdue_account(world)
    office.give_notices(in_three_days(today))
    assert world.run(
        "SELECT noticed_on FROM connections WHERE connection_no = %s", connection_no
    ) == [(today,)]
    on(world, connection_no, today - timedelta(days=100))
    selling = Selling(world.desk())
    selling.take(account)
    world.bill(
        account.account_id, connection_id(world, connection_no), "70",
        due_on=today - timedelta(days=60),
    )  # fmt: skip
    assert listed(office, connection_no) is None
    opened = selling.program.lookup.open_account(account.account_id)
    assert (opened.supply, opened.disconnect_on) == (Supply.ON, None)
    assert office.give_notices(Notices(30, Decimal(50), today + timedelta(days=3))) >= 1
    assert listed(office, connection_no) == 70


def test_a_notice_is_not_for_who_moved_in_since(
    world: World, office: BillOffice, today: date
) -> None:
    account, connection_no = overdue_account(world)
    office.give_notices(in_three_days(today))
    on(world, connection_no, today - timedelta(days=100))
    world.run(
        "UPDATE account_connections SET liable_from = %s WHERE account_id = %s",
        today - timedelta(days=50), account.account_id,
    )  # fmt: skip
    assert listed(office, connection_no) is None


def test_who_owes_less_than_the_minimum_is_not_on_the_list(
    world: World, office: BillOffice, today: date
) -> None:
    account, connection_no = overdue_account(world)
    world.run("REPLACE INTO settings VALUES ('notice_minimum', '50')")
    try:
        with pytest.raises(Refused, match="notice_too_small"):
            office.give_notices(Notices(30, Decimal(0), today + timedelta(days=3)))
        office.give_notices(in_three_days(today))
        assert listed(office, connection_no) == 100
        Selling(world.desk()).take(account, "50", part=True)
        assert listed(office, connection_no) is None
    finally:
        world.run("DELETE FROM settings WHERE setting = 'notice_minimum'")


def test_a_cut_waits_for_the_days_of_its_notice(
    office: BillOffice, world: World, today: date
) -> None:
    world.run("REPLACE INTO settings VALUES ('notice_days', '4')")
    try:
        with pytest.raises(Refused, match="cut_too_soon") as refused:
            office.give_notices(in_three_days(today))
        assert refused.value.facts["day"] == str(today + timedelta(days=4))
    finally:
        world.run("DELETE FROM settings WHERE setting = 'notice_days'")


def test_instalments_keep_late_charges_and_the_cut_away(
    world: World, office: BillOffice, today: date
) -> None:
    account, connection_no = overdue_account(world)
    office.give_notices(in_three_days(today))
    parts = in_instalments(Decimal(100), today + timedelta(days=10), 3, Decimal("0.01"))
    assert sum(part.amount for part in parts) == 100
    plan = office.agree_plan(new_request_id(), account.account_no, parts, "By phone")
    assert listed(office, connection_no) is None
    with pytest.raises(Refused, match="plan_runs_already"):
        office.agree_plan(new_request_id(), account.account_no, parts, "Again")
    bill_id = account.bills[0].bill_id
    world.insert("bill_late_charges", bill_id=bill_id, step=1, post_on=today, amount="5")
    world.run("TRUNCATE TABLE day_postings")  # no trigger sees it: the day is not posted yet
    Selling(world.desk())  # the first shift of a day posts it
    assert world.run("SELECT COUNT(*) FROM day_postings WHERE business_date = %s", today)[0][0]
    assert world.run("SELECT balance FROM bills WHERE bill_id = %s", bill_id)[0][0] == 100
    office.end_plan(plan, "broken")
    assert listed(office, connection_no) == 100
    with pytest.raises(Refused, match="plan_ended_already"):
        office.end_plan(plan, "kept")


def test_the_checker_has_nothing_to_say_about_the_offices_acts(
    world: World, office: BillOffice, today: date
) -> None:
    account = world.account(["100", "50"])
    first, second = account.bills
    office.adjust(new_request_id(), first.bill_no, 0, Decimal(-100), "Never used")
    office.cancel(new_request_id(), second.bill_no, 0, "Wrong customer")
    office.issue_fee(
        new_request_id(), account.account_no, "Meter test", Decimal(260), today + timedelta(days=9)
    )
    with reader_for(world.admin) as reader:
        breaches = [str(breach) for breach in verify(reader).breaches]
    numbers = {
        str(row[0])
        for row in world.run("SELECT bill_no FROM bills WHERE account_id = %s", account.account_id)
    }
    assert len(numbers) == 3
    assert [found for found in breaches if any(number in found for number in numbers)] == []


def test_a_plan_must_add_up_and_run_forward(world: World, office: BillOffice, today: date) -> None:
    account, _ = overdue_account(world)
    soon, later = today + timedelta(days=5), today + timedelta(days=40)
    for parts, refusal in (
        ([Instalment(soon, Decimal(99))], "plan_differs"),
        ([Instalment(later, Decimal(50)), Instalment(soon, Decimal(50))], "bad_instalment"),
        ([Instalment(today - timedelta(days=1), Decimal(100))], "bad_instalment"),
        ([], "plan_differs"),
    ):
        with pytest.raises(Refused, match=refusal):
            office.agree_plan(new_request_id(), account.account_no, parts, "")
    assert not world.run(
        "SELECT 1 FROM instalment_plans p JOIN accounts a ON a.account_id = p.account_id"
        " WHERE a.account_no = %s",
        account.account_no,
    )


def test_a_supply_is_cut_off_and_switched_on_with_a_reason(
    world: World, office: BillOffice
) -> None:
    _, connection_no = overdue_account(world)
    with pytest.raises(Refused, match="reason_missing"):
        office.set_supply(connection_no, Supply.OFF, " ")
    office.set_supply(connection_no, Supply.OFF, "Not paid")
    assert listed(office, connection_no) == 100
    with pytest.raises(Refused, match="supply_unchanged"):
        office.set_supply(connection_no, Supply.OFF, "Again")
    office.set_supply(connection_no, Supply.ON, "Paid at the bank")
    assert listed(office, connection_no) is None


def test_notices_are_looked_at_without_being_given(
    world: World, office: BillOffice, today: date
) -> None:
    account, connection_no = overdue_account(world)
    found = office.look_at_notices(in_three_days(today))
    assert found.given.connections >= 1
    assert found.given.overdue == sum(row.overdue for row in found.rows)
    (row,) = [row for row in found.rows if row.connection_no == connection_no]
    assert row.account_no == show_account_no(account.account_no)
    assert (row.overdue, row.left_out) == (Decimal(100), None)
    assert row.oldest_due_on == today - timedelta(days=OVERDUE)
    assert list(found.rows) == sorted(found.rows, key=lambda row: -row.overdue)
    assert listed(office, connection_no) is None
    assert office.give_notices(in_three_days(today)) == found.given.connections
    assert listed(office, connection_no) == 100


def test_who_is_left_out_of_notices_is_told_with_the_reason(
    world: World, office: BillOffice, today: date
) -> None:
    (_, off), (_, noticed), (on_plan, planned), (paying, small) = (
        overdue_account(world) for _ in range(4)
    )
    office.set_supply(off, Supply.OFF, "Not paid")
    world.run(
        "UPDATE connections SET supply = 'notice', disconnect_on = %s, noticed_on = %s"
        " WHERE connection_no = %s",
        today + timedelta(days=1), today, noticed,
    )  # fmt: skip
    parts = in_instalments(Decimal(100), today + timedelta(days=10), 3, Decimal("0.01"))
    office.agree_plan(new_request_id(), on_plan.account_no, parts, "By phone")
    office.adjust(new_request_id(), paying.bills[0].bill_no, 0, Decimal(-50), "Half of it")
    found = office.look_at_notices(in_three_days(today))
    reasons = {row.connection_no: row.left_out for row in found.left_out}
    assert [reasons[number] for number in (off, noticed, planned, small)] == [
        LeftOut.OFF, LeftOut.NOTICED, LeftOut.PLAN, LeftOut.SMALL
    ]  # fmt: skip
    for reason, total in found.without.items():
        rows = [row for row in found.left_out if row.left_out is reason]
        assert (total.connections, total.overdue) == (len(rows), sum(r.overdue for r in rows))
    office.give_notices(in_three_days(today))
    kept = world.run(
        "SELECT connection_no, supply FROM connections WHERE connection_no IN (%s, %s, %s)",
        off, planned, small,
    )  # fmt: skip
    assert sorted(map(tuple, kept)) == sorted([(off, "off"), (planned, "on"), (small, "on")])


def test_two_connections_of_one_account_owe_once(
    world: World, office: BillOffice, today: date
) -> None:
    account, _ = overdue_account(world)
    before = office.look_at_notices(in_three_days(today)).given
    world.insert(
        "account_connections", account_id=account.account_id,
        connection_id=world._connection("2 Mill Lane"), liable_from=today - timedelta(days=9),
    )  # fmt: skip
    after = office.look_at_notices(in_three_days(today)).given
    assert (after.connections, after.overdue) == (before.connections + 1, before.overdue)


def test_neither_notices_nor_a_look_at_them_wait_for_who_is_paying(
    world: World, office: BillOffice, today: date
) -> None:
    """Nor does who pays wait for them: bills are read as they are committed."""
    account, connection_no = overdue_account(world)
    with locked_bill(world, account.bills[0].bill_id):
        assert office.look_at_notices(in_three_days(today)).given.connections >= 1
        assert office.give_notices(in_three_days(today)) >= 1
        again = office.look_at_notices(in_three_days(today)).left_out
    assert [row.left_out for row in again if row.connection_no == connection_no] == [
        LeftOut.NOTICED
    ]
    assert listed(office, connection_no) == 100


@pytest.mark.parametrize(
    ("days", "minimum", "in_days", "route", "refusal"),
    [
        (0, "0", 0, "", "cut_too_soon"),
        (-1, "0", 3, "", "bad_request"),
        (0, "-1", 3, "", "bad_request"),
        (0, "0", 3, "nowhere", "no_such_route"),
    ],
)
def test_what_notices_may_not_be(
    office: BillOffice, today: date, days: int, minimum: str, in_days: int, route: str, refusal: str
) -> None:
    notices = Notices(days, Decimal(minimum), today + timedelta(days=in_days), route)
    with pytest.raises(Refused, match=refusal):
        office.give_notices(notices)


def test_the_list_says_what_is_owed_and_is_searched(
    world: World, office: BillOffice, today: date
) -> None:
    account, connection_no = overdue_account(world)
    world.bill(
        account.account_id, world.run("SELECT MIN(connection_id) FROM connections")[0][0], "40",
        due_on=today + timedelta(days=9),
    )  # fmt: skip
    office.give_notices(in_three_days(today))
    for text in (account.account_no, connection_no.lower()):
        (row,) = office.to_disconnect(search=text)
        assert (row.owed, row.minimum) == (Decimal(140), Decimal(100))
        assert row.oldest_due_on == today - timedelta(days=OVERDUE)
    assert any(row.connection_no == connection_no for row in office.to_disconnect("R1"))
    assert office.to_disconnect("R1", "no such person") == ()
