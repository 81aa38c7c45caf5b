-- The counters outside the hall where this person may work: how an import finds its channel.
-- grants: cashier
CREATE PROCEDURE my_channels()
SQL SECURITY DEFINER
BEGIN
  DECLARE v_user_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  -- For a session in which a SELECT locks nothing; who may not is listed nothing.
  CALL begin_reading(NULL, v_user_id, v_refusal);
  SELECT c.code, c.name, c.channel, o.name AS office
  FROM users u JOIN user_counters uc ON uc.user_id = u.user_id
  JOIN counters c ON c.counter_id = uc.counter_id AND c.channel <> 'hall' AND c.is_active = 1
  JOIN offices o ON o.office_id = c.office_id
  WHERE u.user_id = v_user_id AND u.is_active = 1
  ORDER BY c.code;
END
