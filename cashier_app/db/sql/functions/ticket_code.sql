-- What the slip of a queue number carries for the scanner: the day, the ticket, two check digits (ISO 7064, 97-10).
-- grants:
CREATE FUNCTION ticket_code(p_day DATE, p_ticket_id BIGINT)
RETURNS VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin
DETERMINISTIC NO SQL SQL SECURITY DEFINER
RETURN CONCAT('9', DATE_FORMAT(p_day, '%y%m%d'), LPAD(p_ticket_id, 9, '0'),
  LPAD(98 - MOD(CAST(CONCAT('9', DATE_FORMAT(p_day, '%y%m%d'), LPAD(p_ticket_id, 9, '0')) AS UNSIGNED) * 100, 97),
    2, '0'))
