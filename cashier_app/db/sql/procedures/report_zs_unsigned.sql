-- Closed shifts whose Z has no signature: the counter signs at its next sign-in.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_zs_unsigned(
  IN p_from DATE, IN p_to DATE,
  IN p_office VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_counter VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_person VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_search VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
report: BEGIN
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_report('read_reports', v_refusal);
  IF v_refusal <> '' THEN LEAVE report; END IF;

  SELECT s.business_date, c.code AS counter, u.user_name AS person,
    entry_number(c.code, 'z', j.number) AS z_number, j.stored_at AS closed_at, z.difference
  FROM z_reports z
  JOIN journal j ON j.entry_id = z.entry_id
  JOIN shifts s ON s.shift_id = z.shift_id
  JOIN counters c ON c.counter_id = j.counter_id
  JOIN offices o ON o.office_id = c.office_id
  JOIN users u ON u.user_id = j.user_id
  LEFT JOIN z_signatures g ON g.entry_id = z.entry_id
  -- A channel has no computer and no key: nobody will ever sign there.
  WHERE s.business_date BETWEEN p_from AND p_to AND g.entry_id IS NULL AND c.channel = 'hall'
    AND (p_office IS NULL OR o.code = p_office) AND (p_counter IS NULL OR c.code = p_counter)
    AND (p_person IS NULL OR u.user_name = p_person)
  ORDER BY s.business_date, c.code, j.number;
END
