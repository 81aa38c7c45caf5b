-- Numbers of card slips.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_card_slips AS
SELECT entry_id, line_no, slip_no FROM card_slips
