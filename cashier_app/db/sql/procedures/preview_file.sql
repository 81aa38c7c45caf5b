-- What would become of each line of a bank's or mobile service's file now, at most 500 a CALL; takes nothing, locks nothing.
-- grants: cashier
CREATE PROCEDURE preview_file(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_lines LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_channel VARCHAR(8) CHARACTER SET ascii;
  DECLARE v_today DATE;

  CALL begin_act(p_token, 'import_payments', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT c.channel INTO v_channel FROM counters c WHERE c.counter_id = v_counter_id;
  IF v_channel NOT IN ('bank', 'mobile') THEN CALL refuse('not_a_channel', NULL); LEAVE act; END IF;
  IF NOT COALESCE(LENGTH(p_lines) <= 200000 AND JSON_VALID(p_lines) AND JSON_LENGTH(p_lines) <= 500, 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  SET v_today = local_date(SYSDATE(6));
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  -- In the order in which take_outside_payment refuses.
  SELECT x.line_no, a.account_no, cu.name AS customer_name, account_due(a.account_id, v_today) AS due,
    CASE WHEN value_date(x.value_date, v_today) IS NULL THEN 'bad_value_date'
      WHEN x.bill_no <> '' AND b.bill_id IS NULL THEN 'no_such_bill'
      WHEN a.account_id IS NULL THEN 'no_such_account'
      WHEN b.account_id <> a.account_id THEN 'bill_of_other_account'
      ELSE '' END AS refusal
  FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (line_no INT PATH '$[0]', account_no VARCHAR(24) PATH '$[1]',
    bill_no VARCHAR(24) PATH '$[2]', value_date VARCHAR(10) PATH '$[3]')) x
  LEFT JOIN bills b ON b.bill_no = CONVERT(x.bill_no USING ascii) COLLATE ascii_bin AND b.status <> 'draft'
  LEFT JOIN accounts n ON n.account_no = CONVERT(x.account_no USING ascii) COLLATE ascii_bin
  LEFT JOIN accounts a ON a.account_id = IF(x.account_no = '', b.account_id, n.account_id)
  LEFT JOIN customers cu ON cu.customer_id = a.customer_id
  ORDER BY x.line_no;
END
