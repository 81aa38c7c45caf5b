-- How each cheque moved on, with the money it stands for.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_cheque_events AS
SELECT e.cheque_event_id, e.entry_id, e.line_no, e.state, e.stored_at, e.deposit_id, q.bank, q.cheque_no,
  d.deposit_id AS known_deposit_id,
  EXISTS (SELECT 1 FROM cheque_events l WHERE l.entry_id = e.entry_id AND l.line_no = e.line_no
    AND l.state = 'listed' AND l.stored_at <= e.stored_at) AS was_listed,
  (SELECT COUNT(*) FROM cheque_events l WHERE l.entry_id = e.entry_id AND l.line_no = e.line_no
    AND l.state = e.state) AS times,
  COALESCE((SELECT 'bounce' FROM bounces x
      WHERE x.cheque_entry_id = e.entry_id AND x.line_no = e.line_no LIMIT 1),
    (SELECT MAX(r.kind) FROM reversals r
      WHERE (r.payment_id = COALESCE(k.payment_id, e.entry_id)
          OR r.undone_entry_id = COALESCE(k.payment_id, e.entry_id))
        AND r.kind IN ('undo', 'reversal'))) AS taken_back_as
FROM cheque_events e
LEFT JOIN cheques q ON q.entry_id = e.entry_id AND q.line_no = e.line_no
LEFT JOIN corrections k ON k.entry_id = e.entry_id
LEFT JOIN cheque_deposits d ON d.deposit_id = e.deposit_id
