-- Each request with the number of entries that name it.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_requests AS
SELECT q.request_id, q.fingerprint, q.kind, q.state, q.counter_id, q.user_id, q.stored_at,
  (SELECT COUNT(*) FROM journal j WHERE j.request_id = q.request_id) AS entries
FROM requests q
