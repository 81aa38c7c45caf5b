-- Enters a lost payment again, once, out of the approved row: what was paid, on the day on which it was paid.
-- The money is in already: as with money from outside it settles what is open now, its own bills first, and what it
-- pays too much is credit. The cash lies in the drawer of whoever enters it, and in the Z of that shift.
-- Its rounding stands only where it does what rounding is for: all that was paid pays bills off, and they are paid off.
-- grants: cashier
CREATE PROCEDURE reenter_payment(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_shift_id, v_entry_id, v_number, v_lost_id, v_head_id, v_account_id BIGINT;
  DECLARE v_i, v_unit, v_thousandths, v_change, v_lines, v_credit_line, v_left_open BIGINT DEFAULT 0;
  DECLARE v_lost_line, v_again, v_tender_count INT;
  DECLARE v_account_count INT DEFAULT 0;
  DECLARE v_refusal, v_state VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_code VARCHAR(4) CHARACTER SET ascii;
  DECLARE v_kind VARCHAR(8) CHARACTER SET ascii;
  DECLARE v_account_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE v_deadline, v_taken_at, v_paid_at, v_stored_at DATETIME(6);
  DECLARE v_business_date, v_value_date DATE;
  DECLARE v_total, v_rounding, v_amount, v_pool, v_wanted, v_used, v_left, v_due, v_credit, v_step DECIMAL(18, 3);
  DECLARE v_net, v_cash, v_booked DECIMAL(18, 3) DEFAULT 0;
  DECLARE v_order, v_row, v_list, v_tenders, v_settled, v_parts, v_all_settled, v_detail, v_facts
    LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_bill_parts, v_credit_parts, v_tender_parts, v_credits, v_accounts, v_bills
    LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL;
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

  SELECT x.shift_id, x.lost_id, x.lost_line, from_micros(x.taken_at)
  INTO v_shift_id, v_lost_id, v_lost_line, v_taken_at
  FROM JSON_TABLE(p_text, '$' COLUMNS (shift_id BIGINT PATH '$.shift', lost_id BIGINT PATH '$.lost',
    lost_line INT PATH '$.line', taken_at BIGINT PATH '$.taken_at')) x;
  SELECT s.business_date, POW(10, 3 - u.currency_decimals), u.cash_step, c.code
  INTO v_business_date, v_unit, v_step, v_code
  FROM utility u JOIN counters c ON c.counter_id = v_counter_id AND c.channel = 'hall'
  LEFT JOIN shifts s ON s.shift_id = v_shift_id AND s.counter_id = v_counter_id AND s.user_id = v_user_id;
  IF v_business_date IS NULL THEN CALL refuse('shift_not_open', NULL); LEAVE act; END IF;
  IF v_taken_at IS NULL THEN CALL refuse('bad_request', NULL); LEAVE act; END IF;

  -- The row of the loss is the lock: two tries meet here.
  SELECT l.order_text, l.total, l.taken_at, l.enter_again INTO v_order, v_total, v_paid_at, v_again
  FROM lost_numbers l WHERE l.entry_id = v_lost_id AND l.line_no = v_lost_line AND l.counter_id = v_counter_id
  FOR UPDATE;
  IF NOT COALESCE(v_again, 0) THEN CALL refuse('not_lost', NULL); LEAVE act; END IF;
  SELECT JSON_OBJECT('receipt', p.receipt_no) INTO v_facts
  FROM reentries r JOIN payments p ON p.payment_id = r.entry_id
  WHERE r.lost_entry_id = v_lost_id AND r.lost_line_no = v_lost_line;
  IF v_facts IS NOT NULL THEN CALL refuse('entered_again', v_facts); LEAVE act; END IF;

  SET v_value_date = LEAST(local_date(v_paid_at), v_business_date),
    v_account_no = LEFT(JSON_VALUE(v_order, '$.account'), 24), v_list = JSON_EXTRACT(v_order, '$.bills'),
    v_thousandths = COALESCE(CAST(JSON_VALUE(v_order, '$.rounding') AS SIGNED), 0), v_rounding = v_thousandths * 0.001;
  -- In whole numbers: a negative decimal has a remainder of -0.000 on MariaDB, which is not 0 there.
  IF ABS(v_rounding) * 2 > v_step OR MOD(v_thousandths, v_unit) <> 0 THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  SELECT a.account_id INTO v_head_id FROM accounts a WHERE a.account_no = v_account_no;
  IF v_head_id IS NULL THEN
    CALL refuse('no_such_account', JSON_OBJECT('account', COALESCE(v_account_no, ''))); LEAVE act;
  END IF;

  -- Accounts by id; settle_outside locks the bills of each by id. Where several accounts cross with a basket of
  -- another counter, the server ends one of the two, and the same request is sent again.
  -- A session may cut what GROUP_CONCAT makes: each is asked for by itself.
  SET v_account_id = 0;
  each_account: LOOP
    SELECT MIN(q.account_id) INTO v_account_id FROM (
      SELECT v_head_id AS account_id
      UNION SELECT b.account_id
      FROM JSON_TABLE(v_list, '$[*]' COLUMNS (bill_no VARCHAR(24) PATH '$[0]')) y
      JOIN bills b ON b.bill_no = CONVERT(y.bill_no USING ascii) COLLATE ascii_bin AND b.status <> 'draft') q
    WHERE q.account_id > v_account_id;
    IF v_account_id IS NULL THEN LEAVE each_account; END IF;
    UPDATE accounts a SET a.version = a.version + 1 WHERE a.account_id = v_account_id;
    SET v_accounts = CONCAT_WS(',', v_accounts, v_account_id), v_account_count = v_account_count + 1;
  END LOOP;
  -- A bill's amount and credit: a counter writes neither below zero, and each list is read out of the text once.
  SET v_accounts = CONCAT('[', v_accounts, ']'), v_i = 0;
  WHILE v_i < COALESCE(JSON_LENGTH(v_list), 0) DO
    SET v_row = JSON_EXTRACT(v_list, CONCAT('$[', v_i, ']')), v_i = v_i + 1;
    IF NOT COALESCE(REPLACE(v_row, ' ', '') REGEXP '^\\["[!#-Z^-~]{1,24}"(,[0-9]{1,15}){2}\\]\\z', 0) THEN
      CALL refuse('bad_request', NULL); LEAVE act;
    END IF;
    SET v_bills = CONCAT_WS(',', v_bills, JSON_UNQUOTE(JSON_EXTRACT(v_row, '$[0]')));
  END WHILE;
  SET v_i = 0, v_tenders = JSON_EXTRACT(v_order, '$.tenders'), v_tender_count = COALESCE(JSON_LENGTH(v_tenders), 0);
  WHILE v_i < v_tender_count DO
    SET v_row = JSON_EXTRACT(v_tenders, CONCAT('$[', v_i, ']')), v_i = v_i + 1, v_detail = NULL;
    IF COALESCE(v_row REGEXP '^\\[ *"cash" *, *[0-9]{1,15} *, *[0-9]{1,15} *\\]\\z', 0) THEN
      SET v_kind = 'cash', v_thousandths = JSON_VALUE(v_row, '$[1]'), v_change = JSON_VALUE(v_row, '$[2]');
    ELSE
      CALL read_tender(v_row, v_value_date, v_shift_id, v_kind, v_thousandths, v_detail, v_keys, v_refusal, v_facts);
      IF v_refusal <> '' THEN CALL refuse(v_refusal, v_facts); LEAVE act; END IF;
      SET v_change = 0;
    END IF;
    IF v_thousandths = 0 OR v_change > v_thousandths OR MOD(v_thousandths, v_unit) <> 0 OR MOD(v_change, v_unit) <> 0 THEN
      CALL refuse('bad_request', NULL); LEAVE act;
    END IF;
    SET v_amount = (v_thousandths - v_change) * 0.001, v_net = v_net + v_amount,
      v_cash = v_cash + IF(v_kind = 'cash', v_amount, 0),
      v_tender_parts = CONCAT_WS('|', v_tender_parts,
        CONCAT_WS(':', CONCAT('T', v_i), v_kind, v_thousandths, v_change, v_detail));
  END WHILE;
  IF v_net <> v_total OR v_net < v_rounding OR (v_rounding <> 0 AND MOD(v_cash, v_step) <> 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;

  -- Each account gets what was paid for its bills, with the credit that was used for them if it is still there.
  SAVEPOINT unsettled;
  settling: LOOP
    SET v_i = 0, v_lines = 0, v_booked = 0, v_pool = v_net - v_rounding, v_all_settled = '', v_bill_parts = NULL,
      v_credits = NULL;
    WHILE v_i < v_account_count DO
      SET v_account_id = JSON_UNQUOTE(JSON_EXTRACT(v_accounts, CONCAT('$[', v_i, ']'))), v_i = v_i + 1, v_parts = NULL;
      SELECT COALESCE(SUM(y.amount), 0) * 0.001, COALESCE(SUM(y.credit), 0) * 0.001 INTO v_wanted, v_used
      FROM JSON_TABLE(v_list, '$[*]' COLUMNS (bill_no VARCHAR(24) PATH '$[0]',
        amount BIGINT PATH '$[1]', credit BIGINT PATH '$[2]')) y
      JOIN bills b ON b.bill_no = CONVERT(y.bill_no USING ascii) COLLATE ascii_bin AND b.account_id = v_account_id;
      SELECT LEAST(v_used, a.credit, v_wanted) INTO v_used FROM accounts a WHERE a.account_id = v_account_id;
      SET v_amount = LEAST(v_wanted - v_used, v_pool) + v_used, v_left = 0;
      IF v_amount > 0 THEN
        CALL settle_outside(v_account_id, v_bills, v_lines, v_amount, v_value_date, v_deadline, v_settled, v_parts,
          v_left, v_refusal);
        IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
        SET v_lines = v_lines + JSON_LENGTH(v_settled), v_booked = v_booked + v_amount - v_left,
          v_bill_parts = NULLIF(CONCAT_WS('|', v_bill_parts, v_parts), ''),
          v_all_settled = CONCAT_WS(',', NULLIF(v_all_settled, ''),
            NULLIF(SUBSTRING(v_settled, 2, CHAR_LENGTH(v_settled) - 2), ''));
      END IF;
      -- What its bills do not take any more: first the credit stays where it is, then the money goes on.
      SET v_used = v_used - LEAST(v_used, v_left), v_pool = v_pool - (v_amount - v_left - v_used),
        v_credits = CONCAT_WS(',', v_credits, CONCAT('[', v_account_id, ',', -thousandths(v_used), ']'));
    END WHILE;
    SELECT COUNT(*) INTO v_left_open FROM JSON_TABLE(CONCAT('[', v_all_settled, ']'), '$[*]'
      COLUMNS (balance BIGINT PATH '$[4]')) x WHERE x.balance > 0;
    IF v_rounding = 0 OR (v_pool = 0 AND v_left_open = 0) THEN LEAVE settling; END IF;
    ROLLBACK TO SAVEPOINT unsettled;
    SET v_rounding = 0;
  END LOOP;

  SET v_i = 0, v_credits = CONCAT('[', v_credits, ']'), v_parts = '';
  WHILE v_i < v_account_count DO
    SET v_account_id = JSON_UNQUOTE(JSON_EXTRACT(v_credits, CONCAT('$[', v_i, '][0]'))),
      v_thousandths = CAST(JSON_UNQUOTE(JSON_EXTRACT(v_credits, CONCAT('$[', v_i, '][1]'))) AS SIGNED)
        + IF(v_account_id = v_head_id, thousandths(v_pool), 0), v_i = v_i + 1;
    SET v_booked = v_booked + v_thousandths * 0.001;
    IF v_thousandths <> 0 THEN
      UPDATE accounts a SET a.credit = a.credit + v_thousandths * 0.001, a.version = a.version + 1
      WHERE a.account_id = v_account_id;
      SELECT a.credit INTO v_credit FROM accounts a WHERE a.account_id = v_account_id;
      SET v_credit_line = v_credit_line + 1,
        v_credit_parts = CONCAT_WS('|', v_credit_parts, CONCAT('C', v_credit_line, ':', v_account_id, ':', v_thousandths)),
        v_parts = CONCAT_WS(',', NULLIF(v_parts, ''),
          CONCAT('[', CONCAT_WS(',', v_credit_line, v_account_id, v_thousandths, thousandths(v_credit)), ']'));
    END IF;
  END WHILE;
  IF v_net <> v_booked + v_rounding THEN CALL refuse('does_not_tie', NULL); LEAVE act; END IF;
  SET v_credits = CONCAT('[', v_parts, ']'), v_due = account_due(v_head_id, v_business_date);
  SELECT a.credit INTO v_credit FROM accounts a WHERE a.account_id = v_head_id;

  UPDATE shifts s SET s.receipts = s.receipts + 1, s.cash_taken = s.cash_taken + v_cash
  WHERE s.shift_id = v_shift_id AND s.state = 'open';
  IF ROW_COUNT() <> 1 THEN CALL refuse('shift_not_open', NULL); LEAVE act; END IF;
  IF SYSDATE(6) > v_deadline THEN CALL refuse('too_slow', NULL); LEAVE act; END IF;
  CALL append_entry('payment', v_counter_id, v_user_id, v_shift_id, v_business_date, p_request, v_taken_at, v_net,
    CONCAT_WS('|', v_bill_parts, v_credit_parts,
      CONCAT_WS(':', CONCAT('L', v_lost_id), v_lost_line, DATE_FORMAT(v_value_date, '%Y-%m-%d')),
      CONCAT_WS(':', CONCAT('P', v_head_id), thousandths(v_rounding), thousandths(v_due), thousandths(v_credit)),
      v_tender_parts),
    v_entry_id, v_number, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  INSERT INTO payments (payment_id, account_id, receipt_no, rounding, due_after, credit_after)
  VALUES (v_entry_id, v_head_id, entry_number(v_code, 'payment', v_number), v_rounding, v_due, v_credit);
  INSERT INTO reentries (entry_id, lost_entry_id, lost_line_no, value_date)
  VALUES (v_entry_id, v_lost_id, v_lost_line, v_value_date);
  SET v_i = 0;
  WHILE v_i < v_tender_count DO
    SET v_row = JSON_EXTRACT(v_tenders, CONCAT('$[', v_i, ']')), v_i = v_i + 1, v_kind = JSON_VALUE(v_row, '$[0]');
    INSERT INTO tenders (entry_id, line_no, shift_id, kind, tendered, change_given)
    VALUES (v_entry_id, v_i, v_shift_id, v_kind, CAST(JSON_VALUE(v_row, '$[1]') AS SIGNED) * 0.001,
      CAST(JSON_VALUE(v_row, '$[2]') AS SIGNED) * 0.001);
    IF v_kind <> 'cash' THEN CALL store_tender(v_entry_id, v_i, v_row); END IF;
  END WHILE;
  CALL store_settled(v_entry_id, CONCAT('[', v_all_settled, ']'), v_value_date, v_business_date, v_stored_at);
  INSERT INTO credit_entries (account_id, entry_id, line_no, amount, balance_after, stored_at)
  SELECT x.account_id, v_entry_id, x.line_no, x.amount * 0.001, x.after * 0.001, v_stored_at
  FROM JSON_TABLE(v_credits, '$[*]' COLUMNS (line_no INT PATH '$[0]', account_id BIGINT PATH '$[1]',
    amount BIGINT PATH '$[2]', after BIGINT PATH '$[3]')) x;
  INSERT INTO print_log (entry_id, copy_no, state, stored_at, user_id, counter_id)
  VALUES (v_entry_id, 0, 'queued', v_stored_at, v_user_id, v_counter_id);
  COMMIT;

  CALL emit_receipt(v_entry_id, 0, 'done', '');
END
