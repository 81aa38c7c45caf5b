-- Calls the next number of the hall to this counter. Nothing here waits for a kiosk: it writes other rows.
-- grants: cashier
CREATE PROCEDURE call_next(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_office_id, v_ticket_id BIGINT DEFAULT NULL;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_today DATE;
  DECLARE v_called, v_rounds INT DEFAULT 0;

  CALL begin_act(p_token, 'call_numbers', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SET v_today = local_date(SYSDATE(6));
  SELECT c.office_id INTO v_office_id FROM counters c WHERE c.counter_id = v_counter_id;
  -- Two counters may press at once: who comes second takes the number after.
  WHILE v_called = 0 DO
    SET v_rounds = v_rounds + 1, v_ticket_id = (SELECT t.ticket_id FROM queue_tickets t
      LEFT JOIN queue_calls c ON c.ticket_id = t.ticket_id
      WHERE t.office_id = v_office_id AND t.business_date = v_today AND c.ticket_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM queue_tickets n WHERE n.account_id = t.account_id
          AND n.business_date = t.business_date AND n.office_id = t.office_id AND n.number > t.number)
      ORDER BY t.number LIMIT 1);
    IF v_ticket_id IS NULL OR v_rounds > 100 THEN CALL refuse('nobody_waits', NULL); LEAVE act; END IF;
    INSERT IGNORE INTO queue_calls (ticket_id, counter_id, user_id, called_at)
    VALUES (v_ticket_id, v_counter_id, v_user_id, SYSDATE(6));
    SET v_called = ROW_COUNT();
  END WHILE;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT t.number, queue_waiting(v_office_id, v_today) AS waiting FROM queue_tickets t
  WHERE t.ticket_id = v_ticket_id;
END
