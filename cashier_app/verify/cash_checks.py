"""Invariants 5, 9 and 12 of cash besides payments: handovers, counts, decisions, the safe."""

from __future__ import annotations

from cashier_app.verify.findings import Check, Span, as_named, shift_name

HANDOVERS = """
SELECT CONCAT('entry ', h.entry_id), CONCAT_WS('; ',
  IF(NOT (h.kind <=> 'handover') OR NOT (h.amount < 0) OR h.amount IS NULL,
    'hands nothing over', NULL),
  IF(h.receiver_id <=> h.giver_id, 'is handed to its own giver', NULL),
  IF(h.end_entry_id IS NOT NULL AND NOT (h.end_amount <=> -h.amount),
    CONCAT('hands over ', COALESCE(-h.amount, 0), ', taken were ', COALESCE(h.end_amount, 0)),
    NULL),
  IF(h.end_entry_id IS NOT NULL
      AND NOT COALESCE(h.end_user_id IN (h.receiver_id, h.giver_id), 0),
    'was taken by a third person', NULL),
  IF(h.end_stored_at < h.stored_at, 'was taken before it was given', NULL)) AS fact
FROM audit_handovers h
HAVING fact <> ''
"""

DRAWER_CHECKS = """
SELECT CONCAT('entry ', k.entry_id), CONCAT_WS('; ',
  IF(k.difference <> k.counted - k.expected, 'does not add up', NULL),
  IF(k.counted <> COALESCE(k.pieces, 0),
    CONCAT('says counted ', k.counted, ', its pieces make ', COALESCE(k.pieces, 0)), NULL),
  IF(NOT (k.expected <=> k.made),
    CONCAT('expected ', k.expected, ', the entries before it make ', COALESCE(k.made, 'nothing')),
    NULL)) AS fact
FROM audit_drawer_checks k
HAVING fact <> ''
"""

DECISIONS = """
SELECT CONCAT('entry ', d.entry_id), CONCAT_WS('; ',
  IF(NOT (d.amount <=> d.difference),
    CONCAT('decides ', d.amount, ', the Z''s difference is ', COALESCE(d.difference, 'missing')),
    NULL),
  IF(COALESCE(d.is_decided, 1), 'decides what was decided at the close', NULL),
  IF(NOT (d.z_shift_id <=> d.shift_id), 'lies in another shift than its Z', NULL),
  IF(d.stored_at < d.closed_at, 'is older than its Z', NULL)) AS fact
FROM audit_decisions d
HAVING fact <> ''
UNION ALL
SELECT CONCAT('entry ', z.entry_id), 'has no approval of its own'
FROM audit_z_reports z
LEFT JOIN audit_approvals a ON a.approval_id = z.approval_id AND a.entry_id = z.entry_id
WHERE z.approval_id IS NOT NULL AND a.approval_id IS NULL
"""

NO_SALES = """
SELECT s.counter_code, s.shift_id, CONCAT('has ', m.acts, ' openings without a sale, and ',
  COALESCE(d.openings, 0), ' of them in the drawer''s trace') AS fact
FROM (SELECT shift_id, COUNT(*) AS acts FROM audit_cash_movements
  WHERE kind = 'no_sale' GROUP BY shift_id) m
JOIN audit_shifts s ON s.shift_id = m.shift_id
LEFT JOIN (SELECT shift_id, COUNT(*) AS openings FROM audit_drawer_events
  WHERE entry_id IS NULL GROUP BY shift_id) d ON d.shift_id = m.shift_id
WHERE m.acts > COALESCE(d.openings, 0)
"""

_SAFE_AMOUNT = """CASE e.kind
    WHEN 'opening' THEN e.pieces
    WHEN 'deposit' THEN -e.pieces
    WHEN 'count' THEN e.pieces - (e.balance_after - e.amount)
    WHEN 'float' THEN -e.float_amount
    WHEN 'closing' THEN e.counted
    ELSE -e.moved END"""

SAFE_LINES = f"""
SELECT CONCAT('safe of office ', e.office_id), CONCAT('line ', e.safe_entry_id, ' ', CONCAT_WS('; ',
  IF(NOT (e.entry_kind <=> CASE WHEN e.kind IN ('opening', 'count', 'deposit') THEN 'safe'
      WHEN e.kind = 'float' THEN 'opening' WHEN e.kind = 'closing' THEN 'count'
      ELSE 'movement' END) OR e.entry_kind = 'movement' AND NOT (e.kind <=> e.moved_kind),
    CONCAT('is a ', e.kind, ' of a ', COALESCE(e.entry_kind, 'missing entry')), NULL),
  IF(NOT (e.amount <=> COALESCE({_SAFE_AMOUNT}, 0)),
    CONCAT('says ', e.amount, ', its entry makes ', COALESCE({_SAFE_AMOUNT}, 0)), NULL),
  IF(NOT (e.user_id <=> e.entry_user_id AND e.stored_at <=> e.entry_stored_at
      AND e.office_id <=> e.entry_office_id), 'names another person, time or office', NULL),
  IF(e.balance_after <> e.running,
    CONCAT('holds ', e.balance_after, ' after it, the lines make ', e.running), NULL))) AS fact
FROM (SELECT s.*, SUM(s.amount) OVER (PARTITION BY s.office_id ORDER BY s.safe_entry_id) AS running
  FROM audit_safe_entries s) e
HAVING fact NOT LIKE 'line % '
"""

SAFE_GAPS = """
SELECT CONCAT('safe of office ', d.office_id),
  CONCAT('has no line of the ', d.kind, ' entry ', d.entry_id) AS fact
FROM audit_safe_due d
JOIN (SELECT office_id, MIN(entry_stored_at) AS opened_at FROM audit_safe_entries
  GROUP BY office_id) o ON o.office_id = d.office_id AND d.stored_at >= o.opened_at
LEFT JOIN audit_safe_entries e ON e.entry_id = d.entry_id
WHERE e.entry_id IS NULL
"""

PERIODS = """
SELECT CONCAT('lock up to ', p.locked_to),
  CONCAT('keeps ', p.closing, ': ', p.moved, ' since the lock before it, the postings make ',
    p.posted) AS fact
FROM audit_period_closings p
WHERE p.moved <> p.posted
"""

LOCKS = """
SELECT CONCAT('lock up to ', l.locked_to), CONCAT_WS('; ',
  IF(l.locked_at IS NULL, 'is gone, the audit trail has it', NULL),
  IF(l.noted = 0, 'stands in no audit trail', NULL),
  IF(l.later > 0, CONCAT(l.later, ' postings or shifts of its days are younger than it'), NULL))
  AS fact
FROM audit_locks l
HAVING fact <> ''
"""

CHECKS = (
    Check(12, Span.ONCE, as_named, HANDOVERS),
    Check(12, Span.ONCE, as_named, DRAWER_CHECKS),
    Check(5, Span.ONCE, as_named, DECISIONS),
    Check(9, Span.ONCE, shift_name, NO_SALES),
    Check(12, Span.ONCE, as_named, SAFE_LINES),
    Check(12, Span.ONCE, as_named, SAFE_GAPS),
    Check(12, Span.ONCE, as_named, PERIODS),
    Check(12, Span.ONCE, as_named, LOCKS),
)
