"""A locked period takes nothing more, by procedure or by hand; what was owed at its end is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pymysql
import pytest

from cashier_app.db.engine import Login
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.repositories.reports import reports_of
from cashier_app.domain.errors import Busy, Refused
from cashier_app.domain.reports import ReportOrder
from cashier_app.domain.utility import Role
from cashier_app.services.reports import ReportService
from cashier_app.verify import cash_checks
from cashier_app.verify.connection import reader_for
from cashier_app.verify.reader import run_check
from tests.plugins.database import DATABASE
from tests.support.counter import PASSWORD, World
from tests.support.day import local_today
from tests.support.selling import Selling, ask, own_connection

TODAY = local_today()
LONG_AGO = TODAY - timedelta(days=40)


@pytest.fixture
def world(fresh_server: PrivateServer, tmp_path: Path) -> Iterator[World]:
    made = World(fresh_server.admin_login(DATABASE), DATABASE, tmp_path)
    yield made
    made.close()


@pytest.fixture
def clerk(world: World) -> Iterator[ReportService]:
    login = Login(world.address, world.person(Role.CLERK), PASSWORD)
    with reports_of(login) as gateway:
        yield ReportService(gateway)


def rule_of(world: World, statement: str, *values: object) -> str:
    with pytest.raises(pymysql.MySQLError) as caught:
        world.run(statement, *values)
    return str(caught.value.args[1])


def refused(service: ReportService, to_day: date) -> str:
    with pytest.raises(Refused) as caught:
        service.lock_period(to_day, "month end")
    return caught.value.code


def test_locking_keeps_what_was_owed_and_paying_goes_on(world: World, clerk: ReportService) -> None:
    old = world.account(["100", "40.50"], due_in_days=-60)
    clerk.lock_period(LONG_AGO, "month end")
    ((owed,),) = world.run("SELECT SUM(closing) FROM period_closings")
    ageing = clerk.run(ReportOrder("ageing", LONG_AGO, LONG_AGO))
    assert owed == ageing.totals[6] == 140.5
    Selling(world.desk()).take(old)
    after = clerk.run(ReportOrder("ageing", LONG_AGO, LONG_AGO))
    assert after.totals[6] == owed, "a payment of today changes nothing about the past"
    (row,) = clerk.run(ReportOrder("period-locks", TODAY, TODAY)).rows
    assert (row[0], row[3:]) == (LONG_AGO, ("month end", "residential", owed))
    events = world.run("SELECT COUNT(*) FROM audit_events WHERE act = 'period_locked'")
    assert events == [(1,)]


def test_after_a_lock_receivables_begin_with_what_it_kept(
    world: World, clerk: ReportService
) -> None:
    """The same figures as without a lock, out of the postings since it alone."""
    first = world.account(["100", "40.50"], due_in_days=-60)
    selling = Selling(world.desk())
    selling.take(first)
    world.account(["75"], due_in_days=-5)
    orders = [
        ReportOrder("receivables", TODAY - timedelta(days=back), TODAY) for back in (0, 25, 39, 60)
    ]
    before = [clerk.run(order).rows for order in orders]
    clerk.lock_period(LONG_AGO, "month end")
    assert [clerk.run(order).rows for order in orders] == before
    assert {row[-1] for rows in before for row in rows} == {0}, "and they end at the ageing"
    # What the lock kept is where they begin: a change of it would show.
    world.run("DROP TRIGGER period_closings_no_update")
    world.run("UPDATE period_closings SET closing = closing + 1")
    moved = [clerk.run(order).totals[1] for order in orders]
    wanted = [sum(Decimal(str(row[1])) for row in rows) for rows in before]
    assert moved == [*(opening + 1 for opening in wanted[:3]), wanted[3]]


def test_a_lock_is_held_against_the_postings(world: World, clerk: ReportService) -> None:
    """`receivables` begins with what a lock kept: the checker works it out from the beginning."""
    selling = Selling(world.desk())
    for days in (-70, -60, -5):
        world.account(["100", "40.50"], due_in_days=days)
    selling.take(world.account(["75"], due_in_days=-65))

    def broken() -> list[tuple[int, str]]:
        with reader_for(replace(world.admin, address=world.address)) as reader:
            found = [b for c in cash_checks.CHECKS for b in run_check(reader, c)]
        return [(breach.number, breach.subject) for breach in found]

    clerk.lock_period(LONG_AGO - timedelta(days=10), "")
    clerk.lock_period(LONG_AGO, "")
    assert broken() == []
    world.run("DROP TRIGGER period_closings_no_update")
    world.run("UPDATE period_closings SET closing = closing + 1 WHERE locked_to = %s", LONG_AGO)
    assert broken() == [(12, f"lock up to {LONG_AGO}")]


def test_only_what_is_over_is_locked_once_and_onwards(clerk: ReportService) -> None:
    assert refused(clerk, TODAY + timedelta(days=1)) == "period_not_over"
    clerk.lock_period(LONG_AGO, "")
    assert refused(clerk, LONG_AGO) == "period_locked"
    assert refused(clerk, LONG_AGO - timedelta(days=3)) == "period_locked"
    clerk.lock_period(LONG_AGO + timedelta(days=3), "")


def test_an_open_shift_keeps_its_day_open(world: World, clerk: ReportService) -> None:
    selling = Selling(world.desk())
    world.run("DROP TRIGGER shifts_lawful_update")
    world.run("UPDATE shifts SET business_date = %s", LONG_AGO)
    with pytest.raises(Refused) as caught:
        clerk.lock_period(LONG_AGO, "")
    assert caught.value.code == "shift_still_open"
    assert selling.desk.code in caught.value.facts["shift"]
    assert world.run("SELECT COUNT(*) FROM period_locks") == [(0,)]


def test_a_shift_that_is_just_being_opened_is_waited_for(
    world: World, clerk: ReportService
) -> None:
    """At midnight: its opening and the lock of its day cannot both come through."""
    desk = world.desk()
    with closing(own_connection(world)) as opening, opening.cursor() as cursor:
        opening.begin()
        cursor.execute(
            "INSERT INTO shifts (shift_id, counter_id, user_id, business_date, opened_at,"
            " float_amount, state) SELECT 1, %s, user_id, %s, SYSDATE(6), 0, 'open'"
            " FROM users WHERE user_name = %s",
            (desk.counter_id, LONG_AGO, desk.user_name),
        )
        with pytest.raises(Busy):
            clerk.lock_period(LONG_AGO, "")
        opening.rollback()
    clerk.lock_period(LONG_AGO, "")


def test_bills_that_are_just_being_issued_are_waited_for(
    world: World, clerk: ReportService
) -> None:
    """Back-dated ones passed the lock before it stood, and would be in no month."""
    run_id = world.insert(
        "bill_runs", cycle=LONG_AGO, issue_on=LONG_AGO, due_on=TODAY, state="open",
        started_at=datetime.now(UTC),
    )  # fmt: skip
    with closing(own_connection(world)) as issuing, issuing.cursor() as cursor:
        issuing.begin()
        cursor.execute("UPDATE bill_runs SET state = 'issuing' WHERE run_id = %s", (run_id,))
        with pytest.raises(Busy):
            clerk.lock_period(LONG_AGO, "")
        issuing.commit()
    with pytest.raises(Refused) as caught:
        clerk.lock_period(LONG_AGO, "")
    assert (caught.value.code, caught.value.facts["run"]) == ("run_still_issuing", str(run_id))
    world.run("UPDATE bill_runs SET state = 'issued' WHERE run_id = %s", run_id)
    clerk.lock_period(LONG_AGO, "")


def test_a_locked_day_takes_no_entry(world: World, clerk: ReportService) -> None:
    selling = Selling(world.desk())
    account = world.account(["100"])
    clerk.lock_period(LONG_AGO, "")
    world.run("DROP TRIGGER shifts_lawful_update")
    world.run("UPDATE shifts SET business_date = %s", LONG_AGO)
    with pytest.raises(Refused) as caught:
        selling.take(account)
    assert caught.value.code == "period_locked"
    assert world.run("SELECT COUNT(*) FROM payments") == [(0,)]


def journal_row(world: World) -> dict[str, Any]:
    names = [r[0] for r in world.run("SHOW COLUMNS FROM journal")]
    (row,) = world.run("SELECT * FROM journal LIMIT 1")
    return dict(zip(names, row, strict=True))


def test_triggers_say_no_to_the_administrator_too(world: World, clerk: ReportService) -> None:
    Selling(world.desk())
    account = world.account(["100"], due_in_days=-5)
    (bill,) = account.bills
    clerk.lock_period(LONG_AGO, "")
    row = journal_row(world)
    row.update(business_date=LONG_AGO, entry_id=row["entry_id"] + 5, chain_no=6, number=6)
    names = ", ".join(row)
    marks = ", ".join(["%s"] * len(row))
    assert "locked" in rule_of(
        world, f"INSERT INTO journal ({names}) VALUES ({marks})", *row.values()
    )
    adjust = (
        "INSERT INTO bill_adjustments (bill_id, kind, amount, cause, posted_on, posted_at)"
        " VALUES (%s, 'correction', 1, 'x', %s, NOW())"
    )
    assert "locked" in rule_of(world, adjust, bill.bill_id, LONG_AGO)
    world.run(adjust, bill.bill_id, LONG_AGO + timedelta(days=1))
    copy = (
        "INSERT INTO bills (bill_no, series, running_no, account_id, connection_id, kind, title,"
        " issued_on, due_on, total, balance, status) SELECT {no}, series, {running}, account_id,"
        " connection_id, kind, title, %s, %s, total, balance, %s FROM bills WHERE bill_id = %s"
    )
    issued = copy.format(no="'X1'", running="running_no + 900")
    assert "locked" in rule_of(world, issued, LONG_AGO, TODAY, "issued", bill.bill_id)
    world.run(copy.format(no="NULL", running="NULL"), LONG_AGO, TODAY, "draft", bill.bill_id)
    issue = (
        "UPDATE bills SET status = 'issued', bill_no = 'X2', running_no = 12345"
        " WHERE status = 'draft'"
    )
    assert "locked" in rule_of(world, issue)
    world.run("UPDATE bills SET issued_on = %s WHERE status = 'draft'", TODAY)
    world.run(issue)


@pytest.mark.parametrize("table", ["period_locks", "period_closings"])
def test_a_lock_is_for_ever(world: World, clerk: ReportService, table: str) -> None:
    world.account(["100"], due_in_days=-60)
    clerk.lock_period(LONG_AGO, "")
    assert "insert-only" in rule_of(world, f"DELETE FROM {table}")
    assert "insert-only" in rule_of(world, f"UPDATE {table} SET locked_to = %s", TODAY)


@pytest.mark.mariadb_only
@pytest.mark.parametrize("switch", ["max_statement_time = 1", "max_session_mem_used = 500000"])
def test_a_limit_of_the_session_locks_nothing(world: World, switch: str) -> None:
    """It could end the CALL behind the lock, past every handler: a COMMIT, and no figures."""
    desk = world.desk(Role.SUPERVISOR)
    with closing(desk.client()) as client, client.cursor() as cursor:
        cursor.execute(f"SET {switch}")
        answer = ask(client, "lock_period", LONG_AGO, "month end")
        client.commit()
    assert answer.code == "unsafe_session"
    assert world.run("SELECT * FROM period_locks") == []
