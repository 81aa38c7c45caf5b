-- What a shift took by kind of tender: receipts and money less change, for X and for a count.
-- grants:
CREATE PROCEDURE emit_tenders(IN p_shift_id BIGINT)
SQL SECURITY DEFINER
SELECT t.kind, COUNT(DISTINCT IF(t.tendered > 0, t.entry_id, NULL)) AS receipts,
  SUM(t.tendered - t.change_given) AS amount
FROM tenders t WHERE t.shift_id = p_shift_id GROUP BY t.kind ORDER BY t.kind
