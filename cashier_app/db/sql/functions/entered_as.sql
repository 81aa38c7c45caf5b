-- The payment that a lost receipt became when it was entered again, by the number on its paper; NULL for any other number.
-- grants:
CREATE FUNCTION entered_as(p_number VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin) RETURNS BIGINT
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
RETURN (SELECT r.entry_id FROM counters c
  JOIN lost_numbers l ON l.counter_id = c.counter_id AND l.kind = 'payment'
    AND l.number = CAST(SUBSTRING_INDEX(p_number, '-', -1) AS UNSIGNED)
  JOIN reentries r ON r.lost_entry_id = l.entry_id AND r.lost_line_no = l.line_no
  WHERE c.code = SUBSTRING_INDEX(p_number, '-', 1) AND entry_number(c.code, l.kind, l.number) = p_number)
