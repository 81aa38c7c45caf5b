-- Did a bill's prompt discount go with it when another one, issued up to `p_day`, gave the bill back? What gives it back
-- has a discount of its own for the same use. One that stood then is none of these: only what was paid was given back.
-- grants:
CREATE FUNCTION discount_given_back(p_bill_id BIGINT, p_day DATE) RETURNS TINYINT
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_given_back DATE;
  -- In a variable: a function in a WHERE is called for each bill there is.
  DECLARE v_later VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin DEFAULT given_back_by(p_bill_id);

  SELECT (SELECT b.issued_on FROM bills b WHERE b.bill_no = v_later AND b.issued_on <= p_day) INTO v_given_back;
  RETURN v_given_back IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM bill_adjustments x
    WHERE x.bill_id = p_bill_id AND x.kind = 'prompt_discount'
      AND NOT EXISTS (SELECT 1 FROM bill_adjustments y
        WHERE y.reverses_id = x.adjustment_id AND y.posted_on < v_given_back));
END
