"""What each connection brings to a bill cycle, set by set: for the bill run.

`BILLABLE` gives one row for each account, connection and register that has something new up to
the cycle's last day:

- it ends at the register's newest reading that counts, inside the account's liability;
- it starts at the last billed reading or, if that is later, at the last reading before the
  account's first day or before billing began here (`billing_began`); else at the register's
  first reading: nothing is lost when a cycle is left out;
- nobody has a second bill of the month: it can be run again for who has no bill of it any more;
- an actual end after an estimated start reaches back to the last actual reading at which a bill
  ended or began (`trues_up`): what was read inside a bill is given back with it.

`CREDITED` gives, for the spans of a run (`bill_run_readings`), what the bills that they replace
came to: it is given back. `REACH_BACK` makes these spans cover every register of those bills. Held
readings are never billed: `UNREAD` lists the registers that stand in a route and have nothing to
bill, or were taken out with a last reading that waits, each with the reason.

`BILLABLE` and `UNREAD` take the same binds (see `cycle_binds`) and can stand behind
INSERT … SELECT; cut the work into chunks with `low` and `high`, keys of connections (both
included).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Connection, select, text

from cashier_app.db.repositories.supply.readings import month_of
from cashier_app.db.tables import billing, people

# A reading is billed when an issued bill ends on it; a draft is worked out again.
_BILLED = """(SELECT STRAIGHT_JOIN 1
    FROM bill_readings br JOIN bills b FORCE INDEX (PRIMARY) ON b.bill_id = br.bill_id
    WHERE br.to_reading_id = {}.reading_id AND b.status NOT IN ('draft', 'cancelled'))"""
# The first bill here began on it: what was used before was billed elsewhere.
_BEGAN = _BILLED.replace("br.to_reading_id", "br.from_reading_id")
_BEGAN_HERE = _BEGAN[:-1] + " AND b.account_id = s.account_id)"
# A bill goes over it: it was read in a cycle that was left out, or for another register's sake.
PASSED = """(SELECT STRAIGHT_JOIN 1
    FROM readings t FORCE INDEX (uq_readings_register_id_read_on_kind)
    JOIN bill_readings br ON br.to_reading_id = t.reading_id
    JOIN readings w FORCE INDEX (PRIMARY) ON w.reading_id = br.from_reading_id
      AND w.read_on < {0}.read_on
    JOIN bills b FORCE INDEX (PRIMARY) ON b.bill_id = br.bill_id
      AND b.status NOT IN ('draft', 'cancelled')
    WHERE t.register_id = {0}.register_id AND t.read_on > {0}.read_on)"""
# A month is billed once: another bill would have its fixed charges and its minimum once more. A
# bill is due no earlier than its month begins.
_OF_MONTH = """(SELECT 1 FROM bills m FORCE INDEX (ix_bills_account_id_status)
    WHERE m.account_id = s.account_id AND m.connection_id = s.connection_id AND m.kind = 'period'
      AND m.status IN ('issued', 'part_paid', 'paid') AND m.due_on >= :first
      AND m.period_to BETWEEN :first AND :last)"""
# Of this fitting: on the day of a change the old meter's last and the new one's first count.
_OF_FITTING = """{0}.register_id = g.register_id AND {0}.status <> 'held'
    AND {0}.read_on >= f.fitted_on AND {0}.read_on <= COALESCE(f.removed_on, '9999-12-31')
    -- NULL-safe, as a meter that stands has no such day.
    AND NOT ({0}.kind = 'final' AND {0}.read_on = f.fitted_on
      AND NOT f.removed_on <=> f.fitted_on)
    AND NOT ({0}.kind = 'initial' AND {0}.read_on <=> f.removed_on
      AND f.removed_on <> f.fitted_on)"""

# STRAIGHT_JOIN and FORCE INDEX: a run fills and reads tables whose statistics are not yet up to
# date; of a table that is thought empty the server reads all rows for each row of the others.
# Where this is merged into a query around it, that one says STRAIGHT_JOIN, too.
# The order of the index on readings is the order that is wanted: the newest, the first one of a
# day last. Without the LIMIT the inner query is merged into the outer one, and each of its
# subqueries is then asked for every mention.
_BY_DAY = "FORCE INDEX (uq_readings_register_id_read_on_kind)"
_SPANS = f"""
SELECT STRAIGHT_JOIN s.account_id, s.connection_id, s.register_id, s.meter_id, s.multiplier,
  s.dials, s.unit, s.code, s.position, e.reading_id, e.read_on, e.value,
  e.status = 'estimated' AS is_estimated, s.start_id AS base_id,
  CASE WHEN e.status = 'actual' AND b.status = 'estimated' AND EXISTS {_BILLED.format("b")}
  THEN COALESCE((
    SELECT r.reading_id FROM readings r
    WHERE r.register_id = s.register_id AND r.read_on < b.read_on
      AND (r.status = 'actual' OR r.status = 'estimated' AND EXISTS {_BEGAN.format("r")}
        AND NOT EXISTS {_BILLED.format("r")})
      AND NOT EXISTS {PASSED.format("r")}
      AND r.read_on >= s.fitted_on
      AND (r.read_on >= s.liable_from - INTERVAL 1 DAY OR EXISTS {_BEGAN_HERE.format("r")})
    ORDER BY r.read_on DESC LIMIT 1), s.start_id) ELSE s.start_id END AS start_id
