-- Everything posted to an account between two days, and what was owed before them: its statement.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE account_statement(
  IN p_account_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin, IN p_first DATE, IN p_last DATE
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_account_id BIGINT;
  DECLARE v_today DATE DEFAULT local_date(SYSDATE(6));

  CALL begin_reading(NULL, v_user_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT a.account_id INTO v_account_id FROM accounts a WHERE a.account_no = p_account_no;
  IF v_account_id IS NULL THEN CALL refuse('no_such_account', NULL); LEAVE act; END IF;
  IF p_first IS NULL OR p_last IS NULL OR p_last < p_first THEN
    CALL refuse('bad_period', NULL); LEAVE act;
  END IF;

  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  CALL emit_statement(v_account_id, p_last, v_today);
END
