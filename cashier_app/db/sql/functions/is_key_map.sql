-- Is this a whole map of function keys, "F9=F5,F5=F9"? Each key stands once on either side, so that none is lost or double.
-- grants:
CREATE FUNCTION is_key_map(p_map VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin) RETURNS INT
DETERMINISTIC NO SQL SQL SECURITY DEFINER
BEGIN
  DECLARE v_pairs TEXT CHARACTER SET utf8mb4;

  IF p_map = '' THEN RETURN 1; END IF;
  IF NOT COALESCE(p_map REGEXP '^F([2-9]|1[0-2])=F([2-9]|1[0-2])(,F([2-9]|1[0-2])=F([2-9]|1[0-2]))*\\z', 0)
    -- A pattern's end is also before the last line's end.
    OR RIGHT(p_map, 1) NOT REGEXP '[0-9]' THEN
    RETURN 0;
  END IF;
  SET v_pairs = CONCAT('[["', REPLACE(REPLACE(p_map, ',', '"],["'), '=', '","'), '"]]');
  RETURN (
    SELECT COUNT(DISTINCT k.act) = COUNT(*) AND COUNT(DISTINCT k.place) = COUNT(*)
      AND SUM(LOCATE(CONCAT(',', k.place, '='), CONCAT(',', p_map)) > 0) = COUNT(*)
    FROM JSON_TABLE(v_pairs, '$[*]' COLUMNS (
      act VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$[0]',
      place VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$[1]')) k);
END