FROM (
  SELECT STRAIGHT_JOIN ac.account_id, k.connection_id, g.register_id, m.meter_id, m.multiplier,
    g.dials, g.unit, g.code, f.position, f.fitted_on, ac.liable_from,
    (SELECT r.reading_id FROM readings r {_BY_DAY}
      WHERE {_OF_FITTING.format("r")}
        AND r.read_on <= LEAST(:last, COALESCE(ac.liable_to, '9999-12-31'))
      ORDER BY r.read_on DESC, r.kind DESC LIMIT 1) AS end_id,
    COALESCE(
      (SELECT r.reading_id FROM readings r {_BY_DAY}
        WHERE {_OF_FITTING.format("r")}
          AND (EXISTS {_BILLED.format("r")} OR r.read_on < GREATEST(ac.liable_from, :live))
          AND r.read_on <= LEAST(:last, COALESCE(ac.liable_to, '9999-12-31'))
        ORDER BY r.read_on DESC, r.kind DESC LIMIT 1),
      (SELECT r.reading_id FROM readings r {_BY_DAY} WHERE {_OF_FITTING.format("r")}
        ORDER BY r.read_on, r.kind LIMIT 1)) AS start_id
  FROM connections k
  JOIN account_connections ac FORCE INDEX (ix_account_connections_connection_id)
    ON ac.connection_id = k.connection_id AND ac.liable_from <= :last
  JOIN meter_fittings f FORCE INDEX (ix_meter_fittings_connection_id)
    ON f.connection_id = k.connection_id AND f.fitted_on <= :last
    AND f.fitted_on <= COALESCE(ac.liable_to, '9999-12-31')
    AND COALESCE(f.removed_on, '9999-12-31') >= ac.liable_from
  JOIN meters m ON m.meter_id = f.meter_id
  JOIN registers g FORCE INDEX (uq_registers_meter_id_code) ON g.meter_id = m.meter_id
  WHERE k.connection_id BETWEEN :low AND :high AND (:route IS NULL OR k.route_id = :route)
    -- Who left before, and a meter that was taken out before, were billed in an earlier cycle; a
    -- year is looked back on for places that waited, and for those that are billed once a year.
    AND COALESCE(ac.liable_to, '9999-12-31') >= :first - INTERVAL 13 MONTH
    AND COALESCE(f.removed_on, '9999-12-31') >= :first - INTERVAL 13 MONTH
  LIMIT 9223372036854775807
) s
JOIN readings e FORCE INDEX (PRIMARY) ON e.reading_id = s.end_id
JOIN readings b FORCE INDEX (PRIMARY) ON b.reading_id = s.start_id
-- What was billed at its end begins there, too.
WHERE e.read_on > b.read_on
  AND NOT EXISTS {PASSED.format("e")} AND NOT EXISTS {_OF_MONTH}
"""  # noqa: S608 - our own words

# {0} the later and {1} the earlier reading, {2} the register's unit and dials, {3} the multiplier.
# Less than was estimated is no dial that went round: below zero, and set apart. A maximum that was
# read meanwhile counts on: the highest of the whole span.
_USED = """CAST({3}.multiplier * CASE WHEN RIGHT({2}.unit, 1) <> 'h' THEN (
      SELECT MAX(most.value) FROM readings most FORCE INDEX (uq_readings_register_id_read_on_kind)
      WHERE most.register_id = {0}.register_id
        AND most.read_on > {1}.read_on AND most.read_on <= {0}.read_on
        AND (most.status = 'actual' OR most.reading_id = {0}.reading_id))
    WHEN {0}.value >= {1}.value OR {1}.status = 'estimated' THEN {0}.value - {1}.value
    ELSE {0}.value + CAST(RPAD('1', {2}.dials + 1, '0') AS DECIMAL(14, 0)) - {1}.value END
    AS DECIMAL(18, 3))"""

BILLABLE = f"""
SELECT STRAIGHT_JOIN x.account_id, x.connection_id, x.register_id, x.meter_id, x.position,
  x.code AS register_code, x.unit,
  p.reading_id AS from_reading_id, p.read_on AS from_on, p.value AS from_value,
  x.reading_id AS to_reading_id, x.read_on AS to_on, x.value AS to_value,
  DATEDIFF(x.read_on, p.read_on) AS days, x.is_estimated,
  x.start_id <> x.base_id AS trues_up,
  {_USED.format("x", "p", "x", "x")} AS consumption
