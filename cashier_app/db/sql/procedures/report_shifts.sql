-- Every shift with its Z: what was expected, counted, how it differs, and whether it is signed.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_shifts(
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

  SELECT s.business_date, c.code AS counter, u.user_name AS person, s.opened_at, s.closed_at, s.state,
    COALESCE(entry_number(c.code, 'z', j.number), '') AS z_number, s.receipts, s.undos,
    s.float_amount, z.cash_taken, z.movements, z.expected, z.counted, z.difference,
    COALESCE(z.reason, '') AS reason,
    CASE WHEN z.entry_id IS NULL THEN '' WHEN z.is_decided THEN 'decided'
      ELSE COALESCE(d.outcome, 'to be decided') END AS decision,
    CASE WHEN z.entry_id IS NULL THEN '' WHEN g.entry_id IS NOT NULL THEN 'signed'
      WHEN c.channel = 'hall' THEN 'not signed' ELSE 'has no key' END AS signature
  FROM shifts s
  JOIN counters c ON c.counter_id = s.counter_id
  JOIN offices o ON o.office_id = c.office_id
  JOIN users u ON u.user_id = s.user_id
  LEFT JOIN z_reports z ON z.shift_id = s.shift_id
  LEFT JOIN decisions d ON d.z_entry_id = z.entry_id
  LEFT JOIN journal j ON j.entry_id = z.entry_id
  LEFT JOIN z_signatures g ON g.entry_id = z.entry_id
  WHERE s.business_date BETWEEN p_from AND p_to
    AND (p_office IS NULL OR o.code = p_office) AND (p_counter IS NULL OR c.code = p_counter)
    AND (p_person IS NULL OR u.user_name = p_person)
  ORDER BY s.business_date, c.code, s.opened_at;
END
