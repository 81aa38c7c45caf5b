-- Refuses a name that a database user has, unless making that one ended half way: then it goes.
-- grants:
CREATE PROCEDURE free_name(
  IN p_user_name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  OUT o_refusal VARCHAR(32) CHARACTER SET ascii
)
SQL SECURITY DEFINER
free: BEGIN
  SET o_refusal = '';
  IF NOT EXISTS (SELECT 1 FROM mysql.user s WHERE s.User = p_user_name) THEN LEAVE free; END IF;
  -- A killed CALL runs no handler. What it leaves is locked, holds at most our roles, and the last
  -- that was noted about it is its beginning.
  IF NOT COALESCE((SELECT e.act = 'account_begun' FROM audit_events e
      WHERE e.act IN ('account_begun', 'account_dropped', 'person_added', 'account_added')
        AND (e.detail = p_user_name
          OR LEFT(e.detail, CHAR_LENGTH(p_user_name) + 1) = CONCAT(p_user_name, ' '))
      ORDER BY e.audit_event_id DESC LIMIT 1), 0)
    OR EXISTS (SELECT 1 FROM role_holders h WHERE h.user_name = p_user_name
      AND LEFT(h.role_name, CHAR_LENGTH(DATABASE()) + 1) <> CONCAT(DATABASE(), '_')) THEN
    SET o_refusal = 'exists_already';
    LEAVE free;
  END IF;
  CALL note_office(NULL, NULL, 'account_dropped', p_user_name);
  CALL change_account('DROP USER', p_user_name, '');
END
