-- Checks the lines of a loss and raises each series to its last number on paper; what no log knows in between is a line, too.
-- Lines come in the order of counter, kind and number, so that two counters lock series in one order.
-- grants:
CREATE PROCEDURE take_lost_numbers(
  IN p_text LONGTEXT CHARACTER SET utf8mb4, IN p_counter_id BIGINT, IN p_user_id BIGINT,
  IN p_today DATE, IN p_amount BIGINT,
  OUT o_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  OUT o_children LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  OUT o_refusal VARCHAR(32) CHARACTER SET ascii, OUT o_facts LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
take: BEGIN
  DECLARE v_list, v_row, v_order LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_i, v_count, v_line, v_again, v_duplicate INT DEFAULT 0;
  DECLARE v_last, v_number, v_total, v_taken_at, v_sum, v_of_id BIGINT DEFAULT 0;
  -- All in one character set: MariaDB joins ascii with what is not ascii by a rule of its own.
  DECLARE v_code VARCHAR(5) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_kind VARCHAR(13) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_request VARCHAR(33) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_hash VARCHAR(65) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_person VARCHAR(81) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_head, v_key, v_last_key VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin DEFAULT '';

  SET o_refusal = 'bad_request', o_facts = NULL, o_lines = '', o_children = NULL,
    v_list = JSON_EXTRACT(p_text, '$.lines'), v_count = COALESCE(JSON_LENGTH(v_list), 0);
  IF v_count NOT BETWEEN 1 AND 500 THEN LEAVE take; END IF;
  WHILE v_i < v_count DO
    SET v_row = JSON_EXTRACT(v_list, CONCAT('$[', v_i, ']')), v_i = v_i + 1, v_of_id = NULL, v_last = NULL;
    -- Code, kind, number, total, time, again: of fixed form. The rest one by one.
    SET v_head = LEFT(CONCAT_WS(',', JSON_EXTRACT(v_row, '$[0]'), JSON_EXTRACT(v_row, '$[1]'),
      JSON_EXTRACT(v_row, '$[2]'), JSON_EXTRACT(v_row, '$[3]'), JSON_EXTRACT(v_row, '$[4]'),
      JSON_EXTRACT(v_row, '$[5]'), JSON_EXTRACT(v_row, '$[6]'), JSON_EXTRACT(v_row, '$[7]')), 255);
    IF NOT COALESCE(JSON_LENGTH(v_row) = 10 AND v_head REGEXP
        '^"[0-9]{2,4}","[a-z]{1,12}",[0-9]{1,12},"[0-9a-f]{32}","[0-9a-f]{64}",-?[0-9]{1,15},[0-9]{1,18},[01]\\z', 0) THEN
      LEAVE take;
    END IF;
    SET v_code = JSON_VALUE(v_row, '$[0]'), v_kind = JSON_VALUE(v_row, '$[1]'),
      v_number = JSON_VALUE(v_row, '$[2]'), v_request = JSON_VALUE(v_row, '$[3]'),
      v_hash = JSON_VALUE(v_row, '$[4]'), v_total = JSON_VALUE(v_row, '$[5]'),
      v_taken_at = JSON_VALUE(v_row, '$[6]'), v_again = JSON_VALUE(v_row, '$[7]'),
      v_person = LEFT(JSON_UNQUOTE(JSON_EXTRACT(v_row, '$[8]')), 81),
      v_order = JSON_UNQUOTE(JSON_EXTRACT(v_row, '$[9]')),
      v_key = CONCAT(v_code, ' ', v_kind, ' ', LPAD(v_number, 12, '0')),
      o_facts = JSON_OBJECT('receipt', entry_number(v_code, v_kind, v_number));
    IF NOT COALESCE(v_key > v_last_key AND v_number > 0 AND CHAR_LENGTH(v_person) <= 80
        AND v_order IS NOT NULL AND from_micros(v_taken_at) IS NOT NULL, 0) THEN
      LEAVE take;
    END IF;
    SET v_last_key = v_key;
    SELECT c.counter_id, s.last_no INTO v_of_id, v_last
    FROM counters c JOIN series s ON s.counter_id = c.counter_id AND s.kind = CONVERT(v_kind USING ascii) COLLATE ascii_bin
    WHERE c.code = CONVERT(v_code USING ascii) COLLATE ascii_bin FOR UPDATE;
    IF v_of_id IS NULL THEN LEAVE take; END IF;
    IF EXISTS (SELECT 1 FROM journal j WHERE j.request_id = UNHEX(v_request)) THEN
      SET o_refusal = 'not_lost';
      LEAVE take;
    END IF;
    -- Money is entered again at its own counter only, in its own currency's units, and not years later.
    IF v_again AND NOT COALESCE(v_kind = 'payment' AND v_of_id = p_counter_id AND v_total >= 0
        AND JSON_VALID(v_order), 0) THEN
      LEAVE take;
    END IF;
    IF v_again AND value_date(DATE_FORMAT(LEAST(local_date(from_micros(v_taken_at)), p_today), '%Y-%m-%d'),
        p_today) IS NULL THEN
      SET o_refusal = 'bad_value_date';
      LEAVE take;
    END IF;
    IF v_number - v_last > 2000 THEN LEAVE take; END IF;

    -- A number that no log knows is lost all the same: it may be on paper.
    WHILE v_last + 1 < v_number DO
      SET v_last = v_last + 1, v_line = v_line + 1;
      UPDATE series s SET s.last_no = v_last WHERE s.counter_id = v_of_id AND s.kind = v_kind;
      SET v_row = JSON_ARRAY(v_line, v_of_id, v_kind, v_last, '', '', 0, 0, 0, '', ''),
        o_lines = CONCAT_WS(',', NULLIF(o_lines, ''), v_row),
        o_children = CONCAT_WS('|', o_children, CONCAT('L', v_line, ':', v_code, ':', v_kind, ':', v_last, ':0:::0:0:0::0:'));
    END WHILE;
    IF v_last < v_number THEN
      UPDATE series s SET s.last_no = v_number WHERE s.counter_id = v_of_id AND s.kind = v_kind;
    END IF;
    -- From here on the lost request can never land.
    BEGIN
      DECLARE CONTINUE HANDLER FOR 1062 SET v_duplicate = 1;
      INSERT INTO requests (request_id, fingerprint, kind, state, counter_id, user_id, stored_at)
      VALUES (UNHEX(v_request), UNHEX(REPEAT('0', 64)), 'void', 'void', p_counter_id, p_user_id, SYSDATE(6));
    END;
    IF v_duplicate THEN SET o_refusal = 'lost_already'; LEAVE take; END IF;
    IF v_line >= 3000 THEN LEAVE take; END IF;
    SET v_line = v_line + 1, v_sum = v_sum + IF(v_again, v_total, 0),
      v_row = JSON_ARRAY(v_line, v_of_id, v_kind, v_number, v_request, v_hash, v_total, v_taken_at, v_again,
        v_person, v_order),
      o_lines = CONCAT_WS(',', NULLIF(o_lines, ''), v_row),
      o_children = CONCAT_WS('|', o_children, CONCAT_WS(':', CONCAT('L', v_line), v_code, v_kind, v_number, v_again,
        v_request, v_hash, v_total, v_taken_at, free_text(v_person), free_text(v_order)));
  END WHILE;
  SET o_lines = CONCAT('[', o_lines, ']'), o_facts = NULL;
  IF v_sum = p_amount THEN SET o_refusal = ''; END IF;
END
