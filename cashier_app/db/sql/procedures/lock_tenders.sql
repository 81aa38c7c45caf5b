-- What a correction of a receipt waits for, between bills and shift: another correction of it, wherever it was moved
-- to, and a list to the bank, which locks the number of each cheque (list_cheques). Tenders are read after it.
-- grants:
CREATE PROCEDURE lock_tenders(IN p_payment_id BIGINT)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_locked BIGINT;

  SELECT p.payment_id INTO v_locked FROM payments p WHERE p.payment_id = p_payment_id FOR UPDATE;
  -- In this order of tables and by their keys: read through, everybody's rows would be locked.
  SELECT COUNT(*) INTO v_locked FROM (
    SELECT p_payment_id AS entry_id
    UNION ALL SELECT k.entry_id FROM corrections k FORCE INDEX (ix_corrections_payment_id) WHERE k.payment_id = p_payment_id
  ) e STRAIGHT_JOIN cheques q FORCE INDEX (PRIMARY) ON q.entry_id = e.entry_id
  STRAIGHT_JOIN cheque_numbers n FORCE INDEX (PRIMARY) ON n.bank = UPPER(q.bank) AND n.cheque_no = q.cheque_no
  FOR UPDATE;
END
