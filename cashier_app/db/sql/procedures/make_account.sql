-- Makes a person's database user, locked, with its one role; who calls it unlocks it when all is written.
-- grants:
CREATE PROCEDURE make_account(
  IN p_user_id BIGINT, IN p_user_name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_role VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_password VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_role VARCHAR(140) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
    DEFAULT CONCAT('`', REPLACE(DATABASE(), '`', '``'), '_', p_role, '`');
  DECLARE v_is_mariadb INT DEFAULT VERSION() LIKE '%MariaDB%';

  -- Each of these statements commits: this line first, so that a half account can be told by it.
  CALL note_office(p_user_id, NULL, 'account_begun', p_user_name);
  -- MariaDB cannot count wrong passwords by person.
  CALL change_account('CREATE USER', p_user_name, CONCAT('IDENTIFIED BY ', QUOTE(p_password),
    IF(v_is_mariadb, '', ' FAILED_LOGIN_ATTEMPTS 10 PASSWORD_LOCK_TIME 1'), ' ACCOUNT LOCK'));
  CALL change_account(CONCAT('GRANT ', v_role, ' TO'), p_user_name, '');
  CALL change_account(CONCAT('SET DEFAULT ROLE ', v_role, IF(v_is_mariadb, ' FOR', ' TO')), p_user_name, '');
END
