-- What was entered of each paper book: its numbers, and where one is missing between them.
-- grants: cashier
CREATE PROCEDURE paper_books(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT x.book, MIN(x.number) AS first_no, MAX(x.number) AS last_no, COUNT(*) AS receipts
  FROM paper_lines x GROUP BY x.book ORDER BY x.book;
  SELECT x.book, x.previous + 1 AS gap_from, x.number - 1 AS gap_to
  FROM (SELECT p.book, p.number, LAG(p.number) OVER (PARTITION BY p.book ORDER BY p.number) AS previous
    FROM paper_lines p) x
  WHERE x.number > x.previous + 1 ORDER BY x.book, x.number LIMIT 500;
  -- Approved, but not yet a payment: the entering broke off.
  SELECT p.shift_id, p.line_no, p.book, p.number, a.account_no, p.amount, p.value_date
  FROM paper_lines p JOIN shifts s ON s.shift_id = p.shift_id AND s.counter_id = v_counter_id
  JOIN accounts a ON a.account_id = p.account_id
  LEFT JOIN outside_payments o ON o.counter_id = s.counter_id
    AND o.reference = CONCAT(p.book, '-', p.number)
  WHERE o.entry_id IS NULL ORDER BY p.shift_id, p.line_no;
END
