-- What is written on cheques that were taken.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_cheques AS
SELECT entry_id, line_no, bank, cheque_no, dated_on, face_amount FROM cheques
