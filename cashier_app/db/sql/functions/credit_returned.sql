-- What a credit note gave back to the account's credit: what its bill had used of it at issue. 0 for other postings.
-- grants:
CREATE FUNCTION credit_returned(p_kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin, p_bill_id BIGINT)
RETURNS DECIMAL(18, 3)
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
RETURN IF(p_kind = 'credit_note', COALESCE((SELECT SUM(e.amount) FROM credit_entries e
  WHERE e.bill_id = p_bill_id AND e.entry_id IS NULL AND e.amount > 0), 0), 0)