FROM ({_SPANS}) x
JOIN readings p FORCE INDEX (PRIMARY) ON p.reading_id = x.start_id
"""  # noqa: S608 - our own words
_BY_CONNECTION = "x.connection_id, x.account_id, x.position, x.register_id, p.read_on"

# The bills that a true-up gives back: a register's span holds theirs and goes on after it.
_GIVEN = """
  FROM bill_run_readings s
  JOIN readings h FORCE INDEX (uq_readings_register_id_read_on_kind)
    ON h.register_id = s.register_id AND h.read_on > s.from_on AND h.read_on < s.to_on
  JOIN bill_readings br ON br.to_reading_id = h.reading_id
  JOIN readings w FORCE INDEX (PRIMARY) ON w.reading_id = br.from_reading_id
    AND w.read_on >= s.from_on
  JOIN bills b FORCE INDEX (PRIMARY) ON b.bill_id = br.bill_id AND b.account_id = s.account_id
    AND b.connection_id = s.connection_id AND b.status NOT IN ('draft', 'cancelled')
  WHERE s.run_id = :run AND s.trues_up"""

CREDITED = f"""
SELECT q.account_id, q.connection_id, SUM(bill_worth(q.bill_id)) AS total FROM (
  SELECT STRAIGHT_JOIN DISTINCT s.account_id, s.connection_id, b.bill_id
  {_GIVEN}
) q GROUP BY q.account_id, q.connection_id
"""  # noqa: S608 - our own words

# How many those are, for what a limit of one bill grows to, and the days on which they ended:
# "2/2026-09-30,2026-10-31". {0} has the account and connection.
GIVEN_BACK = f"""(SELECT STRAIGHT_JOIN CONCAT_WS('/', COUNT(DISTINCT b.bill_id),
        GROUP_CONCAT(DISTINCT b.period_to ORDER BY b.period_to)) {_GIVEN}
        AND s.connection_id = {{0}}.connection_id AND s.account_id = {{0}}.account_id)"""

# Whole bills are given back: what their other registers counted is priced again, too. From where
# those bills began, and up to where they ended for a meter that has been taken out since.
_AGAIN = f"""
  SELECT y.account_id, y.connection_id, y.register_id,
    MAX(IF(y.first = 1, y.from_id, 0)) AS from_id, MAX(IF(y.last = 1, y.to_id, 0)) AS to_id
  FROM (
    SELECT STRAIGHT_JOIN g.account_id, g.connection_id, t.register_id, f.reading_id AS from_id,
      t.reading_id AS to_id,
      ROW_NUMBER() OVER (PARTITION BY g.account_id, g.connection_id, t.register_id
        ORDER BY f.read_on, f.kind) AS first,
      ROW_NUMBER() OVER (PARTITION BY g.account_id, g.connection_id, t.register_id
        ORDER BY t.read_on DESC, t.kind DESC) AS last
    FROM (SELECT STRAIGHT_JOIN DISTINCT s.account_id, s.connection_id, b.bill_id
      {_GIVEN} AND s.connection_id BETWEEN :low AND :high) g
    JOIN bill_readings r ON r.bill_id = g.bill_id
    JOIN readings f FORCE INDEX (PRIMARY) ON f.reading_id = r.from_reading_id
    JOIN readings t FORCE INDEX (PRIMARY) ON t.reading_id = r.to_reading_id
  ) y GROUP BY y.account_id, y.connection_id, y.register_id"""  # noqa: S608 - our own words
# No UPDATE over these tables: it would lock every bill that it reads, and wait for who pays one.
_EARLIER = f"""
INSERT INTO bill_run_readings (run_id, connection_id, account_id, register_id, to_reading_id,
  from_reading_id, from_on, to_on, register_code, unit, consumption, is_estimated, trues_up)
SELECT STRAIGHT_JOIN q.run_id, q.connection_id, q.account_id, q.register_id, q.to_reading_id,
  f.reading_id, f.read_on, q.to_on, q.register_code, q.unit, {_USED.format("t", "f", "g", "m")},
  q.is_estimated, 1
