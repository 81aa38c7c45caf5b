-- A person of this database by name: a row here, and no database user that belongs to anybody else.
-- grants:
CREATE PROCEDURE find_person(
  IN p_user_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  OUT o_user_id BIGINT, OUT o_role VARCHAR(16) CHARACTER SET ascii, OUT o_has_account INT,
  OUT o_refusal VARCHAR(32) CHARACTER SET ascii
)
SQL SECURITY DEFINER
find: BEGIN
  SET o_refusal = '', o_has_account = 0;
  SELECT MAX(u.user_id), MAX(u.role) INTO o_user_id, o_role FROM users u WHERE u.user_name = p_user_name;
  IF o_user_id IS NULL THEN SET o_refusal = 'no_such_user'; LEAVE find; END IF;
  IF NOT EXISTS (SELECT 1 FROM mysql.user s WHERE s.User = p_user_name) THEN LEAVE find; END IF;
  -- The same name may be another database's person on this server: only our role makes it ours.
  SELECT EXISTS (SELECT 1 FROM role_holders h
    WHERE h.user_name = p_user_name AND h.host = '%' AND h.role_name = CONCAT(DATABASE(), '_', o_role)) INTO o_has_account;
  IF NOT o_has_account THEN SET o_refusal = 'other_account'; END IF;
END
