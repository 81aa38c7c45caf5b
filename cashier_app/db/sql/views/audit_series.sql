-- The series row of each counter and kind.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_series AS
SELECT s.counter_id, c.code AS counter_code, s.kind, s.last_no, s.total
FROM series s LEFT JOIN counters c ON c.counter_id = s.counter_id
