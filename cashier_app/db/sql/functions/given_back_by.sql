-- The bill that gave this one back: it covers the same days of a register and goes on after them. NULL where none does.
-- grants:
CREATE FUNCTION given_back_by(p_bill_id BIGINT) RETURNS VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
RETURN (SELECT STRAIGHT_JOIN MIN(b.bill_no) FROM bills e
  JOIN bill_readings r ON r.bill_id = e.bill_id
  JOIN readings t ON t.reading_id = r.to_reading_id
  JOIN readings f ON f.reading_id = r.from_reading_id
  JOIN readings h FORCE INDEX (uq_readings_register_id_read_on_kind)
    ON h.register_id = t.register_id AND h.read_on > t.read_on
  JOIN bill_readings br ON br.to_reading_id = h.reading_id
  JOIN readings w ON w.reading_id = br.from_reading_id AND w.read_on <= f.read_on
  JOIN bills b ON b.bill_id = br.bill_id AND b.account_id = e.account_id
    AND b.status NOT IN ('draft', 'cancelled')
  WHERE e.bill_id = p_bill_id)
