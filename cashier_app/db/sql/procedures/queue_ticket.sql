-- Whose bills a scanned queue slip stands for; only on the day it was taken.
-- grants: cashier
CREATE PROCEDURE queue_ticket(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_code VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_ticket_id BIGINT DEFAULT NULL;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_day DATE;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF COALESCE(p_code REGEXP '^9[0-9]{17}\\z', 0) THEN
    SELECT t.ticket_id, t.business_date INTO v_ticket_id, v_day FROM queue_tickets t
    WHERE t.ticket_id = CAST(SUBSTRING(p_code, 8, 9) AS UNSIGNED) AND t.account_id IS NOT NULL
      AND ticket_code(t.business_date, t.ticket_id) = p_code;
  END IF;
  IF v_ticket_id IS NULL THEN CALL refuse('no_such_ticket', NULL); LEAVE act; END IF;
  IF v_day <> local_date(SYSDATE(6)) THEN
    CALL refuse('ticket_other_day', JSON_OBJECT('day', DATE_FORMAT(v_day, '%Y-%m-%d'))); LEAVE act;
  END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT t.number, t.account_id FROM queue_tickets t WHERE t.ticket_id = v_ticket_id;
  SELECT q.bill_id, b.bill_no FROM queue_ticket_bills q JOIN bills b ON b.bill_id = q.bill_id
  WHERE q.ticket_id = v_ticket_id ORDER BY q.line_no;
END
