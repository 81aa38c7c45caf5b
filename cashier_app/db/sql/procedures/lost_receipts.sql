-- Lost receipts of this counter that wait to be entered again, by number.
-- grants: cashier supervisor
CREATE PROCEDURE lost_receipts(IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT l.entry_id, l.line_no, entry_number(c.code, l.kind, l.number) AS number, l.total, l.taken_at, l.person
  FROM lost_numbers l JOIN counters c ON c.counter_id = l.counter_id
  LEFT JOIN reentries r ON r.lost_entry_id = l.entry_id AND r.lost_line_no = l.line_no
  WHERE l.counter_id = v_counter_id AND l.enter_again = 1 AND r.entry_id IS NULL
  ORDER BY l.number LIMIT 1000;
END
