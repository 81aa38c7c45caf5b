-- The stored text of a waiting act, byte for byte: what was approved is what is carried out.
-- grants: cashier supervisor
CREATE PROCEDURE waiting_order(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin, IN p_waiting_act_id BIGINT
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF NOT EXISTS (SELECT 1 FROM waiting_acts w WHERE w.waiting_act_id = p_waiting_act_id
      AND (w.user_id = v_user_id OR EXISTS (SELECT 1 FROM rights r
        WHERE r.user_id = v_user_id AND r.activity = 'approve'))) THEN
    CALL refuse('no_such_act', NULL); LEAVE act;
  END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT w.act, LOWER(HEX(w.request_id)) AS request_id, w.order_text, w.amount
  FROM waiting_acts w WHERE w.waiting_act_id = p_waiting_act_id;
END
