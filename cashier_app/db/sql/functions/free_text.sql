-- Free text preceded by its length, so that no text can imitate a field of canonical text.
-- grants:
CREATE FUNCTION free_text(p_text MEDIUMTEXT CHARACTER SET utf8mb4)
RETURNS MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
DETERMINISTIC NO SQL SQL SECURITY DEFINER
RETURN CONCAT(CHAR_LENGTH(p_text), ':', p_text)
