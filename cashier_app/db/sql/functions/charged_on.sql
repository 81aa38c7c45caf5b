-- The day on which the late charge was posted that stands by this row: its own, or the one behind what was taken back
-- and then given back again, as often as it was. NULL where it is no late charge.
-- grants:
CREATE FUNCTION charged_on(p_adjustment_id BIGINT) RETURNS DATE
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_id BIGINT;
  DECLARE v_before BIGINT DEFAULT p_adjustment_id;
  DECLARE v_kind VARCHAR(16) CHARACTER SET ascii;
  DECLARE v_day DATE;
  REPEAT
    SET v_id = v_before, v_before = NULL;
    SELECT x.kind, x.posted_on, x.reverses_id INTO v_kind, v_day, v_before
    FROM bill_adjustments x WHERE x.adjustment_id = v_id;
  -- A row names an earlier one; a ring that somebody has forged ends here.
  UNTIL NOT COALESCE(v_before < v_id, 0) END REPEAT;
  RETURN IF(v_kind = 'late_charge', v_day, NULL);
END
