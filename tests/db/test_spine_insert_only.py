"""What stands, stands: insert-only rows and lawful steps, also for the administrator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pymysql
import pytest

from cashier_app.bootstrap import new_request_id
from cashier_app.db.connection import CounterConnection
from cashier_app.db.engine import Login
from cashier_app.db.repositories.shifts import ShiftRepository
from cashier_app.domain.drawer import CashKind
from cashier_app.domain.payments import Unsettled
from cashier_app.domain.shifts import CloseShift, Pieces
from cashier_app.verify.connection import reader_for
from cashier_app.verify.verification import verify
from tests.plugins.database import DATABASE, started
from tests.support.counter import PASSWORD, World
from tests.support.hall import Hall, pieces
from tests.support.selling import Selling

if TYPE_CHECKING:
    Client = pymysql.Connection[Any]

INSERT_ONLY = {
    "journal": "kind",
    "requests": "kind",
    "payments": "rounding",
    "tenders": "tendered",
    "payment_allocations": "amount",
    "credit_entries": "amount",
    "bill_adjustments": "amount",
    "reversals": "reason",
    "counts": "counted",
    "denomination_counts": "pieces",
    "z_reports": "difference",
    "z_tenders": "amount",
    "z_signatures": "signature",
    "print_log": "state",
    "drawer_events": "reason",
    "audit_events": "act",
    "counter_keys": "public_key",
    "day_postings": "amount",
    "cash_movements": "amount",
    "handovers": "receiver_id",
    "handover_ends": "handover_id",
    "drawer_checks": "counted",
    "decisions": "outcome",
    "unsettled_items": "total",
    "safe_entries": "amount",
    "deposits": "bag_no",
}
"""Tables that a day at a counter fills, with a column to change."""
RARE = {
    "approvals": (
        (
            "INSERT INTO approvals (act, request_id, fingerprint, amount, reason, user_id,"
            " approved_at, ends_at) SELECT 'undo', request_id, fingerprint, 1, 'x', user_id,"
            " stored_at, stored_at FROM requests LIMIT 1"
        ),
        "reason",
    ),
    "cheques": (
        (
            "INSERT INTO cheques SELECT entry_id, line_no, 'Bank', '12', '2026-01-01', 1"
            " FROM tenders LIMIT 1"
        ),
        "bank",
    ),
    "cheque_events": (
        (
            "INSERT INTO cheque_events (entry_id, line_no, state, stored_at, user_id)"
            " SELECT entry_id, 1, 'cleared', stored_at, user_id FROM journal LIMIT 1"
        ),
        "state",
    ),
}


@dataclass(frozen=True)
class Day:
    """A database after a day at one counter."""

    login: Login
    client: Client
    open_shift: int
    closed_shift: int


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    folder = tmp_path_factory.mktemp("day")
    with started(folder / "server") as server:
        world = World(server.admin_login(DATABASE), DATABASE, folder)
        closed = _a_day(world)
        shift = Selling(world.desk()).shift.shift_id
        with closing(server.admin_connection(DATABASE)) as client:
            yield Day(server.admin_login(DATABASE), client, shift, closed)
        world.close()


def _a_day(world: World) -> int:
    selling = Selling(world.desk())
    account = world.account(("100", "50"))
    opened = selling.program.lookup.open_account(account.account_id)
    selling.send(selling.order_for(opened, (), "20"))
    selling.take(account)
    selling.undo(selling.take(world.account(("70",)), "100").number)
    _cash_of_a_hall(Hall(world))
    world.run(
        "UPDATE bills SET version = version + 1 WHERE bill_id ="
        " (SELECT * FROM (SELECT MIN(bill_id) FROM bills) b)"
    )
    world.run(
        "INSERT INTO bill_adjustments (bill_id, kind, amount, cause, posted_on, posted_at)"
        " SELECT bill_id, 'correction', 0, 'x', issued_on, SYSDATE(6)"
        " FROM bills ORDER BY bill_id LIMIT 1"
    )
    world.run(
        "INSERT INTO office_requests (request_id, act, fingerprint, object_id, user_id, stored_at)"
        " SELECT REPEAT('r', 16), 'adjustment', UNHEX(SHA2(CONCAT('adjustment|', u.user_id, '|',"
        "  b.bill_no, '|', x.amount, '|', x.cause), 256)), x.adjustment_id, u.user_id, x.posted_at"
        " FROM bill_adjustments x JOIN bills b ON b.bill_id = x.bill_id"
        " JOIN (SELECT MIN(user_id) AS user_id FROM users) u WHERE x.kind = 'correction'"
    )
    counted = (Pieces(Decimal(1000), 2), Pieces(Decimal(100), 1), Pieces(Decimal(10), 3))
    selling.count(*counted)
    selling.close("counted twice")
    return selling.shift.shift_id


def _cash_of_a_hall(hall: Hall) -> None:
    hall.open_safe()
    hall.world.run(
        "INSERT INTO rights SELECT user_id, 'open_drawer', NULL FROM users WHERE user_name = %s",
        hall.first.desk.user_name,
    )
    hall.move(hall.first, CashKind.NO_SALE, reason="change for a note")
    given = hall.hand_over(hall.first, hall.second, "100")
    hall.accept(hall.second, given.entry_id, "100")
    hall.check(hall.first)
    hall.keep(CashKind.SAFE_DEPOSIT, pieces(("1000", 5)), bag="B1", bank="City Bank")
    hall.first.count(Pieces(Decimal(500), 2))
    z = hall.first.close("do not know")
    hall.decide(hall.first, str(z.difference))
    hall.second.count(Pieces(Decimal(500), 4), Pieces(Decimal(100), 1))
    left = Unsettled(UUID(int=7), "payment", Decimal(5), "p", datetime.now(UTC), set_aside=True)
    connection = CounterConnection(hall.second.desk.address, hall.second.desk.token)
    connection.open(hall.second.desk.user_name, PASSWORD)
    order = CloseShift(new_request_id(), hall.second.shift.shift_id, "", datetime.now(UTC))
    ShiftRepository(connection).close_shift(order, (left,))
    connection.close()
    hall.second.program.sessions.sign_in(hall.second.desk.user_name, PASSWORD)
    hall.second.program.shifts.sign_left_over()


def test_the_checker_is_silent_after_a_day(day: Day) -> None:
    with reader_for(day.login) as reader:
        assert [str(breach) for breach in verify(reader).breaches] == []


@pytest.fixture
def undone(day: Day) -> Iterator[Client]:
    """Whatever a test does is rolled back."""
    day.client.begin()
    yield day.client
    day.client.rollback()


def refusal(client: Client, statement: str) -> str:
    with client.cursor() as cursor, pytest.raises(pymysql.err.OperationalError) as error:
        cursor.execute(statement)
    assert error.value.args[0] == 1644
    return str(error.value.args[1])


@pytest.mark.parametrize(("table", "column"), INSERT_ONLY.items())
def test_rows_are_neither_changed_nor_deleted(undone: Client, table: str, column: str) -> None:
    with undone.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")
        assert cursor.fetchall()[0][0] > 0
    assert refusal(undone, f"UPDATE {table} SET {column} = {column} LIMIT 1")
    assert refusal(undone, f"DELETE FROM {table} LIMIT 1")


@pytest.mark.parametrize("table", RARE)
def test_rows_of_later_acts_are_neither_changed_nor_deleted(undone: Client, table: str) -> None:
    insert, column = RARE[table]
    with undone.cursor() as cursor:
        assert cursor.execute(insert) == 1
    assert refusal(undone, f"UPDATE {table} SET {column} = {column}")
    assert refusal(undone, f"DELETE FROM {table}")


def test_an_approval_is_used_for_good(undone: Client) -> None:
    with undone.cursor() as cursor:
        cursor.execute(RARE["approvals"][0])
        cursor.execute(
            "INSERT INTO approval_uses SELECT a.approval_id, j.entry_id"
            " FROM approvals a, journal j LIMIT 1"
        )
    assert refusal(undone, "UPDATE approval_uses SET entry_id = entry_id")
    assert refusal(undone, "DELETE FROM approval_uses")


KEPT = ["accounts", "counters", "counter_chains", "series", "shifts", "users", "bill_series"]


@pytest.mark.parametrize("table", KEPT)
def test_rows_that_change_are_never_deleted(undone: Client, table: str) -> None:
    assert refusal(undone, f"DELETE FROM {table}")


UNLAWFUL = [
    "UPDATE bills SET total = total + 1, version = version + 1",
    "UPDATE bills SET balance = balance + 1",
    "UPDATE bills SET due_on = due_on + INTERVAL 1 DAY, version = version + 1",
    "UPDATE bills SET title = 'x', version = version + 1",
    "UPDATE bills SET discount_amount = 5, version = version + 1",
    "UPDATE bills SET account_id = account_id + 1, version = version + 1",
    "UPDATE bills SET status = 'draft', version = version + 1",
    "UPDATE bills SET status = 'paid', version = version + 1 WHERE balance > 0",
    "UPDATE bills SET status = 'issued', version = version + 1 WHERE balance = 0",
    "UPDATE bills SET version = version - 1",
    "DELETE FROM bills",
    "UPDATE bill_lines SET amount = amount + 1",
    "DELETE FROM bill_lines",
    "UPDATE accounts SET credit = credit + 1",
    "UPDATE accounts SET credit = credit + 1, version = version + 2",
    "UPDATE accounts SET account_no = CONCAT(account_no, '1')",
    "UPDATE series SET last_no = last_no + 2",
    "UPDATE series SET last_no = last_no - 1",
    "UPDATE series SET total = total + 1",
    "UPDATE series SET last_no = last_no + 1, total = total - 1",
    "UPDATE counter_chains SET last_chain_no = last_chain_no + 2",
    "UPDATE counter_chains SET last_hash = REPEAT('x', 32)",
    (
        "UPDATE counter_chains SET last_chain_no = last_chain_no + 1,"
        " last_stored_at = last_stored_at - INTERVAL 1 SECOND"
    ),
    "UPDATE counters SET code = CONCAT(code, '9')",
    "UPDATE counters SET identity = REPEAT('x', 16)",
    "UPDATE shifts SET state = 'closed' WHERE state = 'open'",
    "UPDATE shifts SET state = 'open' WHERE state = 'closed'",
    "UPDATE shifts SET state = 'counting' WHERE state = 'closed'",
    "UPDATE shifts SET cash_taken = cash_taken + 1 WHERE state = 'closed'",
    "UPDATE shifts SET receipts = receipts - 1 WHERE receipts > 0",
    "UPDATE shifts SET float_amount = 0",
    "UPDATE shifts SET user_id = user_id + 1",
    "UPDATE shifts SET business_date = business_date + INTERVAL 1 DAY",
    "UPDATE utility SET currency_decimals = 3",
    "UPDATE utility SET currency_code = 'EUR'",
    "UPDATE bill_series SET last_no = last_no - 1",
]


@pytest.mark.parametrize("statement", UNLAWFUL)
def test_unlawful_steps_are_refused(undone: Client, statement: str) -> None:
    assert refusal(undone, statement)


LAWFUL = [
    "UPDATE bills SET balance = 1, status = 'part_paid', version = version + 1",
    "UPDATE accounts SET credit = credit + 1, version = version + 1",
    "UPDATE series SET last_no = last_no + 1, total = total + 5",
    "UPDATE shifts SET state = 'counting', counted_at = SYSDATE(6) WHERE state = 'open'",
    "UPDATE shifts SET cash_taken = cash_taken + 1 WHERE state = 'open'",
]


@pytest.mark.parametrize("statement", LAWFUL)
def test_lawful_steps_pass(undone: Client, statement: str) -> None:
    with undone.cursor() as cursor:
        assert cursor.execute(statement) > 0


def test_no_key_cascades(day: Day) -> None:
    """A cascading key would change rows past every trigger."""
    with day.client.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, update_rule, delete_rule"
            " FROM information_schema.referential_constraints"
            " WHERE constraint_schema = DATABASE()"
        )
        rules = cursor.fetchall()
    assert len(rules) > 60
    assert {rule for _, *both in rules for rule in both} <= {"RESTRICT", "NO ACTION"}


def test_credit_and_balance_never_go_below_zero(undone: Client) -> None:
    for statement in (
        "UPDATE bills SET balance = -1, version = version + 1, status = 'part_paid'",
        (
            "INSERT INTO credit_entries (account_id, amount, balance_after, stored_at)"
            " SELECT account_id, -5, -5, SYSDATE(6) FROM accounts LIMIT 1"
        ),
    ):
        with undone.cursor() as cursor, pytest.raises(pymysql.err.OperationalError) as error:
            cursor.execute(statement)
        assert error.value.args[0] in {3819, 4025}
