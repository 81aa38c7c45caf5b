-- Slips of who came to pay, with the words that the audit trail has of each.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_attempts AS
SELECT t.attempt_id, t.account_id, t.counter_id, t.user_id, t.tried_at, t.tried_on, t.holds_until, t.stored_at,
  local_date(t.tried_at) AS local_day,
  EXISTS (SELECT 1 FROM audit_events e JOIN accounts a ON a.account_id = t.account_id
    WHERE e.stored_at = t.stored_at AND e.user_id = t.user_id AND e.counter_id = t.counter_id
      AND e.act = 'tried_to_pay' AND e.detail = CONCAT(a.account_no, ': ', t.tried_on)) AS is_audited
FROM payment_attempts t
