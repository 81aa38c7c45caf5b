-- Writes the pieces of an act's text that read_pieces checked, inside the act's transaction.
-- grants:
CREATE PROCEDURE store_pieces(IN p_entry_id BIGINT, IN p_text LONGTEXT CHARACTER SET utf8mb4)
SQL SECURITY DEFINER
BEGIN
  -- The same list that read_pieces checked: a name that stands twice must not add rows.
  DECLARE v_list LONGTEXT CHARACTER SET utf8mb4 DEFAULT JSON_EXTRACT(p_text, '$.pieces');
  INSERT INTO denomination_counts (entry_id, value, pieces)
  SELECT p_entry_id, x.value * 0.001, x.pieces
  FROM JSON_TABLE(v_list, '$[*]' COLUMNS (
    value BIGINT PATH '$[0]', pieces BIGINT PATH '$[1]')) x;
END
