-- What the office asked for and what stands of it: the fingerprint of a request is made of its words once more.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_office_acts AS
SELECT q.request_id, q.act, q.object_id, b.bill_id, b.bill_no, q.fingerprint <=> UNHEX(SHA2(CONCAT(q.act, '|',
    q.user_id, '|', CASE q.act WHEN 'fee' THEN CONCAT_WS('|', a.account_no, b.title, b.total, b.due_on)
      WHEN 'adjustment' THEN CONCAT_WS('|', b.bill_no, x.amount, x.cause)
      ELSE CONCAT_WS('|', b.bill_no, x.cause) END), 256)) AS is_as_asked
FROM office_requests q
LEFT JOIN bill_adjustments x ON q.act <> 'fee' AND x.adjustment_id = q.object_id
LEFT JOIN bills b ON b.bill_id = IF(q.act = 'fee', q.object_id, x.bill_id)
LEFT JOIN accounts a ON a.account_id = b.account_id
WHERE q.act IN ('fee', 'adjustment', 'credit_note')
