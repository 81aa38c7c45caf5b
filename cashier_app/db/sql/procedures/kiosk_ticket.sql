-- The next number of the hall's day, with the bills that a customer wants to pay; without an account a number only.
-- grants: kiosk
CREATE PROCEDURE kiosk_ticket(
  IN p_account_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_bill_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_bills LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_kiosk_id, v_office_id, v_account_id, v_ticket_id BIGINT DEFAULT NULL;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_facts LONGTEXT CHARACTER SET utf8mb4;
  DECLARE v_now DATETIME(6);
  DECLARE v_today DATE;
  DECLARE v_lately, v_number, v_found INT DEFAULT 0;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  IF p_account_no IS NULL THEN
    CALL begin_kiosk(v_kiosk_id, v_office_id, v_refusal);
  ELSE
    CALL kiosk_door(p_account_no, p_bill_no, v_kiosk_id, v_office_id, v_account_id, v_refusal, v_facts);
  END IF;
  IF v_refusal <> '' THEN CALL refuse(v_refusal, v_facts); LEAVE act; END IF;
  -- The length first: MySQL gives up on text that is nested too deep, with an error of its own.
  IF NOT COALESCE(LENGTH(p_bills) <= 4000, 0) THEN CALL refuse('bad_request', NULL); LEAVE act; END IF;
  IF NOT COALESCE(JSON_VALID(p_bills) AND JSON_TYPE(p_bills) = 'ARRAY' AND JSON_LENGTH(p_bills) <= 60
      AND (p_account_no IS NULL) = (JSON_LENGTH(p_bills) = 0), 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  IF p_account_no IS NOT NULL THEN
    SELECT COUNT(DISTINCT b.bill_id) INTO v_found FROM JSON_TABLE(p_bills, '$[*]' COLUMNS (
      bill_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin PATH '$' NULL ON ERROR)) x
    JOIN bills b ON b.bill_no = x.bill_no AND b.account_id = v_account_id
      AND b.status IN ('issued', 'part_paid');
    IF v_found <> JSON_LENGTH(p_bills) THEN CALL refuse('kiosk_bills_changed', NULL); LEAVE act; END IF;
  END IF;

  START TRANSACTION;
  SELECT k.kiosk_id INTO v_kiosk_id FROM kiosks k WHERE k.kiosk_id = v_kiosk_id FOR UPDATE;
  SET v_now = SYSDATE(6), v_today = local_date(v_now);
  -- A child at the screen must not fill the queue: a breath between numbers without a name.
  SELECT COUNT(*) INTO v_lately FROM queue_tickets t WHERE t.kiosk_id = v_kiosk_id
    AND t.office_id = v_office_id AND t.business_date = v_today AND t.account_id IS NULL
    AND t.taken_at > v_now - INTERVAL 5 SECOND;
  IF v_account_id IS NULL AND v_lately > 0 THEN
    CALL refuse('kiosk_wait', JSON_OBJECT('seconds', 5)); LEAVE act;
  END IF;
  IF (SELECT COUNT(*) FROM queue_tickets t WHERE t.account_id = v_account_id
      AND t.business_date = v_today) >= 5 THEN
    CALL refuse('kiosk_tickets', NULL); LEAVE act;
  END IF;
  INSERT INTO queue_days (office_id, business_date, last_no) VALUES (v_office_id, v_today, 1)
  ON DUPLICATE KEY UPDATE last_no = last_no + 1;
  SELECT d.last_no INTO v_number FROM queue_days d
    WHERE d.office_id = v_office_id AND d.business_date = v_today;
  INSERT INTO queue_tickets (kiosk_id, office_id, business_date, number, account_id, taken_at)
  VALUES (v_kiosk_id, v_office_id, v_today, v_number, v_account_id, v_now);
  SELECT t.ticket_id INTO v_ticket_id FROM queue_tickets t
    WHERE t.office_id = v_office_id AND t.business_date = v_today AND t.number = v_number;
  INSERT INTO queue_ticket_bills (ticket_id, line_no, bill_id)
  SELECT v_ticket_id, ROW_NUMBER() OVER (ORDER BY b.due_on, b.bill_no), b.bill_id
  FROM JSON_TABLE(p_bills, '$[*]' COLUMNS (
    bill_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin PATH '$' NULL ON ERROR)) x
  JOIN bills b ON b.bill_no = x.bill_no AND b.account_id = v_account_id;
  COMMIT;

  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT v_number AS number, v_now AS taken_at, v_today AS business_date,
    IF(v_account_id IS NULL, '', ticket_code(v_today, v_ticket_id)) AS code,
    queue_waiting(v_office_id, v_today) - 1 AS waiting;
  SELECT b.bill_no, b.kind, b.title, b.period_from, b.period_to,
    bill_due(b.bill_id, b.balance, b.discount_amount, b.discount_until, v_today) AS due
  FROM queue_ticket_bills q JOIN bills b ON b.bill_id = q.bill_id
  WHERE q.ticket_id = v_ticket_id ORDER BY q.line_no;
END
