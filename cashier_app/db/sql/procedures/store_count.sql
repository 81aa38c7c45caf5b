-- Writes a count (opening float or closing) with its pieces, inside the act's transaction.
-- grants:
CREATE PROCEDURE store_count(
  IN p_entry_id BIGINT, IN p_shift_id BIGINT, IN p_kind VARCHAR(8) CHARACTER SET ascii,
  IN p_counted DECIMAL(18, 3), IN p_cheques INT, IN p_card_slips INT,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
BEGIN
  -- The same list that read_pieces checked: a name that stands twice must not add rows.
  DECLARE v_list LONGTEXT CHARACTER SET utf8mb4 DEFAULT JSON_EXTRACT(p_text, '$.pieces');
  INSERT INTO counts (entry_id, shift_id, kind, counted, cheques, card_slips)
  VALUES (p_entry_id, p_shift_id, p_kind, p_counted, p_cheques, p_card_slips);
  INSERT INTO denomination_counts (entry_id, value, pieces)
  SELECT p_entry_id, x.value * 0.001, x.pieces
  FROM JSON_TABLE(v_list, '$[*]' COLUMNS (
    value BIGINT PATH '$[0]', pieces BIGINT PATH '$[1]')) x;
END
