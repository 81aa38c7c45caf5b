-- What moved in a drawer besides payments, by kind: handed over and received are two.
-- grants:
CREATE PROCEDURE emit_movements(IN p_shift_id BIGINT)
SQL SECURITY DEFINER
SELECT x.kind, COUNT(*) AS acts, SUM(x.amount) AS amount
FROM (
  SELECT IF(m.kind = 'handover' AND m.amount > 0, 'received', m.kind) AS kind, m.amount
  FROM cash_movements m WHERE m.shift_id = p_shift_id
) x
GROUP BY x.kind ORDER BY x.kind
