-- A cheque pays once: nobody else takes its number until this act ends, and nobody has taken it before.
-- The same cheque may pay several receipts of one shift, together up to what is written on it.
-- grants:
CREATE PROCEDURE claim_cheque(
  IN p_bank VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_cheque_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_dated_on DATE, IN p_face DECIMAL(18, 3), IN p_amount DECIMAL(18, 3), IN p_shift_id BIGINT,
  OUT o_facts LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_key VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT UPPER(p_bank);
  DECLARE v_taken DECIMAL(18, 3);
  DECLARE v_other BIGINT DEFAULT NULL;
  DECLARE v_locked VARCHAR(24) CHARACTER SET ascii DEFAULT NULL;
  DECLARE CONTINUE HANDLER FOR 1062 SET v_locked = NULL;

  SET o_facts = NULL;
  SELECT n.cheque_no INTO v_locked FROM cheque_numbers n
  WHERE n.bank = v_key AND n.cheque_no = p_cheque_no FOR UPDATE;
  IF v_locked IS NULL THEN
    INSERT INTO cheque_numbers (bank, cheque_no) VALUES (v_key, p_cheque_no);
    -- Who lost the race waits here for the winner's end and reads what it stored.
    SELECT n.cheque_no INTO v_locked FROM cheque_numbers n
    WHERE n.bank = v_key AND n.cheque_no = p_cheque_no FOR UPDATE;
  END IF;

  -- A cheque that went back to the customer may come again.
  SELECT COALESCE(SUM(t.tendered), 0), MIN(IF(t.shift_id = p_shift_id AND q.dated_on = p_dated_on
      AND q.face_amount = p_face, NULL, q.entry_id))
  INTO v_taken, v_other
  FROM cheques q JOIN tenders t ON t.entry_id = q.entry_id AND t.line_no = q.line_no
  LEFT JOIN corrections k ON k.entry_id = q.entry_id
  WHERE q.cheque_no = p_cheque_no AND UPPER(q.bank) = v_key
    AND NOT cheque_returned(COALESCE(k.payment_id, q.entry_id), q.entry_id, q.line_no);
  IF v_other IS NULL AND v_taken + p_amount > p_face THEN
    SELECT (SELECT MAX(q.entry_id) FROM cheques q
      WHERE q.cheque_no = p_cheque_no AND UPPER(q.bank) = v_key) INTO v_other;
    -- A cheque that alone is less than its part was refused before.
    SET v_other = COALESCE(v_other, 0);
  END IF;
  IF v_other IS NOT NULL THEN
    SELECT (SELECT JSON_OBJECT('cheque', p_cheque_no, 'bank', p_bank,
      'receipt', COALESCE(MAX(p.receipt_no), ''), 'face', CAST(p_face AS CHAR),
      'left', CAST(GREATEST(p_face - v_taken, 0) AS CHAR)) FROM payments p WHERE p.payment_id = v_other) INTO o_facts;
  END IF;
END
