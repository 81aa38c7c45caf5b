-- Everybody with rights and counters, for those who set them up; no password is among it.
-- grants: administrator
CREATE PROCEDURE list_people()
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_by_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_office(v_by_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT u.user_name, u.full_name, u.role, u.is_active, u.must_change_password,
    EXISTS (SELECT 1 FROM mysql.user s WHERE s.User = u.user_name) AS has_account,
    COALESCE((SELECT c.name FROM shifts s JOIN counters c ON c.counter_id = s.counter_id
      WHERE s.open_user = u.user_id), '') AS shift_at, u.user_id <=> v_by_id AS is_self
  FROM users u ORDER BY u.user_name;
  SELECT u.user_name, r.activity, r.limit_amount
  FROM rights r JOIN users u ON u.user_id = r.user_id ORDER BY u.user_name, r.activity;
  SELECT u.user_name, c.code
  FROM user_counters x JOIN users u ON u.user_id = x.user_id JOIN counters c ON c.counter_id = x.counter_id
  ORDER BY u.user_name, c.code;
  SELECT known_rights() AS rights;
END
