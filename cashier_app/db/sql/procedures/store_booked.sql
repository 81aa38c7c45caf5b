-- The rows of a move's new booking, from line 1001 on, as checked by book_anew.
-- grants:
CREATE PROCEDURE store_booked(
  IN p_entry_id BIGINT, IN p_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_business_date DATE, IN p_stored_at DATETIME(6)
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_i INT DEFAULT 0;
  DECLARE v_bill_id BIGINT;
  DECLARE v_amount, v_discount DECIMAL(18, 3);
  DECLARE v_row LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

  WHILE v_i < JSON_LENGTH(p_rows) DO
    SET v_row = JSON_EXTRACT(p_rows, CONCAT('$[', v_i, ']')), v_i = v_i + 1,
      v_bill_id = JSON_VALUE(v_row, '$[0]'),
      v_amount = CAST(JSON_VALUE(v_row, '$[1]') AS SIGNED) * 0.001,
      v_discount = CAST(JSON_VALUE(v_row, '$[2]') AS SIGNED) * 0.001;
    INSERT INTO payment_allocations (entry_id, line_no, bill_id, amount, balance_after)
    SELECT p_entry_id, 1000 + v_i, v_bill_id, v_amount, b.balance FROM bills b WHERE b.bill_id = v_bill_id;
    IF v_discount > 0 THEN
      INSERT INTO bill_adjustments (bill_id, kind, step, amount, cause, posted_on, posted_at, entry_id, line_no)
      VALUES (v_bill_id, 'prompt_discount', NULL, -v_discount, 'Paid in time', p_business_date,
        p_stored_at, p_entry_id, 1000 + v_i);
    END IF;
  END WHILE;
END
