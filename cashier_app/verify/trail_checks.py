"""Invariants 1, 4 and 5: what was billed, posted and ended, against what else tells of it."""

from __future__ import annotations

from cashier_app.verify.findings import Check, Span, as_named, bill_name

# Who raises what a bill ended with pays less for the next one. Five weeks: an auditor who looks
# once a month misses none, and all readings of all years would take as long as all receipts.
READINGS = """
SELECT q.bill_no, q.bill_id, IF(q.consumption IS NULL, 'its readings are gone',
  CONCAT('billed ', q.consumption, ' of meter ', COALESCE(q.meter_no, '?'), ', its readings are ',
    COALESCE(q.from_value, 'gone'), ' and ', COALESCE(q.to_value, 'gone')))
FROM audit_billed_readings q
"""

UNPOSTED_DAYS = """
SELECT CONCAT('late charges of ', d.business_date), CONCAT('there is no posting of them, but ',
  d.shifts, ' shifts, which open behind it')
FROM audit_unposted_days d
"""

RUNS = """
SELECT CONCAT('bill run ', t.run_id), CONCAT_WS('; ',
  IF(t.state IS NULL, 'is gone, but in the audit trail', NULL),
  IF(t.state IS NOT NULL AND t.opened <> 1,
    CONCAT('was opened ', t.opened, ' times by the audit trail'), NULL),
  IF(COALESCE(t.state, '') IN ('issued', '') AND t.noted <> COALESCE(t.issued, 0),
    CONCAT('issued ', COALESCE(t.issued, 0), ' bills, the audit trail has ', t.noted), NULL))
  AS fact
FROM audit_run_trail t
HAVING fact <> ''
"""

PLAN_ENDS = """
SELECT CONCAT('plan ', p.plan_id), IF(p.ended, CONCAT('is ', p.why, ', which nobody noted'),
  CONCAT('was ', p.why, ', but runs on'))
FROM audit_plan_ends p
WHERE p.ended <> p.noted
"""

# A version that is gone leaves the prices of the one before it.
TARIFFS = """
SELECT t.tariff, IF(t.kept, 'its text is not the one that was kept',
  'is gone, but in the audit trail')
FROM audit_tariff_trail t
WHERE t.kept = 0 OR NOT t.is_hashed
"""

PAPERS = """
SELECT p.paper, CONCAT('is of entry ', p.entry_id, ', which no such tender paid')
FROM audit_stray_papers p
"""

CHECKS = (
    Check(1, Span.ONCE, bill_name, READINGS),
    Check(1, Span.ONCE, as_named, RUNS),
    Check(4, Span.ONCE, as_named, PAPERS),
    Check(5, Span.ONCE, as_named, UNPOSTED_DAYS),
    Check(5, Span.ONCE, as_named, PLAN_ENDS),
    Check(5, Span.ONCE, as_named, TARIFFS),
)
