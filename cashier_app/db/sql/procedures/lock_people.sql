-- Holds who changes a person and that person: of two who end each other's rights the second is refused.
-- grants:
CREATE PROCEDURE lock_people(
  IN p_by_id BIGINT, IN p_user_id BIGINT, OUT o_refusal VARCHAR(32) CHARACTER SET ascii
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_is_active INT;

  -- By key, so that two who change each other take the rows in the same order.
  SELECT MIN(IF(u.user_id = p_by_id, u.is_active, 1)) INTO v_is_active
  FROM users u FORCE INDEX (PRIMARY) WHERE u.user_id IN (p_by_id, p_user_id) FOR UPDATE;
  -- What was let in may have ended while this waited.
  SELECT CASE
    WHEN p_by_id IS NULL THEN ''
    WHEN v_is_active = 0 THEN 'person_disabled'
    WHEN NOT EXISTS (SELECT 1 FROM rights r
      WHERE r.user_id = p_by_id AND r.activity = 'manage_people') THEN 'no_right'
    ELSE '' END
  INTO o_refusal;
END
