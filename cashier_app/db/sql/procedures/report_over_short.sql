-- Over and short of each cashier: how often, how much, what is still to be decided.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_over_short(
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

  SELECT u.user_name AS person, u.full_name, COUNT(*) AS shifts, SUM(z.difference <> 0) AS with_difference,
    SUM(IF(z.difference > 0, z.difference, 0)) AS over_amount,
    SUM(IF(z.difference < 0, z.difference, 0)) AS short_amount, SUM(z.difference) AS net,
    MAX(ABS(z.difference)) AS largest, SUM(z.is_decided = 0 AND d.entry_id IS NULL) AS undecided
  FROM shifts s
  JOIN z_reports z ON z.shift_id = s.shift_id
  LEFT JOIN decisions d ON d.z_entry_id = z.entry_id
  JOIN counters c ON c.counter_id = s.counter_id
  JOIN offices o ON o.office_id = c.office_id
  JOIN users u ON u.user_id = s.user_id
  WHERE s.business_date BETWEEN p_from AND p_to
    AND (p_office IS NULL OR o.code = p_office) AND (p_counter IS NULL OR c.code = p_counter)
    AND (p_person IS NULL OR u.user_name = p_person)
  GROUP BY u.user_name, u.full_name
  ORDER BY net, u.user_name;
END
