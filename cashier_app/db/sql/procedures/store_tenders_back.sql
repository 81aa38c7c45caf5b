-- The mirrored tenders of an entry that takes a whole receipt back, in the shift that pays them out.
-- grants:
CREATE PROCEDURE store_tenders_back(IN p_entry_id BIGINT, IN p_payment_id BIGINT, IN p_shift_id BIGINT)
SQL SECURITY DEFINER
INSERT INTO tenders (entry_id, line_no, shift_id, kind, tendered, change_given)
SELECT p_entry_id, MOD(t.line_no, 1000), p_shift_id, t.kind, -SUM(t.tendered), -SUM(t.change_given)
FROM (
  SELECT p_payment_id AS entry_id
  UNION ALL SELECT k.entry_id FROM corrections k WHERE k.payment_id = p_payment_id
  UNION ALL SELECT r.entry_id FROM reversals r WHERE r.payment_id = p_payment_id
  UNION ALL SELECT r.entry_id FROM reversals r
    WHERE r.undone_entry_id = p_payment_id AND r.payment_id IS NULL
) e JOIN tenders t ON t.entry_id = e.entry_id
GROUP BY MOD(t.line_no, 1000), t.kind HAVING SUM(t.tendered) <> 0
