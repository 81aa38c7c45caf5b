-- The numbers of a cheque or card slip, as read_tender has checked them.
-- grants:
CREATE PROCEDURE store_tender(
  IN p_entry_id BIGINT, IN p_line_no INT, IN p_row LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
IF JSON_LENGTH(p_row) = 4 THEN
  INSERT INTO card_slips (entry_id, line_no, slip_no)
  VALUES (p_entry_id, p_line_no, JSON_VALUE(p_row, '$[3]'));
ELSE
  INSERT INTO cheques (entry_id, line_no, bank, cheque_no, dated_on, face_amount)
  VALUES (p_entry_id, p_line_no, JSON_VALUE(p_row, '$[3]'), JSON_VALUE(p_row, '$[4]'),
    JSON_VALUE(p_row, '$[5]'), CAST(JSON_VALUE(p_row, '$[6]') AS SIGNED) * 0.001);
END IF
