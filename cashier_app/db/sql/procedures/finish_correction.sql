-- Last steps that every correction shares: the approval is used up, the paper is queued.
-- grants:
CREATE PROCEDURE finish_correction(
  IN p_entry_id BIGINT, IN p_approval_id BIGINT, IN p_stored_at DATETIME(6),
  IN p_user_id BIGINT, IN p_counter_id BIGINT
)
SQL SECURITY DEFINER
BEGIN
  IF p_approval_id IS NOT NULL THEN
    INSERT INTO approval_uses (approval_id, entry_id) VALUES (p_approval_id, p_entry_id);
  END IF;
  INSERT INTO print_log (entry_id, copy_no, state, stored_at, user_id, counter_id)
  VALUES (p_entry_id, 0, 'queued', p_stored_at, p_user_id, p_counter_id);
END
