-- First step of every office act: makes the session safe, then lets in an active administrator with the right only.
-- grants:
CREATE PROCEDURE begin_office(
  OUT o_user_id BIGINT, OUT o_refusal VARCHAR(32) CHARACTER SET ascii
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_counter_id BIGINT;

  -- No token names no counter, so that is what an active person is told when all else is right.
  CALL begin_act(NULL, NULL, o_user_id, v_counter_id, o_refusal);
  SELECT CASE
    WHEN o_refusal = 'counter_not_enrolled' AND NOT EXISTS (SELECT 1 FROM users u
      WHERE u.user_id = o_user_id AND u.role = 'administrator') THEN 'not_administrator'
    WHEN o_refusal = 'counter_not_enrolled' THEN IF(EXISTS (SELECT 1 FROM rights r
      WHERE r.user_id = o_user_id AND r.activity = 'manage_people'), '', 'no_right')
    ELSE o_refusal
  END INTO o_refusal;
  -- Who is no person and may make users by hand is the server's own administrator: the first
  -- administrator is added so, and a lost one let in again. The audit keeps the name.
  IF o_refusal = 'not_a_person' THEN
    SELECT IF(EXISTS (SELECT 1 FROM mysql.user s
      WHERE s.User = person_name() AND s.Create_user_priv = 'Y'), '', o_refusal)
    INTO o_refusal;
  END IF;
END