FROM ({_AGAIN}) a
JOIN bill_run_readings q ON q.run_id = :run AND q.connection_id = a.connection_id
  AND q.account_id = a.account_id AND q.register_id = a.register_id
JOIN readings f ON f.reading_id = a.from_id
JOIN readings t ON t.reading_id = q.to_reading_id
JOIN registers g ON g.register_id = a.register_id
JOIN meters m ON m.meter_id = g.meter_id
WHERE f.read_on < q.from_on
ON DUPLICATE KEY UPDATE from_reading_id = VALUES(from_reading_id), from_on = VALUES(from_on),
  consumption = VALUES(consumption), trues_up = 1
"""  # noqa: S608 - our own words
_TAKEN_OUT = f"""
INSERT INTO bill_run_readings (run_id, connection_id, account_id, register_id, to_reading_id,
  from_reading_id, from_on, to_on, register_code, unit, consumption, is_estimated, trues_up)
SELECT STRAIGHT_JOIN :run, a.connection_id, a.account_id, a.register_id, t.reading_id,
  f.reading_id, f.read_on, t.read_on, g.code, g.unit, {_USED.format("t", "f", "g", "m")},
  t.status = 'estimated', 1
FROM ({_AGAIN}) a
LEFT JOIN bill_run_readings q ON q.run_id = :run AND q.connection_id = a.connection_id
  AND q.account_id = a.account_id AND q.register_id = a.register_id
JOIN readings f ON f.reading_id = a.from_id
JOIN readings t ON t.reading_id = a.to_id
JOIN registers g ON g.register_id = a.register_id
JOIN meters m ON m.meter_id = g.meter_id
WHERE q.run_id IS NULL
"""  # noqa: S608 - our own words
TRUED_UP = """
SELECT 1 FROM bill_run_readings s
WHERE s.run_id = :run AND s.connection_id BETWEEN :low AND :high AND s.trues_up LIMIT 1
"""
REACH_BACK = (_EARLIER, _TAKEN_OUT)
"""Run over a chunk that was gathered, where it has TRUED_UP, again until nothing changes."""

# What the run has gathered is left out first: of the rest it is asked why.
UNREAD = f"""
SELECT STRAIGHT_JOIN ac.account_id, g.register_id, f.connection_id, m.meter_no,
  g.code AS register_code,
  CASE WHEN EXISTS (SELECT 1 FROM readings r WHERE r.register_id = g.register_id
      AND r.status = 'held' AND r.read_on BETWEEN :first AND :last) THEN 'held'
    WHEN ac.account_id IS NULL THEN 'nobody_liable' ELSE 'not_read' END AS reason
FROM meter_fittings f
JOIN registers g ON g.meter_id = f.meter_id
LEFT JOIN bill_run_readings q ON q.run_id = :run AND q.connection_id = f.connection_id
  AND q.register_id = g.register_id AND q.to_on >= :first
JOIN connections k ON k.connection_id = f.connection_id
JOIN meters m ON m.meter_id = f.meter_id
LEFT JOIN account_connections ac ON ac.connection_id = k.connection_id AND ac.liable_from <= :last
  AND COALESCE(ac.liable_to, '9999-12-31') >= :last
WHERE f.connection_id BETWEEN :low AND :high AND (:route IS NULL OR k.route_id = :route)
  AND f.removed_on IS NULL AND f.fitted_on <= :last AND q.run_id IS NULL
  AND (ac.account_id IS NULL OR NOT EXISTS (SELECT 1 FROM readings r
    WHERE {_OF_FITTING.format("r")} AND r.read_on BETWEEN :first AND :last
      AND r.kind <> 'initial'))
UNION ALL
-- What a meter counted that was taken out waits for its last reading, as the whole place does.
SELECT STRAIGHT_JOIN DISTINCT ac.account_id, g.register_id, f.connection_id, m.meter_no, g.code,
  'held'
FROM meter_fittings f FORCE INDEX (ix_meter_fittings_connection_id)
JOIN registers g FORCE INDEX (uq_registers_meter_id_code) ON g.meter_id = f.meter_id
JOIN readings h FORCE INDEX (uq_readings_register_id_read_on_kind)
  ON h.register_id = g.register_id AND h.status = 'held'
  AND h.read_on BETWEEN GREATEST(f.fitted_on, :live) AND f.removed_on
