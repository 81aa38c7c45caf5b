-- The open bills of a bulk payer's accounts, at most 200 numbers a CALL: no claim, for one basket.
-- grants: cashier
CREATE PROCEDURE list_accounts(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_numbers LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_today DATE;

  CALL begin_act(p_token, 'take_payment', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF NOT COALESCE(LENGTH(p_numbers) <= 20000 AND JSON_VALID(p_numbers)
      AND JSON_LENGTH(p_numbers) <= 200, 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  SET v_today = counter_today(v_counter_id);
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT a.account_id, a.account_no, a.credit, cu.name AS customer_name, cu.cash_only
  FROM JSON_TABLE(p_numbers, '$[*]' COLUMNS (account_no VARCHAR(24) PATH '$')) x
  JOIN accounts a ON a.account_no = CONVERT(x.account_no USING ascii) COLLATE ascii_bin
  JOIN customers cu ON cu.customer_id = a.customer_id;
  SELECT b.bill_id, b.account_id, b.bill_no, b.kind, b.title, b.period_from, b.period_to, b.issued_on,
    b.due_on, b.total, b.balance, b.version, b.kwh, b.discount_until,
    bill_due(b.bill_id, b.balance, b.discount_amount, b.discount_until, v_today) AS due
  FROM JSON_TABLE(p_numbers, '$[*]' COLUMNS (account_no VARCHAR(24) PATH '$')) x
  JOIN accounts a ON a.account_no = CONVERT(x.account_no USING ascii) COLLATE ascii_bin
  JOIN bills b ON b.account_id = a.account_id AND b.status IN ('issued', 'part_paid')
  ORDER BY a.account_no, b.due_on, b.bill_no;
END
