-- Numbers, chains and stores one journal entry; the last locks of an act are taken here.
-- grants:
CREATE PROCEDURE append_entry(
  IN p_kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_counter_id BIGINT, IN p_user_id BIGINT, IN p_shift_id BIGINT, IN p_business_date DATE,
  IN p_request VARCHAR(32) CHARACTER SET ascii, IN p_taken_at DATETIME(6),
  IN p_total DECIMAL(18, 3), IN p_children LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  OUT o_entry_id BIGINT, OUT o_number BIGINT, OUT o_stored_at DATETIME(6),
  OUT o_refusal VARCHAR(32) CHARACTER SET ascii
)
SQL SECURITY DEFINER
append: BEGIN
  DECLARE v_chain_no BIGINT;
  DECLARE v_is_locked INT;
  DECLARE v_previous, v_hash BINARY(32);
  DECLARE v_last_stored_at DATETIME(6);
  DECLARE v_code VARCHAR(4) CHARACTER SET ascii;
  -- Whom begin_act let in as p_user_id.
  DECLARE v_user_name VARCHAR(32) CHARACTER SET ascii DEFAULT person_name();
  DECLARE v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

  SET o_refusal = '';
  UPDATE series s SET s.last_no = LAST_INSERT_ID(s.last_no + 1), s.total = s.total + p_total
  WHERE s.counter_id = p_counter_id AND s.kind = p_kind;
  IF ROW_COUNT() <> 1 THEN
    SET o_refusal = 'counter_not_enrolled';
    LEAVE append;
  END IF;
  SET o_number = LAST_INSERT_ID();

  -- Only the chain is locked: in a join the counter's row would be, too, which every other act of
  -- this counter has read under its request's foreign key, and two acts would end as a deadlock.
  SELECT h.last_chain_no + 1, h.last_hash, h.last_stored_at,
    (SELECT c.code FROM counters c WHERE c.counter_id = p_counter_id),
    EXISTS (SELECT 1 FROM period_locks l WHERE l.locked_to >= p_business_date)
  INTO v_chain_no, v_previous, v_last_stored_at, v_code, v_is_locked
  FROM counter_chains h
  WHERE h.counter_id = p_counter_id
  FOR UPDATE;
  IF v_is_locked THEN
    SET o_refusal = 'period_locked';
    LEAVE append;
  END IF;

  -- A server clock that steps back a little waits in place; one that is wrong stops the counter.
  SET o_stored_at = SYSDATE(6);
  IF o_stored_at < v_last_stored_at - INTERVAL 2 SECOND THEN
    SET o_refusal = 'clock_backwards';
    LEAVE append;
  END IF;
  SET o_stored_at = GREATEST(o_stored_at, v_last_stored_at);

  SET o_entry_id = p_counter_id * 10000000000 + v_chain_no;
  SET v_text = CONCAT_WS('|', 'v1', p_kind, v_code, o_number, v_chain_no, p_request,
    IF(p_kind IN ('safe', 'lost'), 0, COALESCE(p_shift_id, o_entry_id)), free_text(v_user_name), micros(p_taken_at), micros(o_stored_at),
    DATE_FORMAT(p_business_date, '%Y-%m-%d'), p_children);
  SET v_hash = UNHEX(SHA2(CONCAT(v_previous, CAST(v_text AS BINARY)), 256));

  INSERT INTO journal (entry_id, kind, counter_id, number, chain_no, request_id, shift_id, user_id,
    business_date, taken_at, stored_at, canonical, previous_hash, hash)
  VALUES (o_entry_id, p_kind, p_counter_id, o_number, v_chain_no, UNHEX(p_request),
    IF(p_kind IN ('safe', 'lost'), NULL, COALESCE(p_shift_id, o_entry_id)), p_user_id, p_business_date, p_taken_at, o_stored_at,
    CAST(v_text AS BINARY), v_previous, v_hash);
  UPDATE counter_chains h
  SET h.last_chain_no = v_chain_no, h.last_hash = v_hash, h.last_stored_at = o_stored_at
  WHERE h.counter_id = p_counter_id;
END
