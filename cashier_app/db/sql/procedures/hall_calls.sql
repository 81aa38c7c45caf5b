-- What a hall's display shows: the last numbers called, where they are wanted, and how many wait.
-- grants: kiosk
CREATE PROCEDURE hall_calls()
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_kiosk_id, v_office_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_today DATE;

  CALL begin_kiosk(v_kiosk_id, v_office_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SET v_today = local_date(SYSDATE(6));
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT queue_waiting(v_office_id, v_today) AS waiting;
  SELECT t.number, n.name AS counter_name, c.called_at, c.calls
  FROM queue_tickets t JOIN queue_calls c ON c.ticket_id = t.ticket_id
  JOIN counters n ON n.counter_id = c.counter_id
  WHERE t.office_id = v_office_id AND t.business_date = v_today
  ORDER BY c.called_at DESC, t.number DESC LIMIT 6;
END
