"""Each report as somebody would write it who wants these days and nothing else.

No filters that are not asked for, no right to check, the days as constants, and of tables only
what the answer needs. A report that is missing here is compared with its own SELECT, as a plain
statement with the days in it and its filters taken out.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.report_rows import LAST_DAY

_PROCEDURES = Path(__file__).parents[1] / "cashier_app" / "db" / "sql" / "procedures"
_OFFSET = timedelta(minutes=330)
_DAY = f"'{LAST_DAY}'"
_SINCE = datetime.combine(LAST_DAY, datetime.min.time()) - _OFFSET
_MONEY = ("payment", "undo", "reversal", "correction", "move", "refund", "bounce")
_KINDS = ", ".join(f"'{kind}'" for kind in _MONEY)
_TAKEN = (
    "SUM(j.kind = 'payment' AND COALESCE(t.line_no, 1) = 1),"
    " SUM(IF(t.kind = 'cash', t.tendered - t.change_given, 0)),"
    " SUM(IF(t.kind = 'cheque', t.tendered, 0)), SUM(IF(t.kind = 'card', t.tendered, 0)),"
    " SUM(t.tendered - t.change_given),"
    " SUM(IF(t.tendered < 0, t.tendered - t.change_given, 0))"
)
_OF_DAY = (
    " FROM journal j LEFT JOIN tenders t ON t.entry_id = j.entry_id"
    f" WHERE j.business_date = {_DAY} AND j.kind IN ({_KINDS})"
)
# Joins the few names to the sums, not the sums to the names.
_BY_COUNTER = f"SELECT j.counter_id AS at, {_TAKEN}{_OF_DAY} GROUP BY j.counter_id"
_OWED = """
SELECT a.tariff_class, SUM(IF(b.due_on >= {day}, b.balance, 0)),
  SUM(IF(DATEDIFF({day}, b.due_on) BETWEEN 1 AND 30, b.balance, 0)),
  SUM(IF(DATEDIFF({day}, b.due_on) BETWEEN 31 AND 60, b.balance, 0)),
  SUM(IF(DATEDIFF({day}, b.due_on) BETWEEN 61 AND 90, b.balance, 0)),
  SUM(IF(DATEDIFF({day}, b.due_on) > 90, b.balance, 0)), SUM(b.balance),
  -SUM(IF(b.discount_until >= {day}, LEAST(b.discount_amount, b.balance), 0)),
  SUM(b.balance - IF(b.discount_until >= {day}, LEAST(b.discount_amount, b.balance), 0))
