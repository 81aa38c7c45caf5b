-- The day a counter works for: of its open shift, which may go on after midnight, else the utility's.
-- grants:
CREATE FUNCTION counter_today(p_counter_id BIGINT) RETURNS DATE
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
RETURN COALESCE(
  (SELECT s.business_date FROM shifts s WHERE s.open_counter = p_counter_id), local_date(SYSDATE(6)))
