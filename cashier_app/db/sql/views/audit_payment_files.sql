-- The files and paper batches that shifts outside the hall took in.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_payment_files AS
SELECT shift_id, file_name, sha256, receipts, total FROM payment_files
