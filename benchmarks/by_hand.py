"""The peer of a payment: the same rows, written by hand with PyMySQL, statement by statement.

It locks, compares and writes what take_payment does, in one transaction, with the journal's
hash made in Python, and reads the receipt's facts back. It has no request to repeat, asks
nobody for rights, and checks no session: a careful program without procedures.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeAlias
from uuid import UUID

import pymysql
from pymysql.cursors import DictCursor

from cashier_app.domain import canonical
from cashier_app.domain.payments import TakePayment

Connection: TypeAlias = "pymysql.Connection[DictCursor]"

_HEAD = """
SELECT j.entry_id, j.kind, p.receipt_no, HEX(j.request_id) AS request_id, c.code, c.name AS counter,
  o.name AS office, u.full_name AS cashier, j.stored_at, j.business_date, a.account_no,
  cu.name AS customer, CONCAT_WS(', ', k.address, NULLIF(k.ward, '')) AS address, m.meter_no,
  p.rounding, p.due_after, p.credit_after, HEX(j.hash) AS hash,
  (SELECT SUM(e.amount) FROM credit_entries e
    WHERE e.entry_id = j.entry_id AND e.amount < 0) AS credit_used,
  (SELECT SUM(e.amount) FROM credit_entries e
    WHERE e.entry_id = j.entry_id AND e.amount > 0) AS credit_made,
  (SELECT r.entry_id FROM reversals r WHERE r.undone_entry_id = j.entry_id) AS undone_by
FROM journal j
JOIN payments p ON p.payment_id = j.entry_id
JOIN counters c ON c.counter_id = j.counter_id
JOIN offices o ON o.office_id = c.office_id
JOIN users u ON u.user_id = j.user_id
JOIN accounts a ON a.account_id = p.account_id
JOIN customers cu ON cu.customer_id = a.customer_id
LEFT JOIN account_connections ac ON ac.account_id = a.account_id AND ac.liable_to IS NULL
LEFT JOIN connections k ON k.connection_id = ac.connection_id
LEFT JOIN meter_fittings f ON f.connection_id = k.connection_id AND f.removed_on IS NULL
LEFT JOIN meters m ON m.meter_id = f.meter_id
WHERE j.entry_id = %s
"""
_LINES = """
SELECT b.title, b.period_from, b.period_to, b.bill_no, a.account_no, cu.name AS customer, pa.amount,
  b.total, pa.balance_after,
  (SELECT SUM(x.amount) FROM bill_adjustments x
    WHERE x.bill_id = b.bill_id AND x.kind = 'late_charge') AS late_charge,
  (SELECT MIN(x.posted_on) FROM bill_adjustments x
    WHERE x.bill_id = b.bill_id AND x.kind = 'late_charge') AS late_since,
  (SELECT SUM(x.amount) FROM bill_adjustments x
    WHERE x.bill_id = b.bill_id AND x.entry_id = pa.entry_id) AS discount
