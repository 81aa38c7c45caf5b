"""What the office did is silent; what is changed in it behind the program's back is named.

Bills, credit notes and settings stand in no counter's chain. Each is held against what asked for
it: the priced run, the office's request with its fingerprint, the audit trail.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pymysql
import pytest
from sqlalchemy import text

from cashier_app.bootstrap import new_request_id
from cashier_app.db.engine import Login, connected
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.repositories.bill_office import BillOffice
from cashier_app.db.repositories.bill_runs import BillRunRepository
from cashier_app.db.users import create_user
from cashier_app.domain.bill_office import Instalment
from cashier_app.domain.bill_run import RunOrder
from cashier_app.domain.people import NewUser
from cashier_app.domain.utility import Role
from cashier_app.sample_filling import fill_with_sample
from cashier_app.verify import bill_checks, office_checks, setting_checks, trail_checks
from cashier_app.verify.reader import Reader, run_check
from cashier_app.verify.verification import verify
from tests.db.verify_unguarded import run, unguarded
from tests.plugins.database import DATABASE, started
from tests.support.counter import PASSWORD
from tests.support.day import local_today

if TYPE_CHECKING:
    Connection = pymysql.Connection[Any]

TODAY = date(2025, 11, 23)
READ_ON = date(2025, 12, 11)
ORDER = RunOrder(date(2025, 12, 1), "", date(2025, 12, 15), local_today() + timedelta(20))


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Connection, dict[str, Any]]]:
    """A server whose guards are gone, and the names of what the office did on it."""
    with started(tmp_path_factory.mktemp("office") / "server") as server:
        fill_with_sample(server.admin_login(DATABASE), 20, 6, 1, TODAY, quiet=True)
        names = _what_an_office_does(server)
        with unguarded(server) as connection:
            yield connection, names


def _what_an_office_does(server: PrivateServer) -> dict[str, Any]:
    with connected(server.admin_login(DATABASE)) as root:
        for name, role in (("clara", Role.CLERK), ("olga", Role.ADMINISTRATOR)):
            create_user(
                root, NewUser(name, name.title(), role, PASSWORD, (), must_change_password=False)
            )
        root.execute(
            text(
                "INSERT INTO readings (register_id, read_on, value, kind, status)"
                " SELECT r.register_id, :day, MAX(r.value) + 100 + MOD(r.register_id, 40),"
                " 'period', 'actual' FROM readings r GROUP BY r.register_id"
            ),
            {"day": READ_ON},
        )
        ((account_no,),) = root.execute(
            text(
                "SELECT a.account_no FROM accounts a JOIN account_connections c"
                " ON c.account_id = a.account_id WHERE c.liable_to IS NULL LIMIT 1"
            )
        )
        today = root.execute(text("SELECT local_date(SYSDATE(6))")).scalar_one()
    with connected(Login(server.address(DATABASE), "olga", PASSWORD)) as office:
        for limit in ("4", "5", "6"):
            office.execute(
                text("CALL set_settings(:wanted)"), {"wanted": f'[["undo_limit", "{limit}"]]'}
            )
    with connected(Login(server.address(DATABASE), "clara", PASSWORD)) as clerk:
        runs = BillRunRepository(clerk)
        runs.issue(runs.price(runs.open_run(ORDER), lambda *_: None), lambda *_: None)
        desk = BillOffice(clerk)
        due = today + timedelta(days=14)
        fees = [
            desk.issue_fee(new_request_id(), account_no, "Meter test fee", Decimal(90), due)
            for _ in range(3)
        ]
        corrected, cancelled, other = fees
        version = desk.version_of(corrected)
        desk.adjust(new_request_id(), corrected, version, Decimal("-30.5"), "Wrong multiplier")
        desk.cancel(new_request_id(), cancelled, desk.version_of(cancelled), "Meant for another")
        with connected(server.admin_login(DATABASE)) as root:
            owed = root.execute(
                text(
                    "SELECT SUM(b.balance) FROM bills b JOIN accounts a USING (account_id)"
                    " WHERE a.account_no = :no AND b.status IN ('issued', 'part_paid')"
                ),
                {"no": account_no},
            ).scalar_one()
        desk.agree_plan(new_request_id(), account_no, [Instalment(due, owed)], "")
    with connected(server.admin_login(DATABASE)) as root:
        ((billed,),) = root.execute(
            text(
                "SELECT MIN(bill_no) FROM bills WHERE kind = 'period' AND period_to = :day"
                " AND balance = total AND total > 10"
            ),
            {"day": READ_ON},
        )
    return {"billed": billed, "corrected": corrected, "cancelled": cancelled, "fee": other}


def found(connection: Connection) -> list[tuple[int, str]]:
    """What the checker says about bills, the office and its settings."""
    reader = Reader(connection)
    breaches = [*bill_checks.wrong_bills(reader)]
    for check in (*office_checks.CHECKS, *trail_checks.CHECKS):
        breaches += run_check(reader, check)
    breaches += office_checks.unlike_runs(reader)
    breaches += setting_checks.changed_settings(reader)
    return [(breach.number, breach.subject) for breach in breaches]


def test_an_office_at_work_is_silent(books: tuple[Connection, dict[str, Any]]) -> None:
    connection, _ = books
    assert found(connection) == []
    # The guards themselves are gone.
    assert {breach.number for breach in verify(Reader(connection)).breaches} == {13}
    connection.rollback()


LOWERED = (
    (
        "UPDATE bill_lines l JOIN bills b ON b.bill_id = l.bill_id SET l.amount = l.amount - 5"
        " WHERE b.bill_no = '{bill}' AND l.line_no = 1"
    ),
    "UPDATE bills SET total = total - 5, balance = balance - 5 WHERE bill_no = '{bill}'",
)
GONE = (
    "DELETE l FROM bill_lines l JOIN bills b ON b.bill_id = l.bill_id WHERE b.bill_no = '{bill}'",
    (
        "DELETE l FROM bill_readings l JOIN bills b ON b.bill_id = l.bill_id"
        " WHERE b.bill_no = '{bill}'"
    ),
    "DELETE FROM bills WHERE bill_no = '{bill}'",
)
FORGED = (
    "INSERT INTO bill_adjustments (bill_id, kind, amount, cause, posted_on, posted_at, user_id)"
    " SELECT b.bill_id, '{kind}', {amount}, 'as agreed', b.issued_on, SYSDATE(6), 1 FROM bills b"
    " WHERE b.bill_no = '{bill}'"
)


FORGED_PLAN = (
    "INSERT INTO instalment_plans (plan_id, account_id, agreed_on, amount, note, user_id,"
    " stored_at) SELECT 77, b.account_id, b.issued_on, b.balance, '', 1, SYSDATE(6) FROM bills b"
    " WHERE b.bill_no = '{bill}'"
)
FORGED_PLAN_BILL = (
    "INSERT INTO instalment_plan_bills (plan_id, bill_id) SELECT 77, bill_id FROM bills"
    " WHERE bill_no = '{bill}'"
)


@pytest.mark.parametrize(
    ("which", "statements", "named"),
    [
        ("billed", LOWERED, (1, "bill {bill}")),
        ("billed", (("UPDATE bills SET discount_amount = 9, discount_until = '2026-01-01'"
         " WHERE bill_no = '{bill}'"),), (1, "bill {bill}")),
        ("billed", ("UPDATE bills SET due_on = due_on + INTERVAL 90 DAY WHERE bill_no = '{bill}'",),
         (1, "bill {bill}")),
        ("billed", (("UPDATE bill_late_charges l JOIN bills b ON b.bill_id = l.bill_id"
         " SET l.amount = l.amount / 2 WHERE b.bill_no = '{bill}'"),), (1, "bill {bill}")),
        ("billed", (("UPDATE bill_late_charges l JOIN bills b ON b.bill_id = l.bill_id"
         " SET l.post_on = l.post_on + INTERVAL 1 YEAR WHERE b.bill_no = '{bill}'"),),
         (1, "bill {bill}")),
        ("billed", (("DELETE l FROM bill_late_charges l JOIN bills b ON b.bill_id = l.bill_id"
         " WHERE b.bill_no = '{bill}'"),), (1, "bill {bill}")),
        ("billed", (FORGED_PLAN, FORGED_PLAN_BILL), (5, "plan 77")),
        ("billed", (("INSERT INTO instalment_plan_bills (plan_id, bill_id) SELECT 78, bill_id"
         " FROM bills WHERE bill_no = '{bill}'"),), (5, "plan 78")),
        ("fee", ("UPDATE instalment_plans SET amount = amount - 5",), (5, "plan 1")),
        ("fee", (("INSERT INTO instalment_plan_bills (plan_id, bill_id) SELECT p.plan_id,"
         " (SELECT MIN(b.bill_id) FROM bills b WHERE b.account_id <> p.account_id)"
         " FROM instalment_plans p"),), (5, "plan 1")),
        ("fee", ("DELETE FROM office_requests WHERE act = 'plan'",), (5, "plan 1")),
        ("billed", GONE, (1, "bill run 1")),
        ("billed", ("UPDATE bills SET account_id = account_id + 1 WHERE bill_no = '{bill}'",),
         (1, "bill run 1")),
        ("billed", ("UPDATE bill_runs SET amount = amount - 5",), (1, "bill run 1")),
        ("billed", ("UPDATE bill_runs SET items = items - 1, issued = issued - 1",),
         (1, "bill run 1")),
        ("billed", ("DELETE FROM bill_run_items WHERE seq = 3",), (1, "bill run 1")),
        ("fee", LOWERED, (5, "bill {bill}")),
        ("fee", ("UPDATE bills SET due_on = due_on + INTERVAL 90 DAY WHERE bill_no = '{bill}'",),
         (5, "bill {bill}")),
        ("fee", ("UPDATE bills SET account_id = account_id + 1 WHERE bill_no = '{bill}'",),
         (5, "bill {bill}")),
        ("fee", GONE, (5, "office request")),
        ("corrected", ("UPDATE bill_adjustments SET amount = amount - 9 WHERE kind = 'correction'",
         "UPDATE bills SET balance = balance - 9 WHERE bill_no = '{bill}'"), (5, "bill {bill}")),
        ("corrected", ("UPDATE bill_adjustments SET cause = 'x' WHERE kind = 'correction'",),
         (5, "bill {bill}")),
        ("corrected", ("DELETE FROM bill_adjustments WHERE kind = 'correction'",
         "UPDATE bills SET balance = total, version = 0 WHERE bill_no = '{bill}'"),
         (5, "office request")),
        ("corrected", ("DELETE FROM office_requests WHERE act = 'adjustment'",),
         (5, "bill {bill}")),
        ("corrected", ("UPDATE office_requests SET user_id = 1 WHERE act = 'adjustment'",),
         (5, "bill {bill}")),
        ("cancelled", ("UPDATE bill_adjustments SET cause = 'x' WHERE kind = 'credit_note'",),
         (5, "bill {bill}")),
        ("fee", (FORGED.format(kind="credit_note", amount="-b.balance", bill="{bill}"),
         ("UPDATE bills SET balance = 0, version = version + 1, status = 'cancelled'"
         " WHERE bill_no = '{bill}'")), (5, "bill {bill}")),
        ("billed", (FORGED.format(kind="correction", amount="-5", bill="{bill}"),
         ("UPDATE bills SET balance = balance - 5, version = version + 1"
         " WHERE bill_no = '{bill}'")), (5, "bill {bill}")),
        ("billed", ("UPDATE settings SET value = '99' WHERE setting = 'undo_limit'",),
         (13, "setting undo_limit")),
        ("billed", ("DELETE FROM settings WHERE setting = 'undo_limit'",),
         (13, "setting undo_limit")),
        ("billed", (("DELETE FROM audit_events WHERE act = 'setting_changed'"
         " AND detail LIKE '%4 -> 5'"),), (13, "setting undo_limit")),
        ("billed", (("UPDATE audit_events SET detail = REPLACE(detail, '5 -> 6', '5 -> 9')"
         " WHERE act = 'setting_changed'"),), (13, "setting undo_limit")),
        ("billed", ("UPDATE settings SET value = '5' WHERE setting = 'undo_limit'",
         ("UPDATE audit_events SET detail = RPAD(detail, 255, ' ') WHERE act = 'setting_changed'"
          " AND detail LIKE '%5 -> 6'")), (13, "setting undo_limit")),
        ("billed", ("UPDATE settings SET value = '900' WHERE setting = 'difference_limit'",),
         (13, "setting difference_limit")),
        ("billed", (("UPDATE audit_events SET detail = REPLACE(detail, '3 -> 4', '90 -> 4')"
         " WHERE act = 'setting_changed' AND detail LIKE '%-> 4'"),), (13, "setting undo_limit")),
        ("billed", (("CREATE TEMPORARY TABLE one AS SELECT adjustment_id, bill_id, amount"
         " FROM bill_adjustments WHERE kind = 'late_charge' AND reverses_id IS NULL LIMIT 1"),
         "DELETE x FROM bill_adjustments x JOIN one USING (adjustment_id)",
         ("UPDATE bills b JOIN one o USING (bill_id) SET b.balance = b.balance - o.amount,"
         " b.version = b.version - 1"), "DROP TEMPORARY TABLE one"), (5, "late charges of")),
        ("billed", (("INSERT INTO bills (bill_no, series, running_no, account_id, connection_id,"
         " kind, title, issued_on, due_on, total, balance, status) SELECT '25129999', series, 9999,"
         " account_id, connection_id, 'fee', 'x', issued_on, due_on, 0, 0, 'paid' FROM bills"
         " WHERE bill_no = '{bill}'"),), (2, "bill series 2512")),
        # The next bill begins with what this one ended with.
        ("billed", (("UPDATE readings r JOIN bill_readings x ON x.to_reading_id = r.reading_id"
         " JOIN bills b ON b.bill_id = x.bill_id SET r.value = r.value + 50"
         " WHERE b.bill_no = '{bill}'"),), (1, "bill {bill}")),
        ("billed", (("DELETE x FROM bill_readings x JOIN bills b ON b.bill_id = x.bill_id"
         " WHERE b.bill_no = '{bill}'"),), (1, "bill {bill}")),
        ("billed", (("UPDATE bill_readings x JOIN bills b ON b.bill_id = x.bill_id"
         " SET x.consumption = x.consumption - 1 WHERE b.bill_no = '{bill}'"),),
         (1, "bill {bill}")),
        ("billed", ("UPDATE meters SET multiplier = 2",), (1, "bill {bill}")),
        ("billed", ("UPDATE bills SET kwh = kwh - 1 WHERE bill_no = '{bill}'",),
         (1, "bill {bill}")),
        ("billed", ("DELETE FROM bill_runs", "DELETE FROM bill_run_items",
         "DELETE FROM bill_run_patterns"), (1, "bill run 1")),
        ("billed", ("DELETE FROM audit_events WHERE act = 'run_opened'",), (1, "bill run 1")),
        ("billed", (("INSERT INTO bill_runs (run_id, cycle, issue_on, due_on, state, started_at)"
         " SELECT 9, cycle, issue_on, due_on, 'open', started_at FROM bill_runs"),),
         (1, "bill run 9")),
        ("billed", (("DELETE FROM bill_adjustments WHERE kind = 'late_charge' AND posted_on ="
         " (SELECT MAX(business_date) FROM shifts)"),
         ("DELETE FROM day_postings WHERE business_date ="
          " (SELECT MAX(business_date) FROM shifts)")), (5, "late charges of")),
        ("fee", (("INSERT INTO instalment_plan_ends SELECT plan_id, 'kept', agreed_on, user_id,"
         " stored_at FROM instalment_plans"),), (5, "plan 1")),
        ("fee", (("INSERT INTO audit_events (stored_at, act, detail) VALUES (SYSDATE(6),"
         " 'plan_ended', '1: broken (by root@localhost)')"),), (5, "plan 1")),
        ("fee", (("UPDATE bills b JOIN instalment_plan_bills w ON w.bill_id = b.bill_id"
         " JOIN instalment_plans p ON p.plan_id = w.plan_id"
         " SET b.issued_on = p.agreed_on + INTERVAL 1 DAY WHERE b.bill_no = '{bill}'"),),
         (5, "plan 1")),
        ("billed", (("UPDATE tariff_versions SET source_text = REPLACE(source_text, '1', '2')"
         " LIMIT 1"),), (5, "tariff ")),
        ("billed", ("DELETE FROM tariff_versions LIMIT 1",), (5, "tariff ")),
        ("billed", (("UPDATE tariff_versions SET valid_from = valid_from + INTERVAL 1 YEAR"
         " LIMIT 1"),), (5, "tariff ")),
        ("billed", ("UPDATE cheques SET line_no = line_no + 9 LIMIT 1",), (4, "cheque ")),
        ("billed", (("INSERT INTO card_slips SELECT entry_id, line_no + 9, slip_no FROM card_slips"
         " LIMIT 1"),), (4, "card slip ")),
    ],
)  # fmt: skip
def test_what_is_changed_is_named(
    books: tuple[Connection, dict[str, Any]],
    which: str,
    statements: tuple[str, ...],
    named: tuple[int, str],
) -> None:
    connection, names = books
    bill = str(names[which])
    try:
        run(connection, "SET foreign_key_checks = 0")
        for statement in statements:
            run(connection, statement.replace("{bill}", bill))
        number, subject = named[0], named[1].replace("{bill}", bill)
        said = found(connection)
    finally:
        connection.rollback()
    assert any(n == number and s.startswith(subject) for n, s in said), said
