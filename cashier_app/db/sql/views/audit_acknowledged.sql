-- The hash and number of the entry a request made: the other half of a counter's log.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_acknowledged AS
SELECT j.request_id, j.entry_id, j.kind, c.code AS counter_code, j.number, j.hash
FROM journal j
LEFT JOIN counters c ON c.counter_id = j.counter_id