FROM payment_allocations pa
JOIN bills b ON b.bill_id = pa.bill_id
JOIN accounts a ON a.account_id = b.account_id
JOIN customers cu ON cu.customer_id = a.customer_id
WHERE pa.entry_id = %s ORDER BY pa.line_no
"""
_TENDERS = "SELECT kind, tendered, change_given FROM tenders WHERE entry_id = %s ORDER BY line_no"


class HandWritten:
    """Payments of one counter over the administrator's connection."""

    def __init__(self, connection: Connection, counter_id: int, user_id: int) -> None:
        self._connection = connection
        self._counter_id = counter_id
        self._user_id = user_id

    def take(self, order: TakePayment) -> dict[str, Any]:
        """Store `order`; the head of its receipt."""
        with self._connection.cursor() as cursor:
            cursor.execute("START TRANSACTION")
            entry_id = self._write(cursor, order)
            cursor.execute("COMMIT")
            return self._receipt(cursor, entry_id)

    def _write(self, cursor: DictCursor, order: TakePayment) -> int:
        self._request(cursor, order.request_id)
        cursor.execute(
            "SELECT credit, version FROM accounts WHERE account_id = %s FOR UPDATE",
            (order.account_id,),
        )
        account = cursor.fetchall()[0]
        cursor.execute(
            "UPDATE accounts SET version = version + 1 WHERE account_id = %s", (order.account_id,)
        )
        balances = [self._bill(cursor, line) for line in order.allocations]
        due = self._due(cursor, order.account_id)
        business_date = self._shift(cursor, order)
        children = (
            *(
                canonical.allocation_child(n, a.bill_id, a.amount, a.discount)
                for n, a in enumerate(order.allocations, 1)
            ),
            canonical.payment_child(order.account_id, order.rounding, due, account["credit"]),
            *(
                canonical.tender_child(n, t.kind, t.tendered, t.change)
                for n, t in enumerate(order.tenders, 1)
            ),
        )
        entry_id, receipt_no, stored_at = self._entry(cursor, order, business_date, children)
        cursor.execute(
            "INSERT INTO payments (payment_id, account_id, receipt_no, rounding, due_after,"
            " credit_after) VALUES (%s, %s, %s, %s, %s, %s)",
            (entry_id, order.account_id, receipt_no, order.rounding, due, account["credit"]),
        )
        cursor.executemany(
            "INSERT INTO tenders (entry_id, line_no, shift_id, kind, tendered, change_given)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            [
                (entry_id, n, order.shift_id, t.kind.value, t.tendered, t.change)
                for n, t in enumerate(order.tenders, 1)
            ],
        )
        cursor.executemany(
            "INSERT INTO payment_allocations (entry_id, line_no, bill_id, amount, balance_after)"
            " VALUES (%s, %s, %s, %s, %s)",
            [
                (entry_id, n, a.bill_id, a.amount, balance)
                for n, (a, balance) in enumerate(zip(order.allocations, balances, strict=True), 1)
            ],
        )
        cursor.execute(
            "INSERT INTO print_log (entry_id, copy_no, state, stored_at, user_id, counter_id)"
            " VALUES (%s, 0, 'queued', %s, %s, %s)",
            (entry_id, stored_at, self._user_id, self._counter_id),
        )
        cursor.execute(
            "DELETE FROM claims WHERE account_id = %s AND counter_id = %s",
            (order.account_id, self._counter_id),
        )
        return entry_id

    def _request(self, cursor: DictCursor, request_id: UUID) -> None:
        cursor.execute(
            "INSERT INTO requests (request_id, fingerprint, kind, state, counter_id, user_id,"
            " stored_at) VALUES (%s, %s, 'payment', 'done', %s, %s, SYSDATE(6))",
            (request_id.bytes, bytes(32), self._counter_id, self._user_id),
        )

    def _bill(self, cursor: DictCursor, line: Any) -> Any:
        cursor.execute(
            "SELECT balance, version, status FROM bills WHERE bill_id = %s FOR UPDATE",
            (line.bill_id,),
        )
        bill = cursor.fetchall()[0]
        if (bill["balance"], bill["version"]) != (line.balance_shown, line.version_shown):
            raise ValueError("the bill has changed")
        balance = bill["balance"] - line.amount - line.discount
        cursor.execute(
            "UPDATE bills SET balance = %s, version = version + 1, status = %s WHERE bill_id = %s",
            (balance, "part_paid" if balance else "paid", line.bill_id),
        )
        return balance

    def _due(self, cursor: DictCursor, account_id: int) -> Any:
        cursor.execute(
            "SELECT COALESCE(SUM(balance), 0) AS due FROM bills"
            " WHERE account_id = %s AND status IN ('issued', 'part_paid')",
            (account_id,),
        )
        return cursor.fetchall()[0]["due"]

    def _shift(self, cursor: DictCursor, order: TakePayment) -> Any:
        cash = sum(t.tendered - t.change for t in order.tenders)
        cursor.execute(
            "UPDATE shifts SET receipts = receipts + 1, cash_taken = cash_taken + %s"
            " WHERE shift_id = %s AND state = 'open'",
            (cash, order.shift_id),
        )
        cursor.execute("SELECT business_date FROM shifts WHERE shift_id = %s", (order.shift_id,))
        return cursor.fetchall()[0]["business_date"]

    def _entry(
        self, cursor: DictCursor, order: TakePayment, business_date: Any, children: tuple[str, ...]
    ) -> tuple[int, str, datetime]:
        total = sum(t.tendered - t.change for t in order.tenders)
        cursor.execute(
            "UPDATE series SET last_no = last_no + 1, total = total + %s"
            " WHERE counter_id = %s AND kind = 'payment'",
            (total, self._counter_id),
        )
        cursor.execute(
            "SELECT h.last_chain_no, h.last_hash, c.code, u.user_name, s.last_no AS number,"
            " SYSDATE(6) AS stored_at"
            " FROM counter_chains h JOIN counters c ON c.counter_id = h.counter_id"
            " JOIN series s ON s.counter_id = h.counter_id AND s.kind = 'payment'"
            " JOIN users u ON u.user_id = %s WHERE h.counter_id = %s FOR UPDATE",
            (self._user_id, self._counter_id),
        )
        chain = cursor.fetchall()[0]
        number, stored_at = chain["number"], chain["stored_at"]
        chain_no = chain["last_chain_no"] + 1
        text = canonical.entry_text(
            kind="payment",
            counter_code=chain["code"],
            number=number,
            chain_no=chain_no,
            request_id=order.request_id,
            shift_id=order.shift_id,
            person=chain["user_name"],
            taken_at=order.taken_at,
            stored_at=stored_at,
            business_date=business_date,
            children=children,
        )
        digest = canonical.entry_hash(chain["last_hash"], text)
        entry_id = self._counter_id * 10**10 + chain_no
        cursor.execute(
            "INSERT INTO journal (entry_id, kind, counter_id, number, chain_no, request_id,"
            " shift_id, user_id, business_date, taken_at, stored_at, canonical, previous_hash,"
            " hash) VALUES (%s, 'payment', %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (
                entry_id,
                self._counter_id,
                number,
                chain_no,
                order.request_id.bytes,
                order.shift_id,
                self._user_id,
                business_date,
                order.taken_at.astimezone(UTC).replace(tzinfo=None),
                stored_at,
                text.encode(),
                chain["last_hash"],
                digest,
            ),
        )
        cursor.execute(
            "UPDATE counter_chains SET last_chain_no = %s, last_hash = %s, last_stored_at = %s"
            " WHERE counter_id = %s",
            (chain_no, digest, stored_at, self._counter_id),
        )
        return entry_id, f"{chain['code']}-{number:06d}", stored_at

    def _receipt(self, cursor: DictCursor, entry_id: int) -> dict[str, Any]:
        """What a receipt prints, in the three statements a person would write."""
        cursor.execute(_HEAD, (entry_id,))
        head = cursor.fetchall()[0]
        for statement in (_LINES, _TENDERS):
            cursor.execute(statement, (entry_id,))
            cursor.fetchall()
        return head
