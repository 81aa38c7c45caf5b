-- Every counter with its office and state, for those who enrol them; neither token nor key is among it.
-- grants: administrator
CREATE PROCEDURE list_counters()
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_by_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_office(v_by_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT c.code, c.name, o.name AS office, c.channel, c.is_active, c.token_hash IS NOT NULL AS is_enrolled
  FROM counters c JOIN offices o ON o.office_id = c.office_id ORDER BY c.code;
END
