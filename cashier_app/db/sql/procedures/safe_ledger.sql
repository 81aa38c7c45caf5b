-- The newest lines of the hall's safe, newest first, with what it holds by its ledger.
-- grants: supervisor
CREATE PROCEDURE safe_ledger(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, 'keep_safe', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT e.kind, e.amount, e.balance_after, e.reason, e.stored_at, local_date(e.stored_at) AS local_day,
    u.full_name AS person, c.name AS counter_name, entry_number(c.code, j.kind, j.number) AS number,
    COALESCE(d.bag_no, '') AS bag_no
  FROM counters h JOIN safe_entries e ON e.office_id = h.office_id
  JOIN journal j ON j.entry_id = e.entry_id
  JOIN counters c ON c.counter_id = j.counter_id
  JOIN users u ON u.user_id = e.user_id
  LEFT JOIN deposits d ON d.entry_id = e.entry_id
  WHERE h.counter_id = v_counter_id
  ORDER BY e.safe_entry_id DESC LIMIT 300;
END
