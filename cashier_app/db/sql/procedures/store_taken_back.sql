-- The mirrored rows of an entry that takes another back; `p_credit` comes after them to one account.
-- grants:
CREATE PROCEDURE store_taken_back(
  IN p_entry_id BIGINT, IN p_booking_id BIGINT, IN p_base INT, IN p_business_date DATE,
  IN p_stored_at DATETIME(6), IN p_account_id BIGINT, IN p_credit DECIMAL(18, 3)
)
SQL SECURITY DEFINER
BEGIN
  INSERT INTO bill_adjustments (bill_id, kind, step, amount, cause, posted_on, posted_at, entry_id, line_no, reverses_id)
  SELECT x.bill_id, 'taken_back', NULL, -x.amount, 'Receipt taken back', p_business_date, p_stored_at,
    p_entry_id, x.line_no - p_base, x.adjustment_id
  FROM bill_adjustments x WHERE x.entry_id = p_booking_id AND x.line_no > p_base;
  INSERT INTO payment_allocations (entry_id, line_no, bill_id, amount, balance_after)
  SELECT p_entry_id, pa.line_no - p_base, pa.bill_id, -pa.amount, b.balance
  FROM payment_allocations pa JOIN bills b ON b.bill_id = pa.bill_id
  WHERE pa.entry_id = p_booking_id AND pa.line_no > p_base;
  INSERT INTO credit_entries (account_id, entry_id, line_no, amount, balance_after, stored_at)
  SELECT e.account_id, p_entry_id, e.line_no - p_base, -e.amount,
    a.credit - IF(e.account_id = p_account_id, p_credit, 0), p_stored_at
  FROM credit_entries e JOIN accounts a ON a.account_id = e.account_id
  WHERE e.entry_id = p_booking_id AND e.line_no > p_base;
  IF p_credit > 0 THEN
    INSERT INTO credit_entries (account_id, entry_id, line_no, amount, balance_after, stored_at)
    SELECT p_account_id, p_entry_id, 1001, p_credit, a.credit, p_stored_at
    FROM accounts a WHERE a.account_id = p_account_id;
  END IF;
END
