-- Writes a count (opening float or closing) with its pieces, inside the act's transaction.
-- grants:
CREATE PROCEDURE store_count(
  IN p_entry_id BIGINT, IN p_shift_id BIGINT, IN p_kind VARCHAR(8) CHARACTER SET ascii,
  IN p_counted DECIMAL(18, 3), IN p_cheques INT, IN p_card_slips INT,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
BEGIN
  INSERT INTO counts (entry_id, shift_id, kind, counted, cheques, card_slips)
  VALUES (p_entry_id, p_shift_id, p_kind, p_counted, p_cheques, p_card_slips);
  CALL store_pieces(p_entry_id, p_text);
END
