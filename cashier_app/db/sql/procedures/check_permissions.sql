-- Are these lists of rights [[activity, limit or ""], …] and of counters' codes right? NULL: not asked.
-- grants:
CREATE PROCEDURE check_permissions(
  IN p_rights LONGTEXT CHARACTER SET utf8mb4, IN p_counters LONGTEXT CHARACTER SET utf8mb4,
  OUT o_refusal VARCHAR(32) CHARACTER SET ascii, OUT o_facts LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
check_all: BEGIN
  DECLARE v_found VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

  SET o_refusal = '', o_facts = '{}';
  -- The length first: MySQL gives up on text that is nested too deep, with an error of its own.
  IF LENGTH(p_rights) > 4000 OR LENGTH(p_counters) > 4000 THEN
    SET o_refusal = 'bad_request';
    LEAVE check_all;
  END IF;
  IF JSON_VALID(p_rights) = 0 OR JSON_VALID(p_counters) = 0 THEN
    SET o_refusal = 'bad_request';
    LEAVE check_all;
  END IF;
  SELECT (SELECT MIN(COALESCE(x.activity, '')) FROM JSON_TABLE(COALESCE(p_rights, '[]'), '$[*]'
      COLUMNS (activity VARCHAR(32) PATH '$[0]', limit_amount VARCHAR(20) PATH '$[1]')) x
    WHERE NOT COALESCE(x.activity REGEXP '^[a-z_]+\\z'
      AND INSTR(known_rights(), CONCAT(',', x.activity, ',')) > 0
      -- What is no amount must not become "no limit"; a blank equals ''.
      AND (CHAR_LENGTH(x.limit_amount) = 0 OR x.limit_amount REGEXP '^[0-9]{1,15}([.][0-9]{1,3})?\\z'), 0)) INTO v_found;
  IF v_found IS NOT NULL THEN
    SET o_refusal = 'bad_right', o_facts = JSON_OBJECT('activity', v_found);
    LEAVE check_all;
  END IF;
  SELECT (SELECT MIN(COALESCE(x.code, '')) FROM JSON_TABLE(COALESCE(p_counters, '[]'), '$[*]'
      COLUMNS (code VARCHAR(40) PATH '$')) x
    WHERE NOT EXISTS (SELECT 1 FROM counters c WHERE c.code = x.code)) INTO v_found;
  IF v_found IS NOT NULL THEN
    SET o_refusal = 'no_such_counter', o_facts = JSON_OBJECT('counter', v_found);
  END IF;
END
