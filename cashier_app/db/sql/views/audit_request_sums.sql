-- All requests beside the entries that name them; not_so are done without an entry, or void with one.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_request_sums AS
SELECT COUNT(*) AS pairs, (SELECT COUNT(*) FROM requests) AS requests,
  COALESCE(SUM((q.state = 'done') <> (j.request_id IS NOT NULL)), 0) AS not_so
FROM requests q
LEFT JOIN journal j ON j.request_id = q.request_id
