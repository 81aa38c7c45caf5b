-- Was a bill's prompt discount given and not taken back since? Not asked: the one of the entry `p_besides`.
-- grants:
CREATE FUNCTION discount_stands(p_bill_id BIGINT, p_besides BIGINT) RETURNS TINYINT
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
RETURN EXISTS (
  SELECT 1 FROM bill_adjustments x
  WHERE x.bill_id = p_bill_id AND x.kind = 'prompt_discount' AND x.entry_id <> p_besides
    AND NOT EXISTS (SELECT 1 FROM bill_adjustments y WHERE y.reverses_id = x.adjustment_id))
