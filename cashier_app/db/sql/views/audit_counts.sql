-- Locked counts.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_counts AS
SELECT entry_id, shift_id, kind, counted, cheques, card_slips FROM counts
