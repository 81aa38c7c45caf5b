-- The lines of a loss as take_lost_numbers has checked them.
-- grants:
CREATE PROCEDURE store_lost_lines(IN p_entry_id BIGINT, IN p_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_row LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_request, v_hash VARCHAR(64) CHARACTER SET ascii;
  DECLARE v_i INT DEFAULT 0;
  DECLARE v_count INT DEFAULT JSON_LENGTH(p_lines);

  WHILE v_i < v_count DO
    SET v_row = JSON_EXTRACT(p_lines, CONCAT('$[', v_i, ']')), v_i = v_i + 1,
      v_request = JSON_VALUE(v_row, '$[4]'), v_hash = JSON_VALUE(v_row, '$[5]');
    INSERT INTO lost_numbers (entry_id, line_no, counter_id, kind, number, request_id, hash, total, taken_at,
      enter_again, person, order_text)
    VALUES (p_entry_id, JSON_VALUE(v_row, '$[0]'), JSON_VALUE(v_row, '$[1]'), JSON_VALUE(v_row, '$[2]'),
      JSON_VALUE(v_row, '$[3]'), UNHEX(NULLIF(v_request, '')), UNHEX(NULLIF(v_hash, '')),
      CAST(JSON_VALUE(v_row, '$[6]') AS SIGNED) * 0.001,
      IF(v_request = '', NULL, from_micros(JSON_VALUE(v_row, '$[7]'))),
      JSON_VALUE(v_row, '$[8]'), COALESCE(JSON_UNQUOTE(JSON_EXTRACT(v_row, '$[9]')), ''),
      COALESCE(JSON_UNQUOTE(JSON_EXTRACT(v_row, '$[10]')), ''));
  END WHILE;
END
