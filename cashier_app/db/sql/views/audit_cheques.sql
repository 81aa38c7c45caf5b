-- The register of cheques.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_cheques AS
SELECT entry_id, line_no, bank, cheque_no, dated_on FROM cheques
