-- Locks all that a move touches, accounts by id, then bills by id, whichever side they stand on.
-- grants:
CREATE PROCEDURE lock_move(
  IN p_booking_id BIGINT, IN p_base INT, IN p_old_head_id BIGINT, IN p_head_id BIGINT,
  IN p_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  OUT o_refusal VARCHAR(32) CHARACTER SET ascii
)
SQL SECURITY DEFINER
lock_all: BEGIN
  DECLARE v_id, v_locked BIGINT;
  DECLARE v_i, v_done INT DEFAULT 0;
  DECLARE v_row VARCHAR(200) CHARACTER SET utf8mb4;
  DECLARE touched_accounts CURSOR FOR
    SELECT q.account_id FROM (
      SELECT p_old_head_id AS account_id UNION SELECT p_head_id
      UNION SELECT e.account_id FROM credit_entries e
        WHERE e.entry_id = p_booking_id AND e.line_no > p_base) q
    ORDER BY q.account_id;
  DECLARE touched_bills CURSOR FOR
    SELECT q.bill_id FROM (
      SELECT pa.bill_id FROM payment_allocations pa
        WHERE pa.entry_id = p_booking_id AND pa.line_no > p_base
      UNION SELECT x.bill_id FROM JSON_TABLE(p_rows, '$[*]' COLUMNS (bill_id BIGINT PATH '$[0]')) x) q
    ORDER BY q.bill_id;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

  SET o_refusal = '';
  IF NOT COALESCE(JSON_TYPE(p_rows) = 'ARRAY' AND JSON_LENGTH(p_rows) < 1000, 0) THEN
    SET o_refusal = 'bad_request';
    LEAVE lock_all;
  END IF;
  WHILE v_i < JSON_LENGTH(p_rows) DO
    SET v_row = LEFT(REPLACE(JSON_EXTRACT(p_rows, CONCAT('$[', v_i, ']')), ' ', ''), 200), v_i = v_i + 1;
    IF NOT COALESCE(v_row REGEXP '^\\[[0-9]{1,18}(,[0-9]{1,15}){3},[0-9]{1,9}\\]\\z', 0) THEN
      SET o_refusal = 'bad_request';
      LEAVE lock_all;
    END IF;
  END WHILE;

  SET v_done = 0;
  OPEN touched_accounts;
  each_account: LOOP
    FETCH touched_accounts INTO v_id;
    IF v_done THEN LEAVE each_account; END IF;
    SELECT a.account_id INTO v_locked FROM accounts a WHERE a.account_id = v_id FOR UPDATE;
    SET v_done = 0;
  END LOOP;
  CLOSE touched_accounts;
  SET v_done = 0;
  OPEN touched_bills;
  each_bill: LOOP
    FETCH touched_bills INTO v_id;
    IF v_done THEN LEAVE each_bill; END IF;
    SELECT b.bill_id INTO v_locked FROM bills b WHERE b.bill_id = v_id FOR UPDATE;
    SET v_done = 0;
  END LOOP;
  CLOSE touched_bills;
END
