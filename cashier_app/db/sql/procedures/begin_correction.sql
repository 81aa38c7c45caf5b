-- First steps that every correction shares: who asks, once, why, and out of which open shift.
-- The shift is the asker's own at this counter and no part of the text: an act that waited for
-- its approval is carried out in the shift of the day.
-- grants:
CREATE PROCEDURE begin_correction(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4,
  IN p_kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_activity VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  OUT o_user_id BIGINT, OUT o_counter_id BIGINT, OUT o_shift_id BIGINT, OUT o_business_date DATE,
  OUT o_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  OUT o_taken_at DATETIME(6), OUT o_entry_id BIGINT, OUT o_refusal VARCHAR(32) CHARACTER SET ascii
)
SQL SECURITY DEFINER
begin_it: BEGIN
  DECLARE v_state VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, p_activity, o_user_id, o_counter_id, o_refusal);
  IF o_refusal <> '' THEN LEAVE begin_it; END IF;
  START TRANSACTION;
  CALL enter_request(p_request, p_fingerprint, p_text, p_kind, o_user_id, o_counter_id, v_state);
  IF v_state = 'repeated' THEN
    SELECT j.entry_id INTO o_entry_id FROM journal j WHERE j.request_id = UNHEX(p_request);
  END IF;
  IF v_state <> 'new' THEN
    SET o_refusal = v_state;
    LEAVE begin_it;
  END IF;

  SELECT x.reason, from_micros(x.taken_at) INTO o_reason, o_taken_at
  FROM JSON_TABLE(p_text, '$' COLUMNS (reason VARCHAR(160) PATH '$.reason',
    taken_at BIGINT PATH '$.taken_at')) x;
  SELECT s.shift_id, s.business_date INTO o_shift_id, o_business_date
  FROM shifts s WHERE s.open_counter = o_counter_id AND s.open_user = o_user_id;
  SET o_refusal = CASE
    WHEN o_taken_at IS NULL THEN 'bad_request'
    WHEN TRIM(COALESCE(o_reason, '')) = '' THEN 'reason_missing'
    WHEN o_shift_id IS NULL THEN 'shift_not_open'
    ELSE '' END;
END
