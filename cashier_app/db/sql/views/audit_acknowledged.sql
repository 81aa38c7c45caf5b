-- The hash and number of the entry a request made, or had before it was lost: the other half of a counter's log.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_acknowledged AS
SELECT j.request_id, j.entry_id, j.kind, c.code AS counter_code, j.number, j.hash
FROM journal j
LEFT JOIN counters c ON c.counter_id = j.counter_id
UNION ALL
SELECT l.request_id, l.entry_id, l.kind, c.code, l.number, l.hash
FROM lost_numbers l
LEFT JOIN counters c ON c.counter_id = l.counter_id
WHERE l.request_id IS NOT NULL
