-- Did a bill's prompt discount go with it when another one, issued up to `p_day`, gave the bill back? What gives it back
-- has a discount of its own for the same use. One that stood then is none of these: only what was paid was given back.
-- grants:
CREATE FUNCTION discount_given_back(p_bill_id BIGINT, p_day DATE) RETURNS TINYINT
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_given_back DATE;

  SELECT (SELECT STRAIGHT_JOIN MIN(b.issued_on) FROM bills e
    JOIN bill_readings r ON r.bill_id = e.bill_id
    JOIN readings t ON t.reading_id = r.to_reading_id
    JOIN readings f ON f.reading_id = r.from_reading_id
    JOIN readings h FORCE INDEX (uq_readings_register_id_read_on_kind)
      ON h.register_id = t.register_id AND h.read_on > t.read_on
    JOIN bill_readings br ON br.to_reading_id = h.reading_id
    JOIN readings w ON w.reading_id = br.from_reading_id AND w.read_on <= f.read_on
    JOIN bills b ON b.bill_id = br.bill_id AND b.account_id = e.account_id
      AND b.status NOT IN ('draft', 'cancelled')
    WHERE e.bill_id = p_bill_id AND b.issued_on <= p_day) INTO v_given_back;
  RETURN v_given_back IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM bill_adjustments x
    WHERE x.bill_id = p_bill_id AND x.kind = 'prompt_discount'
      AND NOT EXISTS (SELECT 1 FROM bill_adjustments y
        WHERE y.reverses_id = x.adjustment_id AND y.posted_on < v_given_back));
END
