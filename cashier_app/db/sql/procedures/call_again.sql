-- Calls this counter's last number once more: the hall's display shows it first again.
-- grants: cashier
CREATE PROCEDURE call_again(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_ticket_id BIGINT DEFAULT NULL;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, 'call_numbers', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  -- The newest call first, then its day: else years of calls are read where nobody was called today.
  SELECT (SELECT t.ticket_id FROM queue_tickets t
    WHERE t.ticket_id = (SELECT c.ticket_id FROM queue_calls c
        WHERE c.counter_id = v_counter_id ORDER BY c.called_at DESC LIMIT 1)
      AND t.business_date = local_date(SYSDATE(6)))
  INTO v_ticket_id;
  IF v_ticket_id IS NULL THEN CALL refuse('nobody_called', NULL); LEAVE act; END IF;
  UPDATE queue_calls c SET c.called_at = SYSDATE(6), c.calls = LEAST(c.calls + 1, 1000)
  WHERE c.ticket_id = v_ticket_id;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT t.number, queue_waiting(t.office_id, t.business_date) AS waiting FROM queue_tickets t
  WHERE t.ticket_id = v_ticket_id;
END
