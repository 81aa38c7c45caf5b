-- Locks the safe of a counter's hall and says what its ledger holds; NULL before it was opened.
-- grants:
CREATE PROCEDURE lock_safe(
  IN p_counter_id BIGINT, OUT o_office_id BIGINT, OUT o_held DECIMAL(18, 3)
)
SQL SECURITY DEFINER
BEGIN
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET o_held = NULL;
  SELECT o.office_id INTO o_office_id
  FROM offices o WHERE o.office_id = (SELECT c.office_id FROM counters c WHERE c.counter_id = p_counter_id)
  FOR UPDATE;
  SELECT e.balance_after INTO o_held FROM safe_entries e
  WHERE e.office_id = o_office_id ORDER BY e.safe_entry_id DESC LIMIT 1;
END
