-- Puts accounts and bills back as they were before some lines were booked, and writes their mirror.
-- The same order as taking: accounts by id, bills by id. Entries and rows are the caller's.
-- grants:
CREATE PROCEDURE take_back(
  IN p_booking_id BIGINT, IN p_base INT, IN p_head_id BIGINT, IN p_deadline DATETIME(6),
  IN p_is_bounce TINYINT,
  OUT o_bill_parts LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  OUT o_credit_parts LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  OUT o_refusal VARCHAR(32) CHARACTER SET ascii, OUT o_facts LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
back: BEGIN
  DECLARE v_account_id, v_bill_id, v_locked BIGINT;
  DECLARE v_amount, v_discount, v_paid DECIMAL(18, 3);
  DECLARE v_booked_at DATETIME(6);
  DECLARE v_other VARCHAR(24) CHARACTER SET ascii;
  DECLARE v_line, v_done INT DEFAULT 0;
  DECLARE credits CURSOR FOR
    SELECT q.account_id, SUM(q.amount), MAX(q.line_no) FROM (
      SELECT p_head_id AS account_id, 0 AS amount, 0 AS line_no
      UNION ALL
      SELECT e.account_id, e.amount, e.line_no - p_base FROM credit_entries e
      WHERE e.entry_id = p_booking_id AND e.line_no > p_base
    ) q GROUP BY q.account_id ORDER BY q.account_id;
  DECLARE allocations CURSOR FOR
    SELECT pa.bill_id, pa.amount, pa.line_no - p_base, COALESCE((SELECT -SUM(x.amount)
      FROM bill_adjustments x WHERE x.entry_id = pa.entry_id AND x.bill_id = pa.bill_id
        AND x.line_no = pa.line_no), 0)
    FROM payment_allocations pa WHERE pa.entry_id = p_booking_id AND pa.line_no > p_base
    ORDER BY pa.bill_id;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

  SET o_refusal = '', o_bill_parts = NULL, o_credit_parts = NULL, o_facts = NULL, v_done = 0;
  OPEN credits;
  each_credit: LOOP
    FETCH credits INTO v_account_id, v_amount, v_line;
    IF v_done THEN LEAVE each_credit; END IF;
    UPDATE accounts a SET a.credit = a.credit - v_amount, a.version = a.version + 1
    WHERE a.account_id = v_account_id AND a.credit - v_amount >= 0;
    IF ROW_COUNT() <> 1 THEN
      CALL credit_facts(v_account_id, v_amount, o_facts);
      SET o_refusal = 'credit_used';
      LEAVE back;
    END IF;
    IF v_line > 0 THEN
      SET o_credit_parts = CONCAT_WS('|', o_credit_parts,
        CONCAT('C', v_line, ':', v_account_id, ':', thousandths(-v_amount)));
    END IF;
  END LOOP;
  CLOSE credits;

  SELECT i.stored_at INTO v_booked_at FROM journal i WHERE i.entry_id = p_booking_id;
  SET v_done = 0;
  OPEN allocations;
  each_bill: LOOP
    FETCH allocations INTO v_bill_id, v_amount, v_line, v_discount;
    IF v_done THEN LEAVE each_bill; END IF;
    SELECT b.bill_id INTO v_locked FROM bills b WHERE b.bill_id = v_bill_id FOR UPDATE;
    -- A discount was earned because this part had been paid: its receipt goes first, or the
    -- discount would be offered again. One that was given before this part was paid stands without it.
    -- Nobody can wait for that where the bank has spoken: what a returned cheque earned stands, and is not given twice.
    SELECT (SELECT MAX(entry_number(c.code, j.kind, j.number)) FROM bill_adjustments x
      JOIN journal j ON j.entry_id = x.entry_id JOIN counters c ON c.counter_id = j.counter_id
      WHERE x.bill_id = v_bill_id AND x.kind = 'prompt_discount' AND x.entry_id <> p_booking_id
        AND j.stored_at >= v_booked_at AND NOT p_is_bounce
        AND NOT EXISTS (SELECT 1 FROM bill_adjustments y WHERE y.reverses_id = x.adjustment_id)) INTO v_other;
    IF v_other IS NOT NULL THEN
      SET o_refusal = 'discount_depends', o_facts = JSON_OBJECT('receipt', v_other);
      LEAVE back;
    END IF;
    SELECT COALESCE(SUM(pa.amount), 0) - v_amount INTO v_paid
    FROM payment_allocations pa WHERE pa.bill_id = v_bill_id;
    UPDATE bills b SET b.balance = b.balance + v_amount + v_discount, b.version = b.version + 1,
      b.status = IF(v_paid > 0, 'part_paid', 'issued')
    WHERE b.bill_id = v_bill_id AND b.status IN ('issued', 'part_paid', 'paid');
    IF ROW_COUNT() <> 1 THEN
      CALL bill_facts(v_bill_id, o_facts);
      SET o_refusal = 'bill_changed';
      LEAVE back;
    END IF;
    SET o_bill_parts = CONCAT_WS('|', o_bill_parts, CONCAT('A', v_line, ':', v_bill_id, ':',
      thousandths(-v_amount), ':', thousandths(-v_discount)));
    IF SYSDATE(6) > p_deadline THEN
      SET o_refusal = 'too_slow';
      LEAVE back;
    END IF;
    SET v_done = 0;
  END LOOP;
  CLOSE allocations;
END
