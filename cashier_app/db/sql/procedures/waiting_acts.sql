-- The approvals' list: all that waits for who may approve, one's own for everybody else, the oldest first; then what
-- became of the newest 50.
-- grants: cashier supervisor auditor
CREATE PROCEDURE waiting_acts(IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_all INT;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT EXISTS (SELECT 1 FROM rights r WHERE r.user_id = v_user_id AND r.activity = 'approve') INTO v_all;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT * FROM (SELECT l.*, ROW_NUMBER() OVER (
      PARTITION BY l.state IN ('waiting', 'approved') ORDER BY l.waiting_act_id DESC) AS place FROM (
    SELECT w.waiting_act_id, w.act, LOWER(HEX(w.request_id)) AS request_id, w.amount, w.reason, w.subject,
      w.user_id, u.full_name AS asked_by, c.name AS counter_name, w.stored_at,
      -- Its end was unknown and its request taken as void: whatever was decided, nobody can carry it out.
      CASE WHEN j.entry_id IS NOT NULL THEN 'done' WHEN q.state = 'void' THEN 'void'
        WHEN e.state IS NULL THEN 'waiting'
        WHEN e.state = 'approved' AND a.ends_at <= SYSDATE(6) THEN 'ended' ELSE e.state END AS state,
      COALESCE(d.full_name, '') AS decided_by, COALESCE(e.reason, '') AS decision,
      COALESCE(entry_number(jc.code, j.kind, j.number), '') AS number
    FROM waiting_acts w
    JOIN users u ON u.user_id = w.user_id
    JOIN counters c ON c.counter_id = w.counter_id
    LEFT JOIN waiting_events e ON e.waiting_event_id = (SELECT MAX(x.waiting_event_id)
      FROM waiting_events x WHERE x.waiting_act_id = w.waiting_act_id)
    LEFT JOIN users d ON d.user_id = e.user_id
    LEFT JOIN approvals a ON a.request_id = w.request_id
    LEFT JOIN requests q ON q.request_id = w.request_id
    LEFT JOIN journal j ON j.request_id = w.request_id
    LEFT JOIN counters jc ON jc.counter_id = j.counter_id
    WHERE v_all OR w.user_id = v_user_id) l) l
  WHERE l.state IN ('waiting', 'approved') OR l.place <= 50
  -- First what whoever asks can do something about: decide it, or carry it out.
  ORDER BY l.state = IF(l.user_id = v_user_id, 'approved', 'waiting') DESC, l.state IN ('waiting', 'approved') DESC,
    IF(l.state IN ('waiting', 'approved'), l.waiting_act_id, -l.waiting_act_id);
END
