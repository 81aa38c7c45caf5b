-- Names that a person's database user may have: never the owner's, the server's or a role's.
-- grants:
CREATE FUNCTION is_person_name(p_user_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
RETURNS INT
DETERMINISTIC NO SQL SQL SECURITY DEFINER
RETURN COALESCE(CHAR_LENGTH(p_user_name) BETWEEN 2 AND 32
  AND p_user_name REGEXP '^[a-z]' AND p_user_name NOT REGEXP '[^a-z0-9._-]'
  AND p_user_name NOT IN ('root', 'public', 'none')
  AND p_user_name NOT REGEXP '^(mysql|mariadb|cashier_)', 0)
