-- Each entry beside its shift, its request and what it undoes, without the long texts.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_entries AS
SELECT j.entry_id, j.kind, j.counter_id, c.code AS counter_code, j.number, j.chain_no, j.shift_id,
  j.user_id, j.business_date, j.stored_at, u.role AS user_role, u.created_at AS user_created_at,
  s.counter_id AS shift_counter_id, s.user_id AS shift_user_id, s.business_date AS shift_date,
  s.opened_at, s.counted_at, s.closed_at,
  q.state AS request_state, q.kind AS request_kind, q.counter_id AS request_counter_id,
  q.user_id AS request_user_id,
  p.payment_id, p.receipt_no, COALESCE(p.rounding, r.rounding, -up.rounding, 0) AS rounding,
  r.undone_entry_id
FROM journal j
LEFT JOIN counters c ON c.counter_id = j.counter_id
LEFT JOIN users u ON u.user_id = j.user_id
LEFT JOIN shifts s ON s.shift_id = j.shift_id
LEFT JOIN requests q ON q.request_id = j.request_id
LEFT JOIN payments p ON p.payment_id = j.entry_id
LEFT JOIN reversals r ON r.entry_id = j.entry_id
LEFT JOIN payments up ON up.payment_id = r.undone_entry_id
