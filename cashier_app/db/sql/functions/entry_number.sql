-- The printed number of an entry: receipts "03-000123", every other kind "03-Z-0012".
-- grants: auditor
CREATE FUNCTION entry_number(
  p_code VARCHAR(4) CHARACTER SET ascii, p_kind VARCHAR(12) CHARACTER SET ascii, p_number BIGINT
) RETURNS VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin
DETERMINISTIC NO SQL SQL SECURITY DEFINER
RETURN CASE
  WHEN p_kind = 'payment' THEN CONCAT(p_code, '-', LPAD(p_number, GREATEST(6, LENGTH(p_number)), '0'))
  ELSE CONCAT(p_code, '-', UPPER(CASE p_kind WHEN 'count' THEN 'N' WHEN 'correction' THEN 'K'
      WHEN 'move' THEN 'V' WHEN 'refund' THEN 'F' ELSE LEFT(p_kind, 1) END),
    '-', LPAD(p_number, GREATEST(4, LENGTH(p_number)), '0'))
END
