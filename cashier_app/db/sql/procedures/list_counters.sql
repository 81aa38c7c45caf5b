-- Every counter with office, state and newest key's fingerprint; neither token nor private key is here.
-- grants: administrator
CREATE PROCEDURE list_counters()
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_by_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_office(v_by_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT c.code, c.name, o.name AS office, c.channel, c.is_active, c.token_hash IS NOT NULL AS is_enrolled,
    COALESCE(LOWER(HEX(k.fingerprint)), '') AS fingerprint, k.enrolled_at,
    COALESCE(k.enrolled_by, '') AS enrolled_by,
    LOWER(HEX(c.identity)) AS identity,
    (SELECT COUNT(*) FROM counter_keys a WHERE a.counter_id = c.counter_id) AS key_count,
    COALESCE((SELECT u.full_name FROM shifts s JOIN users u ON u.user_id = s.user_id
      WHERE s.open_counter = c.counter_id), '') AS shift_of
  FROM counters c JOIN offices o ON o.office_id = c.office_id
  LEFT JOIN counter_keys k ON k.counter_key_id = (SELECT MAX(n.counter_key_id) FROM counter_keys n
    WHERE n.counter_id = c.counter_id)
  ORDER BY c.code;
END
