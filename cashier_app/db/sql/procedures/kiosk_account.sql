-- An account as its customer sees it at a kiosk: the figures of the counter, nothing of the people there.
-- grants: kiosk
CREATE PROCEDURE kiosk_account(
  IN p_account_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_bill_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_kiosk_id, v_office_id, v_account_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_facts LONGTEXT CHARACTER SET utf8mb4;

  CALL begin_kiosk(v_kiosk_id, v_office_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  CALL kiosk_door(v_kiosk_id, p_account_no, p_bill_no, v_account_id, v_refusal, v_facts);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, v_facts); LEAVE act; END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  CALL emit_account(v_account_id, local_date(SYSDATE(6)), 1, NULL, NULL, NULL, '', '', NULL);
END
