-- Locks the books up to a day: nothing is posted into them any more, and their closing figures are kept.
-- grants: supervisor clerk administrator
CREATE PROCEDURE lock_period(
  IN p_to DATE, IN p_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_run_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_now DATETIME(6);
  DECLARE v_last DATE;
  DECLARE v_shift VARCHAR(80) CHARACTER SET utf8mb4;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_reading('lock_period', v_user_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SET v_now = SYSDATE(6);
  SELECT (SELECT MAX(l.locked_to) FROM period_locks l) INTO v_last;
  IF p_to IS NULL OR p_to >= local_date(v_now) THEN CALL refuse('period_not_over', NULL); LEAVE act; END IF;
  IF p_to <= v_last THEN
    CALL refuse('period_locked', JSON_OBJECT('locked_to', CAST(v_last AS CHAR))); LEAVE act;
  END IF;

  START TRANSACTION;
  -- Two at once: the key decides, and postings wait for this row's end by reading it.
  INSERT INTO period_locks (locked_to, user_id, locked_at, reason)
  VALUES (p_to, v_user_id, v_now, COALESCE(p_reason, ''));
  SELECT (SELECT CONCAT(c.code, ' ', CAST(s.business_date AS CHAR))
    FROM shifts s JOIN counters c ON c.counter_id = s.counter_id
    WHERE s.business_date <= p_to AND s.state <> 'closed' ORDER BY s.business_date, c.code LIMIT 1
    -- One that is being opened or closed just now is waited for.
    LOCK IN SHARE MODE) INTO v_shift;
  IF v_shift IS NOT NULL THEN
    CALL refuse('shift_still_open', JSON_OBJECT('shift', v_shift)); LEAVE act;
  END IF;
  -- So are bills of these days that are being issued just now; what is left of their run could never follow.
  SELECT (SELECT r.run_id FROM bill_runs r
    WHERE r.state = 'issuing' AND r.issue_on <= p_to ORDER BY r.run_id LIMIT 1
    LOCK IN SHARE MODE) INTO v_run_id;
  IF v_run_id IS NOT NULL THEN
    CALL refuse('run_still_issuing', JSON_OBJECT('run', v_run_id)); LEAVE act;
  END IF;
  INSERT INTO period_closings (locked_to, tariff_class, closing)
  SELECT p_to, q.tariff_class, SUM(q.amount) FROM (
    SELECT a.tariff_class, SUM(b.balance) AS amount
    FROM bills b JOIN accounts a ON a.account_id = b.account_id
    WHERE b.status IN ('issued', 'part_paid') AND b.issued_on <= p_to
    GROUP BY a.tariff_class
    UNION ALL
    SELECT a.tariff_class, SUM(pa.amount)
    FROM journal j
    JOIN payment_allocations pa ON pa.entry_id = j.entry_id
    JOIN bills b ON b.bill_id = pa.bill_id AND b.issued_on <= p_to
    JOIN accounts a ON a.account_id = b.account_id
    WHERE j.business_date > p_to
    GROUP BY a.tariff_class
    UNION ALL
    SELECT a.tariff_class, -SUM(x.amount + credit_returned(x.kind, x.bill_id))
    FROM bill_adjustments x
    JOIN bills b ON b.bill_id = x.bill_id AND b.issued_on <= p_to
    JOIN accounts a ON a.account_id = b.account_id
    WHERE x.posted_on > p_to
    GROUP BY a.tariff_class
  ) q
  GROUP BY q.tariff_class;
  CALL note_office(v_user_id, NULL, 'period_locked', CONCAT(CAST(p_to AS CHAR), ' ', COALESCE(p_reason, '')));
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, JSON_OBJECT('locked_to', CAST(p_to AS CHAR)) AS facts;
END