JOIN connections k FORCE INDEX (PRIMARY) ON k.connection_id = f.connection_id
JOIN meters m FORCE INDEX (PRIMARY) ON m.meter_id = f.meter_id
LEFT JOIN account_connections ac ON ac.connection_id = k.connection_id
  AND ac.liable_from <= h.read_on AND COALESCE(ac.liable_to, '9999-12-31') >= h.read_on
WHERE f.connection_id BETWEEN :low AND :high AND (:route IS NULL OR k.route_id = :route)
  AND f.removed_on BETWEEN :first - INTERVAL 13 MONTH AND :last
  AND NOT EXISTS (SELECT 1 FROM readings r
    WHERE {_OF_FITTING.format("r")} AND r.read_on >= h.read_on)
ORDER BY connection_id, meter_no, register_code
"""  # noqa: S608 - our own words


# Bills of a year that were cancelled and whose readings no bill has, here or in this run: a later
# bill went on behind them, so that only their own month brings them again.
LEFT_BEHIND = f"""
SELECT c.connection_id, DATE_FORMAT(c.period_to, '%Y-%m') AS month
FROM bills c
JOIN connections k ON k.connection_id = c.connection_id
JOIN bill_readings cr ON cr.bill_id = c.bill_id
JOIN readings x ON x.reading_id = cr.to_reading_id
WHERE c.status = 'cancelled' AND c.kind = 'period' AND (:route IS NULL OR k.route_id = :route)
  AND c.period_to < :first AND c.period_to >= :first - INTERVAL 12 MONTH
  AND NOT EXISTS {_BILLED.format("x")} AND NOT EXISTS {PASSED.format("x")}
  AND NOT EXISTS (SELECT 1 FROM bill_run_readings q WHERE q.run_id = :run
    AND q.connection_id = c.connection_id AND q.account_id = c.account_id
    AND q.register_id = x.register_id AND q.from_on < x.read_on)
GROUP BY c.connection_id, month
ORDER BY month, c.connection_id
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class BillableRow:
    """A register's part of a bill. Billed days are from_on (exclusive) to to_on (inclusive)."""

    account_id: int
    connection_id: int
    register_id: int
    register_code: str
    unit: str
    from_reading_id: int
    from_on: date
    to_reading_id: int
    to_on: date
    days: int
    consumption: Decimal
    """With the multiplier; a demand register's is the recorded maximum."""
    is_estimated: bool
    trues_up: bool


class Unread(NamedTuple):
    """A register that has nothing to bill. `account_id` None: nobody is liable."""

    account_id: int | None
    register_id: int
    connection_id: int
    meter_no: str
    register_code: str
    reason: str
    """held, not_read or nobody_liable."""


def cycle_binds(
    connection: Connection,
    cycle: date,
    route_id: int | None = None,
    low: int = 0,
    high: int = 2**63 - 1,
) -> dict[str, object]:
    """The binds of the statements above for the month of `cycle` and a range of connections."""
    first, last = month_of(cycle)
    live = billing_began(connection) or first
    return {
        "first": first, "last": last, "live": live, "route": route_id, "low": low, "high": high,
    }  # fmt: skip


def billing_began(connection: Connection) -> date | None:
    """The first day of the first month billed here: what was read before was billed elsewhere.

    The setting `billing_from` says it; where it is empty, the first issued bill of a period does.
    """
    s, b = people.settings, billing.bills
    told = connection.execute(
        select(s.c.value).where(s.c.setting == "billing_from")
    ).scalar_one_or_none()
    if told:
        return date.fromisoformat(told)
    ended: date | None = connection.execute(
        select(b.c.period_to)
        .where(b.c.kind == "period", b.c.status != "draft")
        .order_by(b.c.bill_id)
        .limit(1)
    ).scalar_one_or_none()
    return month_of(ended)[0] if ended is not None else None


def billable_rows(connection: Connection, bound: dict[str, object]) -> Iterator[BillableRow]:
    """`BILLABLE` as values, by connection."""
    for r in connection.execute(text(f"{BILLABLE} ORDER BY {_BY_CONNECTION}"), bound):
        yield BillableRow(
            r.account_id, r.connection_id, r.register_id, r.register_code, r.unit,
            r.from_reading_id, r.from_on, r.to_reading_id, r.to_on, r.days, r.consumption,
            bool(r.is_estimated), bool(r.trues_up),
        )  # fmt: skip


def unread(connection: Connection, bound: dict[str, object]) -> Iterator[Unread]:
    """`UNREAD` as values, by connection."""
    for r in connection.execute(text(UNREAD), {"run": 0, **bound}):
        yield Unread(
            r.account_id, r.register_id, r.connection_id, r.meter_no, r.register_code, r.reason
        )
