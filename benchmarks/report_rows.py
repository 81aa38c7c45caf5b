"""Payments of many days, made set by set: what the reports are measured over.

Nobody verifies these rows: hashes are none, requests are missing. Their sums are right.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection, text

from benchmarks.bill_run import NUMBERS
from cashier_app.db.engine import LONG_READ_SECONDS, Login, connected
from tests.support.counter import World

A_DAY = 5_000
COUNTERS = 20
LAST_DAY = date(2026, 11, 20)
_A_SHIFT = A_DAY // COUNTERS
_CHAIN = _A_SHIFT + 3
"""Entries of a shift: its opening, the payments, one undo, the Z."""
_BUFFERED = 20
"""Days that are written at once."""

# d is the day's number, k the payment's in its day, i that in its shift, p the counter's place.
_OF_DAYS = """
FROM (SELECT n DIV :a_day AS d, MOD(n, :a_day) AS k, n FROM bench_numbers
  WHERE n >= :low AND n < :high) q
JOIN bench_counters c ON c.place = MOD(q.k, :counters)
JOIN LATERAL_DAY y ON y.d = q.d
"""
_ENTRY = "c.counter_id * 10000000000 + q.d * :chain + 2 + q.k DIV :counters"
_SHIFT = "c.counter_id * 10000000000 + q.d * :chain + 1"
_STORED = "ADDTIME(TIMESTAMP(y.day, '03:00:00'), SEC_TO_TIME(q.k * 5))"
_AMOUNT = "(100 + MOD(q.n * 7, 900))"
_TAKEN_BACK = "q.k DIV :counters = :a_shift - 1"
_FROM = _OF_DAYS.replace("LATERAL_DAY", "bench_days")
_PAID = (
    (
        "INSERT INTO bills (bill_id, bill_no, series, running_no, account_id, connection_id, kind,"
        " title, issued_on, due_on, is_estimated, total, balance, status)"
        " SELECT q.n + 1, CONCAT('77', LPAD(q.n + 1, 8, '0')), '77', q.n + 1,"
        " MOD(q.n, :accounts) + 1, MOD(q.n, :accounts) + 1, 'fee', 'Fee', y.day - INTERVAL 20 DAY,"
        f" y.day + INTERVAL 1 DAY, 0, {_AMOUNT}, IF({_TAKEN_BACK}, {_AMOUNT}, 0),"
        f" IF({_TAKEN_BACK}, 'issued', 'paid') {_FROM}"
    ),
    (
        "INSERT INTO bill_lines (bill_id, line_no, kind, label, unit, amount)"
        f" SELECT q.n + 1, 1, 'fee', 'Fee', '', {_AMOUNT} {_FROM}"
    ),
    (
        "INSERT INTO journal (entry_id, kind, counter_id, number, chain_no, request_id, shift_id,"
        " user_id, business_date, taken_at, stored_at, canonical, previous_hash, hash)"
        f" SELECT {_ENTRY}, 'payment', c.counter_id, q.d * :a_shift + 1 + q.k DIV :counters,"
        " q.d * :chain + 2 + q.k DIV :counters, UNHEX(LPAD(HEX(q.n + 1), 32, '0')),"
        f" {_SHIFT}, c.user_id, y.day, {_STORED}, {_STORED}, REPEAT('canonical ', 40),"
        f" REPEAT('0', 32), REPEAT('1', 32) {_FROM}"
    ),
    (
        "INSERT INTO payments (payment_id, account_id, receipt_no, due_after, credit_after)"
        f" SELECT {_ENTRY}, MOD(q.n, :accounts) + 1, CONCAT(c.code, '-', LPAD(q.d * :a_shift + 1"
        f" + q.k DIV :counters, 6, '0')), 0, 0 {_FROM}"
    ),
    "INSERT INTO tenders (entry_id, line_no, shift_id, kind, tendered, change_given)"
    f" SELECT {_ENTRY}, 1, {_SHIFT}, ELT(1 + MIN_OF_THREE, 'cheque', 'card', 'cash'),"
    f" {_AMOUNT} + IF(MIN_OF_THREE = 2, 40, 0), IF(MIN_OF_THREE = 2, 40, 0) {_FROM}".replace(
        "MIN_OF_THREE", "LEAST(MOD(q.k DIV :counters, 20), 2)"
    ),
    (
        "INSERT INTO cheques (entry_id, line_no, bank, cheque_no, dated_on, face_amount)"
        f" SELECT {_ENTRY}, 1, 'City Bank', LPAD(q.n, 8, '0'), y.day, {_AMOUNT} {_FROM}"
        " WHERE MOD(q.k DIV :counters, 20) = 0"
    ),
    (
        "INSERT INTO payment_allocations (entry_id, line_no, bill_id, amount, balance_after)"
        f" SELECT {_ENTRY}, 1, q.n + 1, {_AMOUNT}, 0 {_FROM}"
    ),
    (
        "INSERT INTO print_log (entry_id, copy_no, state, stored_at, user_id, counter_id)"
        f" SELECT {_ENTRY}, IF(MOD(q.k, 100) = 0, 1, 0), 'printed', {_STORED}, c.user_id,"
        f" c.counter_id {_FROM}"
    ),
    (
        "INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)"
        f" SELECT {_STORED}, c.user_id, c.counter_id, 'reprint', 'copy' {_FROM}"
        " WHERE MOD(q.k, 100) = 0"
    ),
)
# One entry a shift; `at` is its place in the chain.
_SHIFT_ENTRY = (
    "INSERT INTO journal (entry_id, kind, counter_id, number, chain_no, request_id, shift_id,"
    " user_id, business_date, taken_at, stored_at, canonical, previous_hash, hash)"
    " SELECT c.counter_id * 10000000000 + y.d * :chain + :at, :kind, c.counter_id, y.d + 1,"
    " y.d * :chain + :at, UNHEX(LPAD(HEX(c.counter_id * 10000000000 + y.d * :chain + :at), 32,"
    " 'F')), c.counter_id * 10000000000 + y.d * :chain + 1, c.user_id, y.day,"
    " TIMESTAMP(y.day, '10:30:00'), TIMESTAMP(y.day, '10:30:00'), REPEAT('canonical ', 40),"
    " REPEAT('0', 32), REPEAT('1', 32) FROM bench_days y JOIN bench_counters c"
)
_KEY = "c.counter_id * 10000000000 + y.d * :chain"
_OF_SHIFTS = "FROM bench_days y JOIN bench_counters c"
_OF_LAST = f"{_OF_SHIFTS} JOIN tenders t ON t.entry_id = {_KEY} + 1 + :a_shift"
_SHIFTS = (
    (
        "INSERT INTO shifts (shift_id, counter_id, user_id, business_date, opened_at, float_amount,"
        " state, receipts, undos, cash_taken, counted_at, closed_at)"
        f" SELECT {_KEY} + 1, c.counter_id, c.user_id, y.day, TIMESTAMP(y.day, '02:30:00'), 2000,"
        " 'closed', :a_shift, 1, 0, TIMESTAMP(y.day, '10:29:00'), TIMESTAMP(y.day, '10:30:00')"
        f" {_OF_SHIFTS}"
    ),
    # The last payment of each shift is taken back: its bill is owed again.
    (
        "INSERT INTO reversals (entry_id, undone_entry_id, kind, reason, account_id, due_after,"
        f" credit_after) SELECT {_KEY} + 2 + :a_shift, p.payment_id, 'undo', 'wrong person',"
        f" p.account_id, 0, 0 {_OF_SHIFTS} JOIN payments p ON p.payment_id = {_KEY} + 1 + :a_shift"
    ),
    (
        "INSERT INTO tenders (entry_id, line_no, shift_id, kind, tendered, change_given)"
        f" SELECT t.entry_id + 1, 1, t.shift_id, t.kind, -t.tendered, -t.change_given {_OF_LAST}"
    ),
    (
        "INSERT INTO payment_allocations (entry_id, line_no, bill_id, amount, balance_after)"
        f" SELECT a.entry_id + 1, 1, a.bill_id, -a.amount, a.amount {_OF_SHIFTS}"
        f" JOIN payment_allocations a ON a.entry_id = {_KEY} + 1 + :a_shift"
    ),
    (
        "INSERT INTO z_reports (entry_id, shift_id, float_amount, cash_taken, movements, expected,"
        " counted, difference, reason, is_decided, receipts, first_receipt, last_receipt, undos,"
        " undone_amount, reprints, drawer_openings, grand_total)"
        f" SELECT {_KEY} + :chain, {_KEY} + 1, 2000, 90000, 0, 92000, 92000 - MOD(y.d, 5),"
        " -MOD(y.d, 5), '', 1, :a_shift, '', '', 1, 100, 2, 0, 1000000"
        f" {_OF_SHIFTS}"
    ),
    # Two acts of a shift needed a supervisor's yes; the drawer was opened three times without one.
    (
        "INSERT INTO approvals (act, request_id, fingerprint, amount, reason, user_id, approved_at,"
        f" ends_at) SELECT 'undo_payment', UNHEX(LPAD(HEX(2 * ({_KEY}) + k.k), 32, 'E')),"
        " REPEAT('0', 32), 100, 'wrong person', c.user_id, TIMESTAMP(y.day, '10:28:00'),"
        f" TIMESTAMP(y.day, '10:30:00') {_OF_SHIFTS} JOIN (SELECT 0 AS k UNION ALL SELECT 1) k"
    ),
    (
        "INSERT INTO drawer_events (shift_id, reason, stored_at, user_id, counter_id)"
        f" SELECT {_KEY} + 1, 'change for a note', TIMESTAMP(y.day, '09:00:00'), c.user_id,"
        f" c.counter_id {_OF_SHIFTS} JOIN (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2) k"
    ),
    (
        "INSERT INTO series (counter_id, kind, last_no, total) SELECT c.counter_id, k.kind,"
        " IF(k.kind = 'payment', :days * :a_shift, :days), 0 FROM bench_counters c"
        " JOIN (SELECT 'payment' AS kind UNION ALL SELECT 'opening' UNION ALL SELECT 'undo'"
        " UNION ALL SELECT 'z') k ON 1 = 1 ON DUPLICATE KEY UPDATE last_no = VALUES(last_no)"
    ),
)
_CUSTOMERS = (
    (
        "INSERT INTO customers (customer_id, customer_no, name, kind, instruction)"
        " SELECT n + 1, CONCAT('C', n), CONCAT('Customer ', n), 'person', '' FROM bench_numbers"
        " WHERE n < :accounts"
    ),
    (
        "INSERT INTO connections (connection_id, connection_no, address, ward, route_id, premises,"
        " voltage, supply) SELECT n + 1, CONCAT('K', n), '', '', 1, 'home', 'low', 'on'"
        " FROM bench_numbers WHERE n < :accounts"
    ),
    (
        "INSERT INTO accounts (account_id, account_no, customer_id, tariff_class, opened_on)"
        " SELECT n + 1, CONCAT('A', n), n + 1, ELT(1 + MOD(n, 3), 'residential', 'commercial',"
        " 'industrial'), '2020-01-01' FROM bench_numbers WHERE n < :accounts"
    ),
    # One bill of each account is not paid yet.
    (
        "INSERT INTO bills (bill_id, bill_no, series, running_no, account_id, connection_id, kind,"
        " title, issued_on, due_on, is_estimated, total, balance, status)"
        " SELECT 10000000 + n, CONCAT('78', LPAD(n + 1, 8, '0')), '78', n + 1, n + 1, n + 1, 'fee',"
        " 'Fee',"
        " :last - INTERVAL MOD(n, 150) DAY, :last - INTERVAL MOD(n, 150) - 20 DAY, 0,"
        " 100 + MOD(n, 900), 100 + MOD(n, 900), 'issued' FROM bench_numbers WHERE n < :accounts"
    ),
)
# A year of locked months before the first day: the receivables still begin there.
_LOCKED = (
    (
        "INSERT INTO period_locks (locked_to, user_id, locked_at, reason)"
        " SELECT :last - INTERVAL :days + 30 * n DAY, NULL, TIMESTAMP(:last), 'month end'"
        " FROM bench_numbers WHERE n BETWEEN 1 AND 12"
    ),
    (
        "INSERT INTO period_closings (locked_to, tariff_class, closing)"
        " SELECT l.locked_to, t.tariff_class, 0 FROM period_locks l JOIN (SELECT 'residential' AS"
        " tariff_class UNION ALL SELECT 'commercial' UNION ALL SELECT 'industrial') t"
    ),
)
_MADE = (
    "bills", "bill_lines", "journal", "payments", "tenders", "payment_allocations", "print_log",
    "accounts", "customers", "shifts", "reversals", "z_reports", "cheques", "audit_events",
    "approvals", "drawer_events", "period_locks", "period_closings",
)  # fmt: skip


def seed(root: Login, database: str, folder: Path, payments: int) -> None:
    """`payments`, A_DAY on each day up to LAST_DAY."""
    world = World(root, database, folder)
    for _ in range(COUNTERS):
        world.desk()
    world.close()
    days = payments // A_DAY
    binds = {
        "a_day": A_DAY, "a_shift": _A_SHIFT, "counters": COUNTERS, "chain": _CHAIN, "days": days,
        "accounts": max(1_000, payments // 20), "last": LAST_DAY,
    }  # fmt: skip
    with connected(root, LONG_READ_SECONDS) as connection:
        connection.execute(text("SET SESSION unique_checks = 0, foreign_key_checks = 0"))
        _scaffold(connection, payments, days)
        for statement in _CUSTOMERS:
            connection.execute(text(statement), binds)
        step = _BUFFERED * A_DAY
        for low in range(0, payments, step):
            span = {**binds, "low": low, "high": min(low + step, payments)}
            for statement in _PAID:
                connection.execute(text(statement), span)
        for at, kind in ((1, "opening"), (2 + _A_SHIFT, "undo"), (_CHAIN, "z")):
            connection.execute(text(_SHIFT_ENTRY), {**binds, "at": at, "kind": kind})
        # Every counter's series stands at nought already, and goes up by one only.
        connection.execute(text("DROP TRIGGER series_lawful_update"))
        for statement in (*_SHIFTS, *_LOCKED):
            connection.execute(text(statement), binds)
        for table in ("bench_numbers", "bench_days", "bench_counters"):
            connection.execute(text(f"DROP TABLE {table}"))
        for table in _MADE:
            connection.execute(text(f"ANALYZE TABLE {table}"))


def _scaffold(connection: Connection, payments: int, days: int) -> None:
    digits = " CROSS JOIN ".join(f"({NUMBERS}) d{at}" for at in range(5))
    number = " + ".join(f"d{at}.d * {16**at}" for at in range(5))
    for statement in (
        "CREATE TABLE bench_numbers (n BIGINT PRIMARY KEY)",
        "CREATE TABLE bench_days (d BIGINT PRIMARY KEY, day DATE NOT NULL)",
        (
            "CREATE TABLE bench_counters (place BIGINT PRIMARY KEY, counter_id BIGINT, code"
            " VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin, user_id BIGINT)"
        ),
    ):
        connection.execute(text(statement))
    connection.execute(
        text(f"INSERT INTO bench_numbers SELECT {number} AS n FROM {digits} HAVING n < :most"),
        {"most": payments},
    )
    connection.execute(
        text("INSERT INTO bench_days VALUES (:d, :day)"),
        [{"d": d, "day": LAST_DAY - timedelta(days=days - 1 - d)} for d in range(days)],
    )
    connection.execute(
        text(
            "INSERT INTO bench_counters SELECT ROW_NUMBER() OVER (ORDER BY c.counter_id) - 1,"
            " c.counter_id, c.code, MIN(u.user_id) FROM counters c"
            " JOIN user_counters u ON u.counter_id = c.counter_id GROUP BY c.counter_id, c.code"
        )
    )
