-- The outcome row and the stored facts of any entry, in the form that its own act returns them.
-- grants:
CREATE PROCEDURE emit_entry(IN p_entry_id BIGINT, IN p_outcome VARCHAR(32) CHARACTER SET ascii)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_kind VARCHAR(12) CHARACTER SET ascii;
  DECLARE v_shift_id BIGINT;
  SELECT j.kind, j.shift_id INTO v_kind, v_shift_id FROM journal j WHERE j.entry_id = p_entry_id;
  IF v_kind IN ('payment', 'undo', 'reversal', 'move', 'correction', 'refund', 'bounce') THEN
    CALL emit_receipt(p_entry_id, 0, p_outcome, v_kind);
  ELSE
    SELECT p_outcome AS outcome, v_kind AS code, JSON_OBJECT(
      'number', entry_number(c.code, j.kind, j.number), 'hash', LOWER(HEX(j.hash))) AS facts
    FROM journal j JOIN counters c ON c.counter_id = j.counter_id WHERE j.entry_id = p_entry_id;
    CASE
      WHEN v_kind = 'opening' THEN CALL emit_shift(v_shift_id);
      WHEN v_kind = 'count' THEN CALL emit_count(v_shift_id);
      WHEN v_kind = 'z' THEN CALL emit_z(p_entry_id, 0);
      WHEN v_kind IN ('movement', 'check', 'safe') THEN CALL emit_cash(p_entry_id, 0);
      ELSE SELECT p_entry_id AS entry_id, v_kind AS kind;
    END CASE;
  END IF;
END
