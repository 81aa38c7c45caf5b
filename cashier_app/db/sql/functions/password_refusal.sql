-- Why a password is too weak for a person, or nothing: the same rule whoever sets it.
-- grants:
CREATE FUNCTION password_refusal(
  p_user_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  p_password VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
) RETURNS VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin
DETERMINISTIC NO SQL SQL SECURITY DEFINER
RETURN CASE
  WHEN COALESCE(CHAR_LENGTH(p_password), 0) < 8 THEN 'password_too_short'
  WHEN INSTR(LOWER(p_password), p_user_name) > 0 THEN 'password_has_name'
  ELSE ''
END
