-- Keeps this counter's claims on open accounts alive; one that another counter has taken stays there.
-- grants: cashier supervisor clerk auditor
CREATE PROCEDURE renew_claims(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_accounts LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF LENGTH(p_accounts) > 4000 OR COALESCE(JSON_VALID(p_accounts), 0) = 0 THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  UPDATE claims m JOIN JSON_TABLE(p_accounts, '$[*]' COLUMNS (account_id BIGINT PATH '$')) x
    ON x.account_id = m.account_id
  SET m.until = SYSDATE(6) + INTERVAL setting_number('claim_seconds', 60) SECOND
  WHERE m.counter_id = v_counter_id;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
