-- Books moved money to bills with the rules of a payment; a bill that was just put back is compared
-- with what it was on the screen before that.
-- grants:
CREATE PROCEDURE book_anew(
  IN p_booking_id BIGINT, IN p_base INT,
  IN p_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, IN p_business_date DATE,
  IN p_deadline DATETIME(6),
  OUT o_parts LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, OUT o_booked DECIMAL(18, 3),
  OUT o_refusal VARCHAR(32) CHARACTER SET ascii, OUT o_facts LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
book: BEGIN
  DECLARE v_id, v_last_id, v_unit, v_thousandths BIGINT DEFAULT 0;
  DECLARE v_i INT DEFAULT 0;
  DECLARE v_amount, v_discount, v_shown, v_back, v_balance, v_offered DECIMAL(18, 3);
  DECLARE v_version_shown, v_version, v_steps INT;
  DECLARE v_status VARCHAR(10) CHARACTER SET ascii;
  DECLARE v_row LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

  SET o_booked = 0, o_refusal = '', o_facts = NULL, o_parts = NULL;
  SELECT POW(10, 3 - u.currency_decimals) INTO v_unit FROM utility u;
  WHILE v_i < JSON_LENGTH(p_rows) DO
    SET v_row = JSON_EXTRACT(p_rows, CONCAT('$[', v_i, ']')), v_i = v_i + 1, v_balance = NULL,
      v_id = JSON_VALUE(v_row, '$[0]'), v_thousandths = JSON_VALUE(v_row, '$[1]'),
      v_amount = v_thousandths * 0.001,
      v_discount = CAST(JSON_VALUE(v_row, '$[2]') AS SIGNED) * 0.001,
      v_shown = CAST(JSON_VALUE(v_row, '$[3]') AS SIGNED) * 0.001,
      v_version_shown = JSON_VALUE(v_row, '$[4]');
    IF v_id <= v_last_id OR v_amount = 0 OR MOD(v_thousandths, v_unit) <> 0 THEN
      SET o_refusal = 'bad_request';
      LEAVE book;
    END IF;
    SELECT b.balance, b.version, b.status,
      CASE WHEN p_business_date <= b.discount_until AND b.discount_amount < b.balance
        THEN b.discount_amount ELSE 0 END
    INTO v_balance, v_version, v_status, v_offered
    FROM bills b WHERE b.bill_id = v_id FOR UPDATE;
    IF v_offered > 0 THEN SET v_offered = IF(discount_over(v_id, p_booking_id), 0, v_offered); END IF;
    SELECT COALESCE(SUM(pa.amount), 0) + COALESCE((SELECT -SUM(x.amount) FROM bill_adjustments x
        WHERE x.entry_id = p_booking_id AND x.bill_id = v_id AND x.line_no > p_base), 0), COUNT(*)
    INTO v_back, v_steps
    FROM payment_allocations pa
    WHERE pa.entry_id = p_booking_id AND pa.bill_id = v_id AND pa.line_no > p_base;
    IF v_balance IS NULL OR v_status NOT IN ('issued', 'part_paid')
        OR NOT v_balance - v_back <=> v_shown OR NOT v_version - v_steps <=> v_version_shown THEN
      CALL bill_facts(v_id, o_facts);
      SET o_refusal = 'bill_changed';
      LEAVE book;
    END IF;
    IF v_discount > 0 AND (v_discount <> v_offered OR v_amount + v_discount <> v_balance) THEN
      SET o_refusal = 'discount_gone';
      LEAVE book;
    END IF;
    IF v_amount + v_discount > v_balance
        OR (v_discount = 0 AND v_offered > 0 AND v_amount >= v_balance - v_offered) THEN
      SET o_refusal = 'more_than_due';
      LEAVE book;
    END IF;
    SET v_balance = v_balance - v_amount - v_discount;
    UPDATE bills b SET b.balance = v_balance, b.version = b.version + 1,
      b.status = IF(v_balance = 0, 'paid', 'part_paid')
    WHERE b.bill_id = v_id;
    SET o_booked = o_booked + v_amount, v_last_id = v_id,
      o_parts = CONCAT_WS('|', o_parts, CONCAT_WS(':', CONCAT('A', 1000 + v_i), v_id,
        v_thousandths, CAST(v_discount * 1000 AS SIGNED)));
    IF SYSDATE(6) > p_deadline THEN
      SET o_refusal = 'too_slow';
      LEAVE book;
    END IF;
  END WHILE;
END
