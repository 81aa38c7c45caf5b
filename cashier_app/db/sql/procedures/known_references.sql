-- Which references of a file this counter has taken already, at most 1,000 a CALL: an import goes on there.
-- grants: cashier
CREATE PROCEDURE known_references(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_references LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF NOT COALESCE(LENGTH(p_references) <= 100000 AND JSON_VALID(p_references)
      AND JSON_LENGTH(p_references) <= 1000, 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT o.reference, p.receipt_no, t.tendered AS amount, a.account_no, o.value_date
  FROM JSON_TABLE(p_references, '$[*]' COLUMNS (
    reference VARCHAR(64) CHARACTER SET ascii PATH '$' NULL ON ERROR)) x
  JOIN outside_payments o ON o.counter_id = v_counter_id AND o.reference = x.reference
  JOIN payments p ON p.payment_id = o.entry_id
  JOIN tenders t ON t.entry_id = o.entry_id AND t.line_no = 1
  JOIN accounts a ON a.account_id = p.account_id;
END
