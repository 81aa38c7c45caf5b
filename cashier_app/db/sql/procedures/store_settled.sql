-- Allocations of what settle_outside has settled, with discounts earned and late charges taken back.
-- grants:
CREATE PROCEDURE store_settled(
  IN p_entry_id BIGINT, IN p_lines LONGTEXT CHARACTER SET utf8mb4, IN p_value_date DATE,
  IN p_business_date DATE, IN p_stored_at DATETIME(6)
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_row LONGTEXT CHARACTER SET utf8mb4;
  DECLARE v_i INT DEFAULT 0;
  DECLARE v_count INT DEFAULT JSON_LENGTH(p_lines);
  DECLARE v_bill_id BIGINT;
  DECLARE v_date VARCHAR(10) CHARACTER SET ascii DEFAULT DATE_FORMAT(p_value_date, '%Y-%m-%d');

  WHILE v_i < v_count DO
    SET v_row = JSON_EXTRACT(p_lines, CONCAT('$[', v_i, ']')), v_i = v_i + 1,
      v_bill_id = JSON_VALUE(v_row, '$[0]');
    INSERT INTO payment_allocations (entry_id, line_no, bill_id, amount, balance_after)
    VALUES (p_entry_id, v_i, v_bill_id, CAST(JSON_VALUE(v_row, '$[1]') AS SIGNED) * 0.001,
      CAST(JSON_VALUE(v_row, '$[4]') AS SIGNED) * 0.001);
    IF JSON_VALUE(v_row, '$[2]') > 0 THEN
      INSERT INTO bill_adjustments (bill_id, kind, step, amount, cause, posted_on, posted_at,
        entry_id, line_no)
      VALUES (v_bill_id, 'prompt_discount', NULL, CAST(JSON_VALUE(v_row, '$[2]') AS SIGNED) * -0.001,
        CONCAT('Paid in time, on ', v_date), p_business_date, p_stored_at, p_entry_id, v_i);
    END IF;
    IF JSON_VALUE(v_row, '$[3]') > 0 THEN
      INSERT INTO bill_adjustments (bill_id, kind, step, amount, cause, posted_on, posted_at,
        entry_id, line_no, reverses_id)
      SELECT x.bill_id, 'taken_back', NULL, -x.amount, CONCAT('Paid on ', v_date, ', before this charge'),
        p_business_date, p_stored_at, p_entry_id, v_i, x.adjustment_id
      FROM bill_adjustments x
      WHERE x.bill_id = v_bill_id AND x.kind IN ('late_charge', 'taken_back') AND x.amount > 0
        AND charged_on(x.adjustment_id) > p_value_date
        AND NOT EXISTS (SELECT 1 FROM (SELECT y.reverses_id FROM bill_adjustments y
          WHERE y.bill_id = v_bill_id) z WHERE z.reverses_id = x.adjustment_id);
    END IF;
  END WHILE;
END
