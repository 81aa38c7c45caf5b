-- What moved in a drawer besides payments, by kind: handed over and received are two.
-- grants:
CREATE PROCEDURE emit_movements(IN p_shift_id BIGINT)
SQL SECURITY DEFINER
SELECT IF(m.kind = 'handover' AND m.amount > 0, 'received', m.kind) AS kind, COUNT(*) AS acts,
  SUM(m.amount) AS amount
FROM cash_movements m WHERE m.shift_id = p_shift_id
GROUP BY IF(m.kind = 'handover' AND m.amount > 0, 'received', m.kind)
ORDER BY IF(m.kind = 'handover' AND m.amount > 0, 'received', m.kind)
