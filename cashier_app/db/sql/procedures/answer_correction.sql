-- What a correction answers: a refusal with its facts, or the stored entry of now or of before.
-- grants:
CREATE PROCEDURE answer_correction(
  IN p_outcome VARCHAR(32) CHARACTER SET ascii, IN p_entry_id BIGINT,
  IN p_facts LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
BEGIN
  IF p_outcome IN ('done', 'repeated') THEN
    CALL emit_receipt(p_entry_id, 0, p_outcome, '');
  ELSE
    CALL refuse(p_outcome, p_facts);
  END IF;
END
