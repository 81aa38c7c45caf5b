"""Invariants 1, 5 and 13 of the office: what it asked for, what its runs priced, its slips."""

from __future__ import annotations

from collections.abc import Iterator

from cashier_app.verify.findings import Breach, Check, Span, as_named, bill_name
from cashier_app.verify.reader import SPAN, Reader

ASKED = """
SELECT IF(o.bill_id IS NULL, CONCAT('office request ', LOWER(HEX(o.request_id))),
    CONCAT('bill ', COALESCE(o.bill_no, o.bill_id))),
  IF(o.bill_id IS NULL, CONCAT('its ', o.act, ' ', o.object_id, ' is gone'),
    CONCAT('its ', o.act, ' is not as it was asked for')) AS fact
FROM audit_office_acts o
WHERE o.bill_id IS NULL OR NOT o.is_as_asked
"""

UNASKED = """
SELECT d.bill_no, d.bill_id, CONCAT('a ', d.kind, ' of ', d.amount, ' was asked for by nobody')
FROM (SELECT * FROM audit_bill_postings WHERE kind IN ('correction', 'credit_note')) d
LEFT JOIN audit_office_acts o ON o.object_id = d.adjustment_id
  AND o.act = IF(d.kind = 'correction', 'adjustment', 'credit_note')
WHERE o.object_id IS NULL
"""

PLANS = """
SELECT CONCAT('plan ', l.plan_id, COALESCE(CONCAT(' of account ', l.account_no), '')),
  CONCAT_WS('; ',
  IF(l.amount IS NULL, 'is gone, but named', NULL),
  IF(l.asked <> 1 OR NOT l.is_askers, 'was asked for by nobody', NULL),
  IF(l.amount <> l.planned,
    CONCAT('is over ', l.amount, ', its instalments make ', l.planned), NULL),
  IF(l.strange_bills > 0, CONCAT('holds ', l.strange_bills, ' bills that it was not made for'),
    NULL)) AS fact
FROM audit_plans l
HAVING fact <> ''
"""

RUNS = """
SELECT CONCAT('bill run ', r.run_id), CONCAT('says ', r.issued, ' of ', r.items, ' bills over ',
  r.amount, ', its ', r.priced_items, ' items make ', r.priced)
FROM audit_runs r
WHERE r.issued <> r.priced_items OR r.amount <> r.priced
  OR (r.state = 'issued') <> (r.issued = r.items AND r.items > 0)
"""

GIVEN_BACK = """
SELECT g.bill_no, g.bill_id, CONCAT('gave ', g.given,
  ' back, the bills under its readings came to ',
  IF(g.least = g.most, g.most, CONCAT(g.least, ' to ', g.most)))
FROM audit_given_back g
WHERE g.given NOT BETWEEN g.least AND g.most
"""

SLIPS = """
SELECT CONCAT('slip ', t.attempt_id), CASE
    WHEN t.local_day <> t.tried_on OR t.tried_at > t.stored_at + INTERVAL 2 MINUTE
      OR t.tried_at < t.stored_at - INTERVAL 3 DAY THEN CONCAT('its day is ', t.tried_on,
        ', it was given at ', t.tried_at, ' and stored at ', t.stored_at)
    WHEN t.holds_until > t.tried_on + INTERVAL 30 DAY
      THEN CONCAT('holds from ', t.tried_on, ' until ', t.holds_until)
    ELSE 'no audit event says that it was given' END
FROM audit_attempts t
WHERE t.local_day <> t.tried_on OR t.tried_at > t.stored_at + INTERVAL 2 MINUTE
  OR t.tried_at < t.stored_at - INTERVAL 3 DAY OR t.holds_until > t.tried_on + INTERVAL 30 DAY
  OR NOT t.is_audited
"""

WAITING_BILLS = """
SELECT w.bill_no, w.bill_id, IF(w.posted_on IS NULL,
  CONCAT('waits for slip ', w.attempt_id, ', which is not its account''s or older than the bill'),
  CONCAT('a late charge of ', w.amount, ' on ', w.posted_on, ', though slip ', w.attempt_id,
    ' holds it back'))
FROM audit_attempt_bills w
JOIN audit_attempts t ON t.attempt_id = w.attempt_id
WHERE w.posted_on IS NOT NULL OR w.account_id <> t.account_id OR w.issued_on > t.tried_on
"""

# Charges are only added to a day, by a cheque that comes back: what was noted is the least.
POSTED_DAYS = """
SELECT CONCAT('late charges of ', d.business_date), CONCAT('posted were ', d.bills, ' over ',
  d.amount, ', there are ', d.standing, ' over ', d.standing_amount)
FROM audit_day_postings d
WHERE d.standing < d.bills OR d.standing_amount < d.amount
"""

CHECKS = (
    Check(5, Span.ONCE, as_named, ASKED),
    Check(5, Span.ONCE, as_named, POSTED_DAYS),
    Check(5, Span.ONCE, bill_name, UNASKED),
    Check(5, Span.ONCE, as_named, PLANS),
    Check(1, Span.ONCE, as_named, RUNS),
    Check(1, Span.ONCE, bill_name, GIVEN_BACK),
    Check(13, Span.ONCE, as_named, SLIPS),
    Check(5, Span.ONCE, bill_name, WAITING_BILLS),
)

_ISSUED = "SELECT run_id, issued FROM audit_runs ORDER BY run_id"
_UNLIKE = """
SELECT MAX(i.bill_no), i.seq, MAX(i.total), MAX(i.priced), COUNT(i.bill_no)
FROM audit_run_bills i
WHERE i.run_id = %(run)s AND i.seq BETWEEN %(lo)s AND %(hi)s
GROUP BY i.seq
HAVING COALESCE(SUM(i.total = i.priced AND i.due_on = i.due_on_priced
  AND i.discount_amount = i.discount_priced
  AND i.discount_until <=> i.discount_until_priced AND i.is_same_use), 0) = 0
"""

_UNLIKE_CHARGES = """
SELECT MAX(x.bill_no) FROM (
  SELECT l.seq, l.bill_id, MAX(l.bill_no) AS bill_no, SUM(l.is_priced = 0) AS faults
  FROM audit_run_late_charges l
  WHERE l.run_id = %(run)s AND l.seq BETWEEN %(lo)s AND %(hi)s
  GROUP BY l.seq, l.bill_id) x
GROUP BY x.seq
HAVING MIN(x.faults) > 0
"""


def unlike_runs(reader: Reader) -> Iterator[Breach]:
    """Issued bills that are not what their run has priced."""
    for run, issued in reader.rows(_ISSUED):
        for first in range(1, issued + 1, SPAN):
            bounds = {"run": run, "lo": first, "hi": min(first + SPAN - 1, issued)}
            for bill_no, item, total, priced, bills in reader.rows(_UNLIKE, **bounds):
                if not bills:
                    yield Breach(1, f"bill run {run}", f"the bill of its item {item} is gone")
                    continue
                fact = f"its units, discount or days are not those that run {run} priced"
                if total != priced:
                    fact = f"total is {total}, priced were {priced}"
                yield Breach(1, f"bill {bill_no}", fact)
            for (bill_no,) in reader.rows(_UNLIKE_CHARGES, **bounds):
                fact = f"its late charges are not those that run {run} priced"
                yield Breach(1, f"bill {bill_no}", fact)
