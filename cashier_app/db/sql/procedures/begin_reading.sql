-- First step of an office's reading: makes the session safe, then lets in any active person.
-- grants:
CREATE PROCEDURE begin_reading(OUT o_refusal VARCHAR(32) CHARACTER SET ascii)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;

  -- No token names no counter, so that is what an active person is told when all else is right.
  CALL begin_act(NULL, NULL, v_user_id, v_counter_id, o_refusal);
  SET o_refusal = CASE
    WHEN o_refusal = 'counter_not_enrolled' THEN ''
    WHEN o_refusal = 'not_a_person' AND EXISTS (SELECT 1 FROM mysql.user s
      WHERE s.User = person_name() AND s.Create_user_priv = 'Y') THEN ''
    ELSE o_refusal
  END;
END
