-- The disconnection list as it stands now; p_search finds a route, a number, a name or an address.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_disconnections(
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

  SELECT IF(d.supply = 'notice', 'notice', IF(d.minimum > 0, 'off', 'off, paid')) AS state, d.disconnect_on,
    d.route, d.connection_no, d.customer_name, d.address, d.account_no, d.oldest_due_on, d.owed, d.minimum
  FROM disconnections d
  WHERE (d.supply = 'off' OR d.minimum > 0) AND (p_office IS NULL OR d.office = p_office)
    AND (p_search IS NULL OR d.route = p_search OR LOCATE(REPLACE(p_search, '-', ''), d.account_no) > 0
      OR LOCATE(LOWER(p_search), LOWER(CONCAT_WS(' ', d.connection_no, d.customer_name, d.address))) > 0)
  ORDER BY d.minimum > 0, d.supply, d.disconnect_on, d.route, d.address, d.account_no;
END
