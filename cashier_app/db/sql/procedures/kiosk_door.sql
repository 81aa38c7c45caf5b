-- Opens an account to who knows its number and that of a bill; counts who does not. Both wrong go one way.
-- grants:
CREATE PROCEDURE kiosk_door(
  IN p_kiosk_id BIGINT,
  IN p_account_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_bill_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  OUT o_account_id BIGINT, OUT o_refusal VARCHAR(32) CHARACTER SET ascii,
  OUT o_facts LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
door: BEGIN
  DECLARE v_kiosk_id, v_by_account, v_by_bill BIGINT DEFAULT NULL;
  DECLARE v_now, v_until DATETIME(6);
  DECLARE v_typed VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin DEFAULT COALESCE(p_account_no, '');
  DECLARE v_tries INT DEFAULT setting_number('kiosk_tries', 5);
  DECLARE v_minutes INT DEFAULT setting_number('kiosk_wait_minutes', 15);
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  SET o_account_id = NULL, o_refusal = '', o_facts = '{}';
  -- Tries that are sent together come one after the other; no counter ever wants this row.
  START TRANSACTION;
  SELECT k.kiosk_id INTO v_kiosk_id FROM kiosks k WHERE k.kiosk_id = p_kiosk_id FOR UPDATE;
  SET v_now = SYSDATE(6);
  -- SELECT ... INTO reads what is committed; SET x = (SELECT ...) locks the rows it reads, and waits for a counter.
  SELECT kiosk_wait_until(v_kiosk_id, v_typed, v_tries, v_minutes, v_now) INTO v_until;
  IF v_until > v_now THEN
    SET o_refusal = 'kiosk_wait',
      o_facts = JSON_OBJECT('seconds', CEILING(TIMESTAMPDIFF(MICROSECOND, v_now, v_until) / 1000000));
    LEAVE door;
  END IF;

  SELECT (SELECT a.account_id FROM accounts a WHERE a.account_no = v_typed),
    (SELECT b.account_id FROM bills b
      WHERE b.bill_no = p_bill_no AND b.status NOT IN ('draft', 'cancelled')
        -- The last one, or one that is still to be paid: an old paid one may lie anywhere.
        AND (b.status IN ('issued', 'part_paid') OR NOT EXISTS (SELECT 1 FROM bills n
          WHERE n.account_id = b.account_id AND n.status NOT IN ('draft', 'cancelled')
            AND (n.issued_on > b.issued_on OR (n.issued_on = b.issued_on AND n.bill_id > b.bill_id)))))
  INTO v_by_account, v_by_bill;
  IF COALESCE(v_by_account = v_by_bill, 0) THEN
    SET o_account_id = v_by_account;
  ELSE
    INSERT INTO kiosk_failures (kiosk_id, account_no, failed_at) VALUES (v_kiosk_id, v_typed, v_now);
    SELECT kiosk_wait_until(v_kiosk_id, v_typed, v_tries, v_minutes, v_now) INTO v_until;
    IF v_until > v_now THEN
      INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
      SELECT v_now, NULL, NULL, 'kiosk_limit', CONCAT('kiosk ', k.code, ', account ', v_typed)
      FROM kiosks k WHERE k.kiosk_id = v_kiosk_id;
    END IF;
    SET o_refusal = 'kiosk_no_match';
  END IF;
  COMMIT;
END
