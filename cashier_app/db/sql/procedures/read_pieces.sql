-- Money counted by denomination, from an act's text: checked, summed and written as children D.
-- p_both_ways: pieces below zero left the drawer, in exchange for the others.
-- grants:
CREATE PROCEDURE read_pieces(
  IN p_text LONGTEXT CHARACTER SET utf8mb4, IN p_both_ways BOOLEAN,
  OUT o_total DECIMAL(18, 3), OUT o_children LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_i, v_count, v_pieces BIGINT DEFAULT 0;
  DECLARE v_value, v_last DECIMAL(18, 3) DEFAULT NULL;
  DECLARE v_list LONGTEXT CHARACTER SET utf8mb4 DEFAULT JSON_EXTRACT(p_text, '$.pieces');

  SET o_total = 0, o_children = NULL, v_count = COALESCE(JSON_LENGTH(v_list), 0);
  pieces: WHILE v_i < v_count DO
    SET v_i = v_i + 1, v_value = NULL;
    SELECT x.value * 0.001, x.pieces INTO v_value, v_pieces
    FROM JSON_TABLE(v_list, '$[*]' COLUMNS (line_no FOR ORDINALITY,
      value BIGINT PATH '$[0]', pieces BIGINT PATH '$[1]')) x
    WHERE x.line_no = v_i;
    IF v_value IS NULL OR v_pieces IS NULL OR IF(p_both_ways, ABS(v_pieces), v_pieces) NOT BETWEEN 1 AND 1000000
        OR v_value >= v_last
        OR NOT EXISTS (SELECT 1 FROM denominations d WHERE d.value = v_value) THEN
      SET o_total = NULL;
      LEAVE pieces;
    END IF;
    SET o_total = o_total + v_value * v_pieces, v_last = v_value,
      o_children = CONCAT_WS('|', o_children, CONCAT('D', thousandths(v_value), ':', v_pieces));
  END WHILE;
END
