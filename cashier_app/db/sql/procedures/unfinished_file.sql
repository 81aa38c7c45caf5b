-- The file that a channel's shift took in and has not ended: an import that broke off goes on with it.
-- grants: cashier
CREATE PROCEDURE unfinished_file(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT s.shift_id, s.state, s.cash_taken, f.file_name, LOWER(HEX(f.sha256)) AS sha256,
    s.user_id = v_user_id AS is_own, u.full_name AS person
  FROM shifts s JOIN payment_files f ON f.shift_id = s.shift_id JOIN users u ON u.user_id = s.user_id
  WHERE s.counter_id = v_counter_id AND s.state <> 'closed' ORDER BY s.shift_id LIMIT 1;
  SELECT p.line_no, p.book, p.number, a.account_no, p.amount, p.value_date
  FROM shifts s JOIN paper_lines p ON p.shift_id = s.shift_id
  JOIN accounts a ON a.account_id = p.account_id
  WHERE s.counter_id = v_counter_id AND s.state = 'open' ORDER BY p.shift_id, p.line_no;
END
