-- The shift that an act's text names; NULL for no JSON, so that the act itself can refuse it.
-- grants:
CREATE FUNCTION shift_in(p_text LONGTEXT CHARACTER SET utf8mb4) RETURNS BIGINT
DETERMINISTIC NO SQL SQL SECURITY DEFINER
RETURN IF(COALESCE(JSON_VALID(p_text), 0) AND COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_text, '$.shift')), '')
    REGEXP '^[0-9]{1,18}\\z', CAST(JSON_UNQUOTE(JSON_EXTRACT(p_text, '$.shift')) AS UNSIGNED), NULL)
