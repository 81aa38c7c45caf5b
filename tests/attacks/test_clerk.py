"""A clerk's database user writes tables: what it may not, and what it cannot make of a run."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pymysql
import pytest

from cashier_app.db.engine import connected
from cashier_app.db.errors import Kind, classify
from cashier_app.db.users import disable_user
from cashier_app.domain.utility import Role
from tests.support.correcting import books_of
from tests.support.counter import PASSWORD, SeedAccount, World
from tests.support.day import local_today
from tests.support.selling import ask, own_connection

if TYPE_CHECKING:
    Client = pymysql.Connection[Any]

SOAK = bool(os.environ.get("CASHIER_SOAK"))
BILLS = {
    "a bill is marked paid": (
        "UPDATE bills SET balance = 0, status = 'paid', version = version + 1"
        " WHERE bill_id = {bill}"
    ),
    "a bill is made of nothing": (
        "INSERT INTO bills (bill_no, series, running_no, account_id, connection_id, kind, title,"
        " issued_on, due_on, total, balance, status) SELECT 'X1', 'X', 1, account_id,"
        " connection_id, 'fee', 'x', CURDATE(), CURDATE(), 5, 5, 'issued' FROM bills"
        " WHERE bill_id = {bill}"
    ),
    "a line is added": (
        "INSERT INTO bill_lines (bill_id, line_no, kind, label, unit, amount)"
        " VALUES ({bill}, 7, 'fee', 'x', '', 5)"
    ),
    "a late charge is added": (
        "INSERT INTO bill_late_charges (bill_id, step, post_on, amount)"
        " VALUES ({bill}, 1, '2020-01-01', 5000)"
    ),
    "credit is given": "UPDATE accounts SET credit = credit + 5, version = version + 1",
    "an account is made with credit": (
        "INSERT INTO accounts (account_no, customer_id, tariff_class, opened_on, credit)"
        " SELECT 'zz1', customer_id, 'residential', CURDATE(), 50 FROM customers LIMIT 1"
    ),
    "a run is issued without its procedure": "UPDATE bill_runs SET state = 'issued'",
    "a run is opened without its procedure": (
        "INSERT INTO bill_runs (cycle, issue_on, due_on, state, started_at)"
        " VALUES ('2026-01-01', '2026-01-01', '2026-01-01', 'open', '2026-01-01')"
    ),
}


@pytest.fixture
def account(world: World) -> SeedAccount:
    return world.account(("100",))


@pytest.fixture
def clerk(world: World) -> Iterator[Client]:
    with closing(
        pymysql.connect(
            user=world.person(Role.CLERK),
            password=PASSWORD,
            unix_socket=world.address.socket,
            database=world.database,
            autocommit=True,
        )
    ) as client:
        yield client


@pytest.mark.parametrize("what", BILLS)
def test_bills_and_credit_are_not_a_clerks_to_write(
    world: World, account: SeedAccount, clerk: Client, what: str
) -> None:
    before = books_of(world, account)
    with clerk.cursor() as cursor, pytest.raises(pymysql.MySQLError) as error:
        cursor.execute(BILLS[what].format(bill=account.bills[0].bill_id))
    assert classify(error.value) is Kind.DENIED
    assert books_of(world, account) == before


@pytest.mark.parametrize(
    ("version", "amount", "code"),
    [(None, "5", "bill_changed"), (0, "0.005", "bad_amount"), (0, None, "bad_amount")],
)
def test_an_adjustment_compares_and_is_whole(
    world: World, account: SeedAccount, clerk: Client, version: object, amount: object, code: str
) -> None:
    before = books_of(world, account)
    bill_no = account.bills[0].bill_no
    answer = ask(clerk, "post_adjustment", uuid4().hex, bill_no, version, amount, "because")
    assert answer.code == code
    assert books_of(world, account) == before


def test_a_cancellation_compares(world: World, account: SeedAccount, clerk: Client) -> None:
    answer = ask(clerk, "cancel_bill", uuid4().hex, account.bills[0].bill_no, None, "because")
    assert answer.code == "bill_changed"


def test_a_run_with_a_place_left_out_leaves_no_gap(
    world: World, account: SeedAccount, clerk: Client
) -> None:
    """Two bills are promised and one is lined up: none is issued, no number is drawn."""
    world.run("UPDATE bill_runs SET state = 'dropped' WHERE state IN ('open', 'issuing')")
    today, numbers = local_today(), "SELECT series, last_no FROM bill_series ORDER BY series"
    before = world.run(numbers)
    with clerk.cursor() as cursor:
        cursor.execute(
            "CALL open_run(%s, '', %s, %s)", (today.replace(day=1), today, today + timedelta(20))
        )
        cursor.nextset()
        ((run_id,),) = cursor.fetchall()
        while cursor.nextset():
            pass
        cursor.execute(
            "INSERT INTO bill_run_items (run_id, seq, account_id, connection_id, pattern_key,"
            " period_from, period_to, is_estimated) SELECT %s, 2, account_id, connection_id,"
            " REPEAT('k', 16), '2025-01-01', '2025-01-31', 0 FROM bills WHERE bill_id = %s",
            (run_id, account.bills[0].bill_id),
        )
        cursor.execute("UPDATE bill_runs SET items = 2 WHERE run_id = %s", (run_id,))
    assert ask(clerk, "issue_run", run_id, 0, 10).code == "bad_request"
    assert world.run(numbers) == before
    assert ask(clerk, "drop_run", run_id).outcome == "done"


def test_a_disabled_clerks_open_connection_writes_no_more(world: World, clerk: Client) -> None:
    """Only who writes tables could go on without a CALL."""
    ((name,),) = _rows(clerk, "SELECT SUBSTRING_INDEX(USER(), '@', 1)")
    with connected(replace(world.admin, address=world.address)) as connection:
        disable_user(connection, str(name))
    with clerk.cursor() as cursor, pytest.raises(pymysql.MySQLError):
        cursor.execute("UPDATE customers SET instruction = 'x'")


@pytest.mark.parametrize("held_seconds", [0.3, 10] if SOAK else [0.3])
def test_so_does_one_that_is_within_a_call(
    world: World, clerk: Client, held_seconds: float
) -> None:
    """There it is listed under its definer's name, as everybody is; a long CALL is ended, too."""
    ((name,),) = _rows(clerk, "SELECT SUBSTRING_INDEX(USER(), '@', 1)")
    with closing(own_connection(world)) as holder:
        holder.query("LOCK TABLES period_closings WRITE")
        release = threading.Timer(held_seconds, holder.query, ("UNLOCK TABLES",))
        reads = threading.Thread(target=_reads, args=(clerk,))
        reads.start()
        _await_call(world, clerk, str(name))
        release.start()
        with connected(replace(world.admin, address=world.address)) as connection:
            disable_user(connection, str(name))
        reads.join(5)
        assert not reads.is_alive()
        release.cancel()
        release.join()
    with clerk.cursor() as cursor, pytest.raises(pymysql.MySQLError):
        cursor.execute("UPDATE customers SET instruction = 'x'")


def _reads(client: Client) -> None:
    """A report that waits while somebody holds one of its tables."""
    with contextlib.suppress(pymysql.MySQLError):
        day = local_today()
        ask(client, "report_period_locks", day, day, None, None, None, None)


def _await_call(world: World, client: Client, name: str) -> None:
    """Until the client's session is listed under another name than its own."""
    thread_id = client.thread_id()  # type: ignore[no-untyped-call]
    listed, ends = "SELECT user FROM information_schema.processlist", time.monotonic() + 10
    while world.run(f"{listed} WHERE id = %s", thread_id)[0][0] == name:
        assert time.monotonic() < ends


def _rows(client: Client, question: str) -> list[tuple[Any, ...]]:
    with client.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())
