-- Approvals with the entry that used them and who made it, what they are of and what it moved, and whether they came from the list.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_approvals AS
SELECT a.approval_id, a.act, a.request_id, a.user_id, a.approved_at, a.ends_at,
  x.entry_id, j.request_id AS entry_request_id, j.user_id AS entry_user_id,
  j.stored_at AS entry_stored_at, j.kind AS entry_kind, a.amount, a.fingerprint,
  q.fingerprint AS request_fingerprint,
  CASE j.kind WHEN 'movement' THEN (SELECT ABS(m.amount) FROM cash_movements m WHERE m.entry_id = j.entry_id)
    WHEN 'z' THEN (SELECT ABS(z.difference) FROM z_reports z WHERE z.entry_id = j.entry_id)
    WHEN 'lost' THEN (SELECT COALESCE(SUM(l.total), 0) FROM lost_numbers l WHERE l.entry_id = j.entry_id
      AND l.enter_again = 1)
    WHEN 'opening' THEN a.amount WHEN 'move' THEN a.amount
    WHEN 'correction' THEN (SELECT MAX(ABS(t.tendered - t.change_given)) FROM tenders t
      WHERE t.entry_id = j.entry_id)
    ELSE (SELECT ABS(SUM(t.tendered - t.change_given)) FROM tenders t WHERE t.entry_id = j.entry_id)
    END AS entry_amount,
  EXISTS (SELECT 1 FROM waiting_acts w JOIN waiting_events v ON v.waiting_act_id = w.waiting_act_id
    WHERE w.request_id = a.request_id AND w.fingerprint = a.fingerprint AND v.state = 'approved'
      AND v.user_id = a.user_id AND v.stored_at = a.approved_at) AS is_listed
FROM approvals a
LEFT JOIN approval_uses x ON x.approval_id = a.approval_id
LEFT JOIN journal j ON j.entry_id = x.entry_id
LEFT JOIN requests q ON q.request_id = j.request_id