FROM bills b JOIN accounts a ON a.account_id = b.account_id
WHERE b.status IN ('issued', 'part_paid') AND b.issued_on <= {day}
GROUP BY a.tariff_class ORDER BY a.tariff_class
"""
BY_HAND = {
    "collections-by-counter": f"SELECT o.name, c.code, c.name, c.channel, q.* FROM ({_BY_COUNTER})"
    " q JOIN counters c ON c.counter_id = q.at JOIN offices o ON o.office_id = c.office_id"
    " ORDER BY o.name, c.code",
    "collections-by-person": f"SELECT u.user_name, u.full_name, q.* FROM (SELECT j.user_id AS at,"
    f" {_TAKEN}{_OF_DAY} GROUP BY j.user_id) q JOIN users u ON u.user_id = q.at"
    " ORDER BY u.user_name",
    "collections-by-tender": "SELECT t.kind,"
    " COUNT(DISTINCT IF(j.kind = 'payment', j.entry_id, NULL)), SUM(IF(t.tendered > 0,"
    " t.tendered, 0)), -SUM(IF(t.tendered > 0, t.change_given, 0)), SUM(IF(t.tendered < 0,"
    f" t.tendered - t.change_given, 0)), SUM(t.tendered - t.change_given){_OF_DAY} GROUP BY t.kind",
    "collections-by-hour": f"SELECT HOUR(j.stored_at + INTERVAL 330 MINUTE) AS hour, {_TAKEN}"
    f"{_OF_DAY} GROUP BY hour ORDER BY hour",
    "collections-by-day": f"SELECT j.business_date, {_TAKEN}{_OF_DAY} GROUP BY j.business_date",
    "receipts": "SELECT j.stored_at, COALESCE(p.receipt_no, CONCAT(c.code, '-U-',"
    " LPAD(j.number, 4, '0'))), j.kind, a.account_no, k.name, c.code, u.user_name,"
    " SUM(IF(t.kind = 'cash', t.tendered - t.change_given, 0)),"
    " SUM(IF(t.kind = 'cheque', t.tendered, 0)), SUM(IF(t.kind = 'card', t.tendered, 0)),"
    " SUM(t.tendered - t.change_given), COALESCE((SELECT b.number FROM reversals x"
    " JOIN journal b ON b.entry_id = x.entry_id WHERE x.undone_entry_id = j.entry_id), '')"
    " FROM journal j JOIN counters c ON c.counter_id = j.counter_id"
    " JOIN users u ON u.user_id = j.user_id LEFT JOIN tenders t ON t.entry_id = j.entry_id"
    " LEFT JOIN payments p ON p.payment_id = j.entry_id"
    " LEFT JOIN reversals r ON r.entry_id = j.entry_id"
    " JOIN accounts a ON a.account_id = COALESCE(p.account_id, r.account_id)"
    " JOIN customers k ON k.customer_id = a.customer_id"
    f" WHERE j.business_date = {_DAY} AND j.kind IN ({_KINDS}) GROUP BY j.entry_id, j.stored_at,"
    " p.receipt_no, c.code, j.number, j.kind, a.account_no, k.name, u.user_name"
    " ORDER BY j.stored_at, j.entry_id",
    "ageing": _OWED.format(day=_DAY),
    "debtors": "SELECT a.account_no, k.name, a.tariff_class, q.bills, q.oldest, q.owed, q.overdue,"
    " a.credit FROM (SELECT b.account_id, COUNT(*) AS bills, MIN(b.due_on) AS oldest,"
    f" SUM(b.balance) AS owed, SUM(IF(b.due_on < {_DAY}, b.balance, 0)) AS overdue FROM bills b"
    " WHERE b.status IN ('issued', 'part_paid') GROUP BY b.account_id HAVING overdue > 0"
    " ORDER BY overdue DESC, b.account_id LIMIT 100) q"
    " JOIN accounts a ON a.account_id = q.account_id"
    " JOIN customers k ON k.customer_id = a.customer_id ORDER BY q.overdue DESC, q.account_id",
    "gaps": "SELECT j.counter_id, j.kind, MAX(j.number), COUNT(*), MAX(j.number) - COUNT(*), 0"
    " FROM journal j GROUP BY j.counter_id, j.kind",
    "journal": "SELECT j.entry_id, j.number, j.kind, c.code, j.chain_no, u.user_name,"
    " j.business_date, j.taken_at, j.stored_at, CAST(j.canonical AS CHAR CHARACTER SET utf8mb4),"
    " HEX(j.previous_hash), HEX(j.hash) FROM journal j"
    " JOIN counters c ON c.counter_id = j.counter_id JOIN users u ON u.user_id = j.user_id"
    f" WHERE j.business_date = {_DAY} ORDER BY j.counter_id, j.chain_no",
}


def by_hand(name: str) -> tuple[str, bool]:
    """The statement of a report for LAST_DAY, and whether it is a hand's own."""
    if name in BY_HAND:
        return BY_HAND[name], True
    return _own(name), False


def _own(name: str) -> str:
    text = (_PROCEDURES / f"report_{name.replace('-', '_')}.sql").read_text("utf-8")
    bodies = re.findall(r"^  SELECT .*?;$", text[text.index("LEAVE report") :], re.M | re.S)
    if not bodies:
        raise ValueError(f"{name} has no SELECT")
    # What is read before it goes into variables.
    statement = bodies[-1].rstrip(";").replace(" FORCE INDEX (ix_journal_business_date_kind)", "")
    until = _SINCE + timedelta(days=1)
    values = {
        "p_from": _DAY, "p_to": _DAY, "v_since": f"'{_SINCE}'", "v_until": f"'{until}'",
        "v_after": "(SELECT MAX(locked_to) FROM period_locks)",
        "v_locked": "(SELECT MAX(locked_to) FROM period_locks)",
    }  # fmt: skip
    statement = re.sub(r"--[^\n]*", "", _without_filters(statement))
    return re.sub(r"\b([pv]_[a-z_]+)\b", lambda m: values.get(m[1], "NULL"), statement)


def _without_filters(statement: str) -> str:
    """Take out each `AND (p_… IS NULL OR …)`."""
    while (found := re.search(r"(AND|WHERE) \([pv]_\w+ IS NULL OR ", statement)) is not None:
        at = statement.index("(", found.start())
        depth = 0
        for end in range(at, len(statement)):
            depth += {"(": 1, ")": -1}.get(statement[end], 0)
            if depth == 0:
                break
        keep = "WHERE TRUE" if found[1] == "WHERE" else ""
        statement = statement[: found.start()] + keep + statement[end + 1 :]
    return statement
