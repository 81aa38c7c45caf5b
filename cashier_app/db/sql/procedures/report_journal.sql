-- The entries themselves, with the text that is hashed and both hashes, for whoever recomputes them.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_journal(
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

  -- Receipts are most of it: their number without a CALL for each row.
  SELECT j.entry_id, IF(j.kind = 'payment', CONCAT(c.code, '-', LPAD(j.number, GREATEST(6, LENGTH(j.number)), '0')),
      entry_number(c.code, j.kind, j.number)) AS number, j.kind, c.code AS counter,
    j.chain_no, u.user_name AS person, j.business_date, j.taken_at, j.stored_at,
    CONVERT(j.canonical USING utf8mb4) AS canonical, LOWER(HEX(j.previous_hash)) AS previous_hash,
    LOWER(HEX(j.hash)) AS hash
  FROM journal j FORCE INDEX (ix_journal_business_date_kind)
  JOIN counters c ON c.counter_id = j.counter_id
  JOIN users u ON u.user_id = j.user_id
  WHERE j.business_date BETWEEN p_from AND p_to
    AND (p_office IS NULL OR c.office_id = (SELECT o.office_id FROM offices o WHERE o.code = p_office))
    AND (p_counter IS NULL OR c.code = p_counter)
    AND (p_person IS NULL OR u.user_name = p_person)
  ORDER BY j.counter_id, j.chain_no;
END
