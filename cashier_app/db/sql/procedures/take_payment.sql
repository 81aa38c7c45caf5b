-- The payment: locks account, bills, shift and series, re-reads, checks, writes and commits in one CALL.
-- grants: cashier
CREATE PROCEDURE take_payment(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_entry_id, v_number, v_shift_id, v_head_id BIGINT;
  DECLARE v_id, v_last_id, v_count, v_i, v_credit_line, v_unit, v_thousandths, v_change BIGINT
    DEFAULT 0;
  DECLARE v_head_seen INT DEFAULT 0;
  DECLARE v_refusal, v_state VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_deadline, v_taken_at, v_stored_at DATETIME(6);
  DECLARE v_business_date DATE;
  DECLARE v_amount, v_discount, v_shown, v_balance, v_offered, v_step DECIMAL(18, 3);
  DECLARE v_allocated, v_used, v_made, v_net, v_cash, v_rounding, v_due, v_credit, v_left_open
    DECIMAL(18, 3) DEFAULT 0;
  DECLARE v_version_shown, v_version INT;
  DECLARE v_status VARCHAR(10) CHARACTER SET ascii;
  DECLARE v_bill_parts, v_credit_parts, v_tender_parts, v_facts, v_accounts, v_bills, v_tenders, v_row
    LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL;
  DECLARE v_bill_count, v_tender_count, v_other INT DEFAULT 0;
  DECLARE v_code VARCHAR(4) CHARACTER SET ascii;
  DECLARE v_receipt_no VARCHAR(24) CHARACTER SET ascii;
  DECLARE v_kind VARCHAR(8) CHARACTER SET ascii;
  DECLARE v_detail LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_keys LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '';
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, 'take_payment', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  SET v_deadline = SYSDATE(6) + INTERVAL 6 SECOND;
  START TRANSACTION;
  CALL enter_request(p_request, p_fingerprint, p_text, 'payment', v_user_id, v_counter_id, v_state);
  IF v_state = 'repeated' THEN
    SELECT j.entry_id INTO v_entry_id FROM journal j WHERE j.request_id = UNHEX(p_request);
    CALL emit_receipt(v_entry_id, 0, 'repeated', '');
    LEAVE act;
  ELSEIF v_state <> 'new' THEN
    CALL refuse(v_state, NULL); LEAVE act;
  END IF;

  SET v_row = CONCAT('[', JSON_EXTRACT(p_text, '$.shift'), ',', JSON_EXTRACT(p_text, '$.account'), ',',
    JSON_EXTRACT(p_text, '$.taken_at'), ',', JSON_EXTRACT(p_text, '$.rounding'), ']');
  IF NOT COALESCE(v_row REGEXP '^\\[[0-9]{1,18},[0-9]{1,18},[0-9]{1,18},-?[0-9]{1,15}\\]\\z', 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  SET v_shift_id = JSON_VALUE(v_row, '$[0]'), v_head_id = JSON_VALUE(v_row, '$[1]'),
    v_taken_at = from_micros(JSON_VALUE(v_row, '$[2]')),
    v_thousandths = JSON_VALUE(v_row, '$[3]'), v_rounding = v_thousandths * 0.001;
  SELECT s.business_date, POW(10, 3 - u.currency_decimals), u.cash_step, c.code
  INTO v_business_date, v_unit, v_step, v_code
  FROM utility u JOIN counters c ON c.counter_id = v_counter_id AND c.channel = 'hall'
  LEFT JOIN shifts s ON s.shift_id = v_shift_id AND s.counter_id = v_counter_id AND s.user_id = v_user_id
  WHERE u.utility_id = 1;
  IF v_business_date IS NULL THEN CALL refuse('shift_not_open', NULL); LEAVE act; END IF;
  IF v_taken_at IS NULL OR ABS(v_rounding) * 2 > v_step OR MOD(v_thousandths, v_unit) <> 0 THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;

  -- Each list is taken out of the text once, and its rows by place: read through JSON_TABLE, a
  -- name that stands twice is read twice on MariaDB, and rows that were never checked get stored.
  SET v_accounts = JSON_EXTRACT(p_text, '$.accounts'), v_bills = JSON_EXTRACT(p_text, '$.bills'),
    v_tenders = JSON_EXTRACT(p_text, '$.tenders'), v_count = COALESCE(JSON_LENGTH(v_accounts), 0),
    v_bill_count = COALESCE(JSON_LENGTH(v_bills), 0),
    v_tender_count = COALESCE(JSON_LENGTH(v_tenders), 0);
  -- Lines from 1001 on are what a correction books anew (find_booking): a receipt has none of them.
  IF GREATEST(v_count, v_bill_count, v_tender_count) > 999 THEN
    CALL refuse('too_many_bills', JSON_OBJECT('most', '999')); LEAVE act;
  END IF;
  -- Amounts are counts of thousandths and must be whole units of the currency.

  -- Accounts first, by id. Writing the row is the lock; its credit cannot go below zero.
  WHILE v_i < v_count DO
    SET v_row = REPLACE(JSON_EXTRACT(v_accounts, CONCAT('$[', v_i, ']')), ' ', ''), v_i = v_i + 1;
    IF NOT COALESCE(v_row REGEXP '^\\[[0-9]{1,18},-?[0-9]{1,15}\\]\\z', 0) THEN
      CALL refuse('bad_request', NULL); LEAVE act;
    END IF;
    SET v_id = JSON_VALUE(v_row, '$[0]'), v_thousandths = JSON_VALUE(v_row, '$[1]'),
      v_amount = v_thousandths * 0.001;
    IF v_id <= v_last_id OR MOD(v_thousandths, v_unit) <> 0
        OR (v_amount > 0 AND v_id <> v_head_id) THEN
      CALL refuse('bad_request', NULL); LEAVE act;
    END IF;
    UPDATE accounts a SET a.credit = a.credit + v_amount, a.version = a.version + 1
    WHERE a.account_id = v_id AND a.credit + v_amount >= 0;
    IF ROW_COUNT() <> 1 THEN CALL refuse('credit_changed', NULL); LEAVE act; END IF;
    IF v_amount <> 0 THEN
      SET v_credit_line = v_credit_line + 1,
        v_used = v_used + GREATEST(-v_amount, 0), v_made = v_made + GREATEST(v_amount, 0),
        v_credit_parts = CONCAT_WS('|', v_credit_parts,
          CONCAT('C', v_credit_line, ':', v_id, ':', v_thousandths));
    END IF;
    SET v_last_id = v_id, v_head_seen = v_head_seen OR v_id = v_head_id;
  END WHILE;
  IF NOT v_head_seen THEN CALL refuse('bad_request', NULL); LEAVE act; END IF;

  -- THE LOCK: each bill row is locked here, by id, and compared with what was on the screen.
  SET v_i = 0, v_last_id = 0;
  WHILE v_i < v_bill_count DO
    SET v_row = REPLACE(JSON_EXTRACT(v_bills, CONCAT('$[', v_i, ']')), ' ', ''), v_i = v_i + 1,
      v_balance = NULL;
    IF NOT COALESCE(v_row REGEXP '^\\[[0-9]{1,18}(,[0-9]{1,15}){3},[0-9]{1,9}\\]\\z', 0) THEN
      CALL refuse('bad_request', NULL); LEAVE act;
    END IF;
    SET v_id = JSON_VALUE(v_row, '$[0]'), v_thousandths = JSON_VALUE(v_row, '$[1]'),
      v_amount = v_thousandths * 0.001,
      v_discount = CAST(JSON_VALUE(v_row, '$[2]') AS SIGNED) * 0.001,
      v_shown = CAST(JSON_VALUE(v_row, '$[3]') AS SIGNED) * 0.001,
      v_version_shown = JSON_VALUE(v_row, '$[4]');
    IF v_id <= v_last_id OR v_amount = 0 OR MOD(v_thousandths, v_unit) <> 0 THEN
      CALL refuse('bad_request', NULL); LEAVE act;
    END IF;
    SELECT b.balance, b.version, b.status,
      CASE WHEN v_business_date <= b.discount_until AND b.discount_amount < b.balance
        THEN b.discount_amount ELSE 0 END
    INTO v_balance, v_version, v_status, v_offered
    FROM bills b WHERE b.bill_id = v_id FOR UPDATE;
    IF v_offered > 0 THEN SET v_offered = IF(discount_over(v_id, 0), 0, v_offered); END IF;
    IF v_balance IS NULL OR v_status NOT IN ('issued', 'part_paid')
        OR NOT (v_balance <=> v_shown) OR NOT (v_version <=> v_version_shown) THEN
      -- Nobody waits for our locks while we look up who was quicker.
      ROLLBACK;
      CALL bill_facts(v_id, v_facts);
      CALL refuse('bill_changed', v_facts); LEAVE act;
    END IF;
    IF v_discount > 0 AND (v_discount <> v_offered OR v_amount + v_discount <> v_balance) THEN
      CALL refuse('discount_gone', NULL); LEAVE act;
    END IF;
    IF v_amount + v_discount > v_balance
        OR (v_discount = 0 AND v_offered > 0 AND v_amount >= v_balance - v_offered) THEN
      CALL refuse('more_than_due', NULL); LEAVE act;
    END IF;
    SET v_balance = v_balance - v_amount - v_discount;
    UPDATE bills b SET b.balance = v_balance, b.version = b.version + 1,
      b.status = IF(v_balance = 0, 'paid', 'part_paid')
    WHERE b.bill_id = v_id;
    SET v_allocated = v_allocated + v_amount, v_last_id = v_id, v_left_open = v_left_open + v_balance,
      v_bill_parts = CONCAT_WS('|', v_bill_parts, CONCAT_WS(':', CONCAT('A', v_i), v_id,
        v_thousandths, CAST(v_discount * 1000 AS SIGNED)));
    IF SYSDATE(6) > v_deadline THEN CALL refuse('too_slow', NULL); LEAVE act; END IF;
  END WHILE;

  -- Money: change only from cash, never above it. What is no cash is looked at in a procedure of
  -- its own, so that plain cash pays for no statement more. A kind is compared by a pattern or LIKE: to
  -- = and IN, and to the table's rule, "cash " is "cash".
  SET v_i = 0;
  WHILE v_i < v_tender_count DO
    SET v_row = JSON_EXTRACT(v_tenders, CONCAT('$[', v_i, ']')), v_i = v_i + 1, v_detail = NULL;
    IF COALESCE(v_row REGEXP '^\\[ *"cash" *, *[0-9]{1,15} *, *[0-9]{1,15} *\\]\\z', 0) THEN
      SET v_kind = 'cash', v_thousandths = JSON_VALUE(v_row, '$[1]'),
        v_change = JSON_VALUE(v_row, '$[2]');
    ELSE
      CALL read_tender(v_row, v_business_date, v_shift_id, v_kind, v_thousandths, v_detail, v_keys,
        v_refusal, v_facts);
      IF v_refusal <> '' THEN CALL refuse(v_refusal, v_facts); LEAVE act; END IF;
      SET v_change = 0, v_other = 1;
    END IF;
    SET v_amount = v_thousandths * 0.001, v_shown = v_change * 0.001;
    IF v_amount = 0 OR v_shown > v_amount OR MOD(v_thousandths, v_unit) <> 0
        OR MOD(v_change, v_unit) <> 0 THEN
      CALL refuse('bad_request', NULL); LEAVE act;
    END IF;
    SET v_net = v_net + v_amount - v_shown,
      v_cash = v_cash + IF(v_kind = 'cash', v_amount - v_shown, 0),
      v_tender_parts = CONCAT_WS('|', v_tender_parts,
        CONCAT_WS(':', CONCAT('T', v_i), v_kind, v_thousandths, v_change, v_detail));
  END WHILE;
  IF v_other THEN
    SELECT (SELECT JSON_OBJECT('account', MIN(a.account_no), 'name', MIN(u.name)) FROM (
        SELECT v_head_id AS account_id
        UNION SELECT b.account_id FROM JSON_TABLE(v_bills, '$[*]'
          COLUMNS (bill_id BIGINT PATH '$[0]')) y JOIN bills b ON b.bill_id = y.bill_id) x
      JOIN accounts a ON a.account_id = x.account_id
      JOIN customers u ON u.customer_id = a.customer_id AND u.cash_only = 1
      HAVING COUNT(*) > 0) INTO v_facts;
    IF v_facts IS NOT NULL THEN CALL refuse('cash_only', v_facts); LEAVE act; END IF;
  END IF;
  IF v_net + v_used <> v_allocated + v_made + v_rounding OR v_allocated + v_made = 0 THEN
    CALL refuse('does_not_tie', NULL); LEAVE act;
  END IF;
  -- Only cash that pays its bills off is rounded: nothing of it is credit, and no bill is paid in roundings.
  IF v_rounding <> 0 AND (v_made > 0 OR v_left_open > 0 OR MOD(v_cash, v_step) <> 0) THEN
    CALL refuse('does_not_tie', NULL); LEAVE act;
  END IF;
  -- Nested: a condition opens the tables of its subquery even where it does not need it.
  IF v_used > 0 THEN
    IF EXISTS (
      SELECT 1 FROM JSON_TABLE(v_accounts, '$[*]' COLUMNS (
        account_id BIGINT PATH '$[0]', amount BIGINT PATH '$[1]')) x
      WHERE x.amount < 0 AND -x.amount > (
        SELECT COALESCE(SUM(y.amount), 0) FROM JSON_TABLE(v_bills, '$[*]' COLUMNS (
          bill_id BIGINT PATH '$[0]', amount BIGINT PATH '$[1]')) y
        JOIN bills b ON b.bill_id = y.bill_id WHERE b.account_id = x.account_id)
    ) THEN
      CALL refuse('does_not_tie', NULL); LEAVE act;
    END IF;
  END IF;

  -- As account_due, but one query less and without a function a row where no discount is open.
  SELECT MAX(a.credit), GREATEST(0, COALESCE(SUM(b.balance), 0) - MAX(a.credit)),
    COALESCE(MAX(IF(v_business_date <= b.discount_until, b.discount_amount, 0)), 0)
  INTO v_credit, v_due, v_offered
  FROM accounts a
  LEFT JOIN bills b ON b.account_id = a.account_id AND b.status IN ('issued', 'part_paid')
  WHERE a.account_id = v_head_id;
  IF v_offered > 0 THEN SET v_due = account_due(v_head_id, v_business_date); END IF;

  UPDATE shifts s SET s.receipts = s.receipts + 1, s.cash_taken = s.cash_taken + v_cash
  WHERE s.shift_id = v_shift_id AND s.state = 'open';
  IF ROW_COUNT() <> 1 THEN CALL refuse('shift_not_open', NULL); LEAVE act; END IF;
  IF SYSDATE(6) > v_deadline THEN CALL refuse('too_slow', NULL); LEAVE act; END IF;

  CALL append_entry('payment', v_counter_id, v_user_id, v_shift_id, v_business_date, p_request,
    v_taken_at, v_net,
    CONCAT_WS('|', v_bill_parts, v_credit_parts, CONCAT_WS(':', CONCAT('P', v_head_id),
      thousandths(v_rounding), thousandths(v_due), thousandths(v_credit)), v_tender_parts),
    v_entry_id, v_number, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  SET v_receipt_no = entry_number(v_code, 'payment', v_number);
  INSERT INTO payments (payment_id, account_id, receipt_no, rounding, due_after, credit_after)
  VALUES (v_entry_id, v_head_id, v_receipt_no, v_rounding, v_due, v_credit);
  SET v_i = 0;
  WHILE v_i < v_tender_count DO
    SET v_row = JSON_EXTRACT(v_tenders, CONCAT('$[', v_i, ']')), v_i = v_i + 1,
      v_kind = JSON_VALUE(v_row, '$[0]');
    INSERT INTO tenders (entry_id, line_no, shift_id, kind, tendered, change_given)
    VALUES (v_entry_id, v_i, v_shift_id, v_kind, CAST(JSON_VALUE(v_row, '$[1]') AS SIGNED) * 0.001,
      CAST(JSON_VALUE(v_row, '$[2]') AS SIGNED) * 0.001);
    IF v_kind <> 'cash' THEN CALL store_tender(v_entry_id, v_i, v_row); END IF;
  END WHILE;
  SET v_i = 0;
  WHILE v_i < v_bill_count DO
    SET v_row = JSON_EXTRACT(v_bills, CONCAT('$[', v_i, ']')), v_i = v_i + 1,
      v_id = JSON_VALUE(v_row, '$[0]'), v_amount = CAST(JSON_VALUE(v_row, '$[1]') AS SIGNED) * 0.001,
      v_discount = CAST(JSON_VALUE(v_row, '$[2]') AS SIGNED) * 0.001;
    INSERT INTO payment_allocations (entry_id, line_no, bill_id, amount, balance_after)
    VALUES (v_entry_id, v_i, v_id, v_amount,
      CAST(JSON_VALUE(v_row, '$[3]') AS SIGNED) * 0.001 - v_amount - v_discount);
    IF v_discount > 0 THEN
      INSERT INTO bill_adjustments (bill_id, kind, step, amount, cause, posted_on, posted_at,
        entry_id, line_no)
      VALUES (v_id, 'prompt_discount', NULL, -v_discount, 'Paid in time', v_business_date,
        v_stored_at, v_entry_id, v_i);
    END IF;
  END WHILE;
  IF v_credit_line > 0 THEN
    INSERT INTO credit_entries (account_id, entry_id, line_no, amount, balance_after, stored_at)
    SELECT x.account_id, v_entry_id, ROW_NUMBER() OVER (ORDER BY x.account_id), x.amount * 0.001,
      a.credit, v_stored_at
    FROM JSON_TABLE(v_accounts, '$[*]' COLUMNS (
      account_id BIGINT PATH '$[0]', amount BIGINT PATH '$[1]')) x
    JOIN accounts a ON a.account_id = x.account_id
    WHERE x.amount <> 0;
    IF ROW_COUNT() <> v_credit_line THEN CALL refuse('bad_request', NULL); LEAVE act; END IF;
  END IF;
  INSERT INTO print_log (entry_id, copy_no, state, stored_at, user_id, counter_id)
  VALUES (v_entry_id, 0, 'queued', v_stored_at, v_user_id, v_counter_id);
  DELETE FROM claims WHERE account_id = v_head_id AND counter_id = v_counter_id;
  COMMIT;

  CALL emit_receipt_rows('done', '', 0, v_entry_id, v_head_id, v_receipt_no, v_rounding, v_due, v_credit,
    v_used, v_made, v_other, NULL, '', '', '', '');
END
