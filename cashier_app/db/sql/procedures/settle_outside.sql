-- What money that is in already settles: its own bills first (p_bill_nos, by commas), then the oldest; what was owed on its date.
-- A late charge posted after that day is taken back with it, a prompt discount still open then is given.
-- The bills' rows are locked by id and read again; the parts go out as rows of the entry, 999 at most:
-- lines from 1001 on are what a correction books anew (find_booking).
-- grants:
CREATE PROCEDURE settle_outside(
  IN p_account_id BIGINT, IN p_bill_nos TEXT CHARACTER SET ascii COLLATE ascii_bin, IN p_lines_before INT,
  IN p_amount DECIMAL(18, 3), IN p_value_date DATE, IN p_deadline DATETIME(6),
  OUT o_lines LONGTEXT CHARACTER SET utf8mb4, OUT o_children LONGTEXT CHARACTER SET utf8mb4,
  OUT o_left DECIMAL(18, 3), OUT o_refusal VARCHAR(32) CHARACTER SET ascii
)
SQL SECURITY DEFINER
settle: BEGIN
  DECLARE v_bill_id BIGINT;
  DECLARE v_line, v_done, v_locked INT DEFAULT 0;
  DECLARE v_balance, v_discount, v_late, v_needed, v_amount DECIMAL(18, 3);
  DECLARE open_bills CURSOR FOR
    SELECT b.bill_id, b.balance,
      CASE WHEN p_value_date <= b.discount_until AND b.discount_amount > 0 AND NOT discount_over(b.bill_id, 0)
        THEN b.discount_amount ELSE 0 END,
      COALESCE((SELECT SUM(x.amount) FROM bill_adjustments x
        WHERE x.bill_id = b.bill_id AND x.kind IN ('late_charge', 'taken_back') AND x.amount > 0
          AND charged_on(x.adjustment_id) > p_value_date
          AND NOT EXISTS (SELECT 1 FROM bill_adjustments y WHERE y.reverses_id = x.adjustment_id)), 0)
    FROM bills b
    WHERE b.account_id = p_account_id AND b.status IN ('issued', 'part_paid') AND b.balance > 0
    ORDER BY COALESCE(FIND_IN_SET(b.bill_no, p_bill_nos), 0) = 0, FIND_IN_SET(b.bill_no, p_bill_nos),
      b.due_on, b.bill_no;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

  SET v_line = p_lines_before, o_left = p_amount, o_refusal = '', o_children = NULL, o_lines = NULL;
  SELECT COUNT(*) INTO v_locked FROM (SELECT b.bill_id FROM bills b
    WHERE b.account_id = p_account_id AND b.status IN ('issued', 'part_paid')
    ORDER BY b.bill_id FOR UPDATE) q;
  SET v_done = 0;
  OPEN open_bills;
  each_bill: LOOP
    FETCH open_bills INTO v_bill_id, v_balance, v_discount, v_late;
    IF v_done OR o_left = 0 OR v_line >= 999 THEN LEAVE each_bill; END IF;
    SET v_needed = v_balance - v_late - v_discount;
    IF v_needed <= 0 THEN SET v_late = 0, v_needed = v_balance - v_discount; END IF;
    IF o_left < v_needed OR v_needed <= 0 THEN
      SET v_late = 0, v_discount = 0, v_needed = LEAST(o_left, v_balance);
    END IF;
    SET v_amount = v_needed, v_line = v_line + 1, o_left = o_left - v_amount,
      v_balance = v_balance - v_amount - v_discount - v_late;
    UPDATE bills b SET b.balance = v_balance, b.version = b.version + 1,
      b.status = IF(v_balance = 0, 'paid', 'part_paid')
    WHERE b.bill_id = v_bill_id;
    SET o_children = CONCAT_WS('|', o_children, CONCAT_WS(':', CONCAT('A', v_line), v_bill_id,
        thousandths(v_amount), thousandths(v_discount + v_late))),
      o_lines = CONCAT_WS(',', o_lines, CONCAT('[', CONCAT_WS(',', v_bill_id, thousandths(v_amount),
        thousandths(v_discount), thousandths(v_late), thousandths(v_balance)), ']'));
    IF SYSDATE(6) > p_deadline THEN SET o_refusal = 'too_slow'; LEAVE each_bill; END IF;
  END LOOP;
  CLOSE open_bills;
  SET o_lines = CONCAT('[', COALESCE(o_lines, ''), ']');
END
