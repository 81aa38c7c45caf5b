-- The bills that wait for a slip, and late charges posted while they should have waited.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_attempt_bills AS
SELECT w.attempt_id, w.bill_id, b.bill_no, b.account_id, b.issued_on, d.amount, d.posted_on
FROM attempt_bills w
JOIN payment_attempts t ON t.attempt_id = w.attempt_id
JOIN bills b ON b.bill_id = w.bill_id
LEFT JOIN bill_adjustments d ON d.bill_id = w.bill_id AND d.kind = 'late_charge' AND d.posted_at > t.stored_at
  AND d.posted_on <= t.holds_until
  AND EXISTS (SELECT 1 FROM bill_late_charges l
    WHERE l.bill_id = d.bill_id AND l.step = d.step AND l.post_on > t.tried_on)
