-- Everything the payment screen shows of an account, in one round trip; writes this counter's claim.
-- grants: cashier supervisor clerk auditor
CREATE PROCEDURE payment_screen(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_account_id BIGINT, IN p_bill_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_account_id, v_scanned_id, v_scanned_entry BIGINT DEFAULT NULL;
  DECLARE v_now DATETIME(6);
  DECLARE v_today DATE;
  DECLARE v_claim_counter, v_claim_cashier VARCHAR(120) CHARACTER SET utf8mb4 DEFAULT '';
  DECLARE v_claim_since DATETIME(6) DEFAULT NULL;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SET v_now = SYSDATE(6), v_today = counter_today(v_counter_id);
  IF p_bill_no IS NULL THEN
    SELECT a.account_id INTO v_account_id FROM accounts a WHERE a.account_id = p_account_id;
  ELSE
    SELECT b.account_id, b.bill_id INTO v_account_id, v_scanned_id FROM bills b
    WHERE b.bill_no = p_bill_no AND b.status <> 'draft';
    SELECT pa.entry_id INTO v_scanned_entry FROM payment_allocations pa
    JOIN journal j ON j.entry_id = pa.entry_id AND j.kind = 'payment'
    WHERE pa.bill_id = v_scanned_id
      AND NOT EXISTS (SELECT 1 FROM reversals r WHERE r.undone_entry_id = pa.entry_id)
    ORDER BY j.stored_at DESC LIMIT 1;
  END IF;
  IF v_account_id IS NULL THEN
    CALL refuse(IF(p_bill_no IS NULL, 'no_such_account', 'no_such_bill'), NULL); LEAVE act;
  END IF;

  SELECT c.name, u.full_name, m.since INTO v_claim_counter, v_claim_cashier, v_claim_since
  FROM claims m JOIN counters c ON c.counter_id = m.counter_id JOIN users u ON u.user_id = m.user_id
  WHERE m.account_id = v_account_id AND m.counter_id <> v_counter_id AND m.until > v_now;
  IF v_claim_since IS NULL THEN
    INSERT INTO claims (account_id, counter_id, user_id, since, until)
    VALUES (v_account_id, v_counter_id, v_user_id, v_now,
      v_now + INTERVAL setting_number('claim_seconds', 60) SECOND)
    ON DUPLICATE KEY UPDATE counter_id = v_counter_id, user_id = v_user_id, since = v_now,
      until = v_now + INTERVAL setting_number('claim_seconds', 60) SECOND;
  END IF;

  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  CALL emit_account(v_account_id, v_today, 0, v_scanned_id, v_scanned_entry, p_bill_no, v_claim_counter,
    v_claim_cashier, v_claim_since);
END
