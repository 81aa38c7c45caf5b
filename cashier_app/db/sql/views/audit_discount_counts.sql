-- How often each bill was given its prompt discount, also what was taken back since; counted in the index.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_discount_counts AS
SELECT bill_id, COUNT(*) AS discounts FROM bill_adjustments WHERE kind = 'prompt_discount' GROUP BY bill_id
