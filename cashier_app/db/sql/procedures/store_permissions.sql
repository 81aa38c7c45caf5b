-- A person's rights with limits and counters, as checked before; NULL leaves what is there.
-- grants:
CREATE PROCEDURE store_permissions(
  IN p_user_id BIGINT,
  IN p_rights LONGTEXT CHARACTER SET utf8mb4, IN p_counters LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
BEGIN
  IF p_rights IS NOT NULL THEN
    DELETE FROM rights WHERE user_id = p_user_id;
    INSERT INTO rights (user_id, activity, limit_amount)
    SELECT p_user_id, x.activity, CAST(NULLIF(x.limit_amount, '') AS DECIMAL(18, 3))
    FROM JSON_TABLE(p_rights, '$[*]'
      COLUMNS (activity VARCHAR(32) PATH '$[0]', limit_amount VARCHAR(20) PATH '$[1]')) x;
  END IF;
  IF p_counters IS NOT NULL THEN
    DELETE FROM user_counters WHERE user_id = p_user_id;
    INSERT INTO user_counters (user_id, counter_id)
    SELECT p_user_id, c.counter_id FROM counters c WHERE c.code IN (
      SELECT x.code FROM JSON_TABLE(p_counters, '$[*]' COLUMNS (code VARCHAR(40) PATH '$')) x);
  END IF;
END
