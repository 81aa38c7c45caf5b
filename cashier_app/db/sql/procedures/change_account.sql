-- The one place where a statement is put together from text: about a person's database user, no other.
-- grants:
CREATE PROCEDURE change_account(
  IN p_before VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_user_name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_after TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
BEGIN
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN SET @cashier_statement = NULL; RESIGNAL; END;

  IF NOT COALESCE(is_person_name(p_user_name), 0) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a person of this database has another kind of name';
  END IF;
  -- QUOTE() escapes by backslash, and a server may be set to take that for a letter.
  SET sql_mode = 'STRICT_TRANS_TABLES';
  SET @cashier_statement = CONCAT(p_before, ' `', p_user_name, '`@', QUOTE('%'), ' ', p_after);
  PREPARE cashier_statement FROM @cashier_statement;
  EXECUTE cashier_statement;
  DEALLOCATE PREPARE cashier_statement;
  -- It may have held a password, and the variable is the session's.
  SET @cashier_statement = NULL;
END
