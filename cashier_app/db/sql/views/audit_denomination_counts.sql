-- The pieces of each count.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_denomination_counts AS
SELECT entry_id, value, pieces FROM denomination_counts
