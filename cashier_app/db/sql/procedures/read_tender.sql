-- A cheque or card slip of a payment's text, checked: amount, numbers as canonical text, or a refusal.
-- Waits for a counter that takes the same cheque at this moment; called between bills and shift.
-- grants:
CREATE PROCEDURE read_tender(
  IN p_row LONGTEXT CHARACTER SET utf8mb4, IN p_business_date DATE, IN p_shift_id BIGINT,
  OUT o_kind VARCHAR(8) CHARACTER SET ascii, OUT o_thousandths BIGINT,
  OUT o_detail LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  INOUT io_keys LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  OUT o_refusal VARCHAR(32) CHARACTER SET ascii, OUT o_facts LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
tender: BEGIN
  DECLARE v_bank VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_type, v_number, v_date VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_dated_on DATE DEFAULT NULL;
  DECLARE v_face BIGINT;
  DECLARE v_oldest, v_newest DATE;
  DECLARE v_key LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

  SET o_refusal = 'bad_request', o_facts = NULL, o_detail = NULL, o_kind = NULL;
  IF JSON_LENGTH(p_row) NOT IN (4, 7)
      OR NOT COALESCE(CONCAT_WS(',', JSON_EXTRACT(p_row, '$[1]'), JSON_EXTRACT(p_row, '$[2]'))
        REGEXP '^[0-9]{1,15},0\\z', 0) THEN
    LEAVE tender;
  END IF;
  SET o_thousandths = JSON_VALUE(p_row, '$[1]'), v_type = LEFT(JSON_VALUE(p_row, '$[0]'), 8);

  IF v_type LIKE 'card' AND JSON_LENGTH(p_row) = 4 THEN
    SET v_number = LEFT(JSON_VALUE(p_row, '$[3]'), 25), v_key = CONCAT('|card:', UPPER(v_number), '|');
    -- Not "$", which also stands before a last line feed: the same number would pass as another one.
    IF COALESCE(v_number REGEXP '^[0-9A-Za-z/-]{1,24}\\z', 0) AND INSTR(io_keys, v_key) = 0 THEN
      SET o_kind = 'card', o_detail = free_text(v_number), o_refusal = '',
        io_keys = CONCAT(io_keys, v_key);
    END IF;
    LEAVE tender;
  END IF;
  -- One character more than may be, so that too long a text is refused and does not break the CALL.
  SET v_bank = LEFT(JSON_VALUE(p_row, '$[3]'), 81), v_number = LEFT(JSON_VALUE(p_row, '$[4]'), 25),
    v_date = LEFT(JSON_VALUE(p_row, '$[5]'), 11);
  IF NOT COALESCE(v_type LIKE 'cheque' AND JSON_LENGTH(p_row) = 7 AND JSON_EXTRACT(p_row, '$[3]') REGEXP '^"'
      AND is_cheque_paper(v_bank, v_number)
      AND v_date REGEXP '^[0-9]{4}-[0-9]{2}-[0-9]{2}\\z'
      AND JSON_EXTRACT(p_row, '$[6]') REGEXP '^[0-9]{1,15}\\z', 0) THEN
    LEAVE tender;
  END IF;
  SET v_face = JSON_VALUE(p_row, '$[6]');
  -- A day that is no day must refuse the payment, not break it.
  BEGIN
    DECLARE CONTINUE HANDLER FOR SQLEXCEPTION SET v_dated_on = NULL;
    SET v_dated_on = CAST(v_date AS DATE);
  END;
  -- One payment takes a cheque or slip once: only what is stored is known to claim_cheque.
  SET v_key = CONCAT('|', UPPER(v_bank), ':', UPPER(v_number), '|');
  IF v_dated_on IS NULL OR v_face < o_thousandths OR INSTR(io_keys, v_key) > 0
      OR MOD(v_face, (SELECT POW(10, 3 - u.currency_decimals) FROM utility u)) <> 0 THEN
    LEAVE tender;
  END IF;
  SET v_oldest = p_business_date - INTERVAL setting_number('cheque_stale_days', 90) DAY,
    -- A shift may go on after midnight: a cheque of the day that it is by then is not post-dated.
    v_newest = GREATEST(p_business_date, local_date(SYSDATE(6)))
      + INTERVAL setting_number('cheque_ahead_days', 0) DAY;
  IF v_dated_on > v_newest THEN
    SET o_refusal = 'cheque_post_dated', o_facts = JSON_OBJECT('date', v_date);
    LEAVE tender;
  END IF;
  IF v_dated_on < v_oldest THEN
    SET o_refusal = 'cheque_stale', o_facts = JSON_OBJECT('date', v_date, 'oldest', v_oldest);
    LEAVE tender;
  END IF;

  CALL claim_cheque(v_bank, v_number, v_dated_on, v_face * 0.001, o_thousandths * 0.001, p_shift_id,
    o_facts);
  IF o_facts IS NOT NULL THEN SET o_refusal = 'cheque_known'; LEAVE tender; END IF;
  SET o_kind = 'cheque', o_refusal = '', io_keys = CONCAT(io_keys, v_key),
    o_detail = CONCAT_WS(':', free_text(v_bank), free_text(v_number), v_date, v_face);
END
