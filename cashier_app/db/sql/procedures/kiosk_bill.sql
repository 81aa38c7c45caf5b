-- A bill of the opened account as it is printed: lines, readings, months, and what else is open.
-- grants: kiosk
CREATE PROCEDURE kiosk_bill(
  IN p_account_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_bill_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_wanted_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_kiosk_id, v_office_id, v_account_id, v_bill_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_facts LONGTEXT CHARACTER SET utf8mb4;

  CALL begin_kiosk(v_kiosk_id, v_office_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  CALL kiosk_door(v_kiosk_id, p_account_no, p_bill_no, v_account_id, v_refusal, v_facts);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, v_facts); LEAVE act; END IF;
  SELECT (SELECT b.bill_id FROM bills b
    WHERE b.bill_no = p_wanted_no AND b.account_id = v_account_id AND b.status <> 'draft') INTO v_bill_id;
  IF v_bill_id IS NULL THEN CALL refuse('no_such_bill', NULL); LEAVE act; END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  CALL emit_bill_paper(v_bill_id, v_account_id, local_date(SYSDATE(6)));
END
