-- The batch of the paper book as it was approved: [book, number, account, amount, date of value], each once.
-- grants:
CREATE PROCEDURE store_paper_lines(
  IN p_text LONGTEXT CHARACTER SET utf8mb4, IN p_shift_id BIGINT, IN p_business_date DATE,
  IN p_receipts BIGINT, IN p_total BIGINT,
  OUT o_refusal VARCHAR(32) CHARACTER SET ascii, OUT o_facts LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
store: BEGIN
  DECLARE v_list, v_row LONGTEXT CHARACTER SET utf8mb4 DEFAULT JSON_EXTRACT(p_text, '$.lines');
  DECLARE v_i, v_sum, v_unit, v_duplicate INT DEFAULT 0;
  DECLARE v_amount, v_number, v_total BIGINT DEFAULT 0;
  DECLARE v_account_id BIGINT;
  DECLARE v_book VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_value_date DATE;
  DECLARE CONTINUE HANDLER FOR 1062 SET v_duplicate = 1;

  SET o_refusal = 'bad_request', o_facts = NULL;
  SELECT (SELECT POW(10, 3 - u.currency_decimals) FROM utility u) INTO v_unit;
  IF COALESCE(JSON_LENGTH(v_list), 0) <> p_receipts THEN LEAVE store; END IF;
  WHILE v_i < p_receipts DO
    SET v_row = JSON_EXTRACT(v_list, CONCAT('$[', v_i, ']')), v_i = v_i + 1, v_account_id = NULL,
      v_book = LEFT(JSON_VALUE(v_row, '$[0]'), 17), o_facts = JSON_OBJECT('line', v_i);
    IF NOT COALESCE(REPLACE(v_row, ' ', '') REGEXP
        '^\\["[0-9A-Za-z]{1,16}",[0-9]{1,15},"[0-9A-Za-z]{1,24}",[0-9]{1,15},"[0-9]{4}-[0-9]{2}-[0-9]{2}"\\]\\z'
        AND v_book REGEXP '^[0-9A-Za-z]{1,16}\\z', 0) THEN
      LEAVE store;
    END IF;
    SET v_number = JSON_VALUE(v_row, '$[1]'), v_amount = JSON_VALUE(v_row, '$[3]'),
      v_value_date = value_date(JSON_VALUE(v_row, '$[4]'), p_business_date);
    IF v_value_date IS NULL THEN SET o_refusal = 'bad_value_date'; LEAVE store; END IF;
    IF v_number = 0 OR v_amount = 0 OR MOD(v_amount, v_unit) <> 0 THEN LEAVE store; END IF;
    SELECT a.account_id INTO v_account_id FROM accounts a
    WHERE a.account_no = CONVERT(JSON_VALUE(v_row, '$[2]') USING ascii) COLLATE ascii_bin;
    IF v_account_id IS NULL THEN SET o_refusal = 'no_such_account'; LEAVE store; END IF;
    INSERT INTO paper_lines (shift_id, line_no, book, number, account_id, amount, value_date)
    VALUES (p_shift_id, v_i, v_book, v_number, v_account_id, v_amount * 0.001,
      v_value_date);
    IF v_duplicate THEN SET o_refusal = 'paper_number_known'; LEAVE store; END IF;
    SET v_total = v_total + v_amount;
  END WHILE;
  SET o_facts = NULL;
  IF v_total = p_total THEN SET o_refusal = ''; END IF;
END
