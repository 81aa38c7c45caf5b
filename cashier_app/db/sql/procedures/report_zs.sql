-- Every Z as it was stored, with its hash and who signed it: the anchors of the chain.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_zs(
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

  SELECT entry_number(c.code, 'z', j.number) AS z_number, j.business_date, c.code AS counter,
    u.user_name AS person, j.stored_at, z.receipts, z.first_receipt, z.last_receipt,
    COALESCE((SELECT SUM(t.amount) FROM z_tenders t WHERE t.entry_id = z.entry_id AND t.kind = 'cash'), 0) AS cash,
    COALESCE((SELECT SUM(t.amount) FROM z_tenders t WHERE t.entry_id = z.entry_id AND t.kind = 'cheque'), 0) AS cheque,
    COALESCE((SELECT SUM(t.amount) FROM z_tenders t WHERE t.entry_id = z.entry_id AND t.kind = 'card'), 0) AS card,
    COALESCE((SELECT SUM(t.amount) FROM z_tenders t WHERE t.entry_id = z.entry_id AND t.kind = 'transfer'), 0) AS transfer,
    z.undos, z.undone_amount, z.reprints, z.drawer_openings, z.float_amount, z.movements, z.expected,
    z.counted, z.difference, z.reason,
    IF(z.is_decided, 'decided', COALESCE(d.outcome, 'to be decided')) AS decision,
    z.grand_total, LOWER(HEX(j.hash)) AS hash, COALESCE(LOWER(HEX(g.signature)), '') AS signature,
    COALESCE(LOWER(HEX(y.fingerprint)), '') AS key_fingerprint
  FROM journal j FORCE INDEX (ix_journal_business_date_kind)
  JOIN z_reports z ON z.entry_id = j.entry_id
  LEFT JOIN decisions d ON d.z_entry_id = z.entry_id
  JOIN counters c ON c.counter_id = j.counter_id
  JOIN offices o ON o.office_id = c.office_id
  JOIN users u ON u.user_id = j.user_id
  LEFT JOIN z_signatures g ON g.entry_id = z.entry_id
  LEFT JOIN counter_keys y ON y.counter_key_id = g.counter_key_id
  WHERE j.business_date BETWEEN p_from AND p_to AND j.kind = 'z'
    AND (p_office IS NULL OR o.code = p_office) AND (p_counter IS NULL OR c.code = p_counter)
    AND (p_person IS NULL OR u.user_name = p_person)
  ORDER BY c.code, j.number;
END
