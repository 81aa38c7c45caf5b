-- Issues the next bills of a priced run, set by set: numbered without gap, frozen, credit used; all or none of a chunk.
-- grants: clerk supervisor
CREATE PROCEDURE issue_run(IN p_run_id BIGINT, IN p_pricing INT, IN p_most INT)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_base, v_taken BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_limit, v_amount DECIMAL(18, 3);
  DECLARE v_state VARCHAR(8) CHARACTER SET ascii;
  DECLARE v_issue_on, v_due_on, v_read, v_last, v_newest DATE;
  DECLARE v_pricing, v_items, v_issued, v_count, v_wrong, v_decimals INT;
  DECLARE v_held, v_trues_up, v_outdated, v_changed INT;
  DECLARE v_series VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_clerk('run_bills', v_user_id, v_limit, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  START TRANSACTION;
  -- The run's row is the lock: two issues of one run follow each other.
  SELECT r.state, r.issue_on, r.due_on, r.pricing, r.items, r.issued
  INTO v_state, v_issue_on, v_due_on, v_pricing, v_items, v_issued
  FROM bill_runs r WHERE r.run_id = p_run_id FOR UPDATE;
  IF v_state IS NULL THEN CALL refuse('no_such_run', NULL); LEAVE act; END IF;
  IF v_state NOT IN ('open', 'issuing') THEN
    CALL refuse('run_ended', JSON_OBJECT('state', v_state)); LEAVE act;
  END IF;
  -- Priced anew by somebody, or being priced just now: not what was looked at.
  IF NOT v_pricing <=> p_pricing OR v_items <= v_issued THEN CALL refuse('run_outdated', NULL); LEAVE act; END IF;
  -- It may be priced for a day to come; on paper that day would be a promise, in the books a sale that nobody made.
  IF v_issue_on > local_date(SYSDATE(6)) THEN
    CALL refuse('issue_day_to_come', JSON_OBJECT('day', CAST(v_issue_on AS CHAR))); LEAVE act;
  END IF;
  SET v_count = LEAST(GREATEST(COALESCE(p_most, 0), 1), v_items - v_issued), v_taken = v_issued + v_count;

  -- STRAIGHT_JOIN throughout: from the items on, whatever the tables' statistics say; those of tables
  -- that a run has just filled are old.
  -- What a run was priced on may have been billed or changed meanwhile.
  -- Nothing that was counted is billed twice: a bill that reaches into these days must be given back.
  IF EXISTS (SELECT STRAIGHT_JOIN 1 FROM bill_run_items i
      JOIN bill_run_readings q ON q.run_id = i.run_id AND q.connection_id = i.connection_id
        AND q.account_id = i.account_id
      JOIN readings h FORCE INDEX (uq_readings_register_id_read_on_kind)
        ON h.register_id = q.register_id AND h.read_on > q.from_on
      JOIN bill_readings br ON br.to_reading_id = h.reading_id
      JOIN readings w ON w.reading_id = br.from_reading_id AND w.read_on < q.to_on
      JOIN bills b ON b.bill_id = br.bill_id AND b.status NOT IN ('draft', 'cancelled')
      WHERE i.run_id = p_run_id AND i.seq > v_issued AND i.seq <= v_taken
        AND NOT (q.trues_up AND b.account_id = i.account_id AND b.connection_id = i.connection_id
          AND EXISTS (SELECT STRAIGHT_JOIN 1 FROM bill_readings r
            JOIN readings t ON t.reading_id = r.to_reading_id
            JOIN readings f ON f.reading_id = r.from_reading_id
            JOIN bill_run_readings s ON s.run_id = q.run_id AND s.connection_id = q.connection_id
              AND s.account_id = q.account_id AND s.register_id = t.register_id AND s.trues_up
              AND f.read_on >= s.from_on AND t.read_on < s.to_on
            WHERE r.bill_id = b.bill_id))) THEN
    CALL refuse('billed_already', NULL); LEAVE act;
  END IF;
  -- A bill says what its readings say: they were changed or set apart, or what was gathered was.
  SELECT STRAIGHT_JOIN MAX(t.status = 'held'), MAX(q.trues_up), MAX(t.read_on),
    MAX(NOT COALESCE(t.register_id = q.register_id AND f.register_id = q.register_id AND q.from_on = f.read_on
      AND q.to_on = t.read_on AND f.status <> 'held' AND q.consumption >= 0
      AND q.is_estimated = (t.status = 'estimated')
      AND q.consumption = m.multiplier * IF(RIGHT(g.unit, 1) = 'h', t.value - f.value
          + IF(t.value < f.value AND f.status = 'actual', CAST(RPAD('1', g.dials + 1, '0') AS DECIMAL(14, 0)), 0),
        (SELECT MAX(x.value) FROM readings x FORCE INDEX (uq_readings_register_id_read_on_kind)
          WHERE x.register_id = q.register_id AND x.read_on > q.from_on AND x.read_on <= q.to_on AND (x.status = 'actual' OR x.reading_id = t.reading_id))), 0))
  INTO v_held, v_trues_up, v_read, v_outdated
  FROM bill_run_items i
  JOIN bill_run_readings q ON q.run_id = i.run_id AND q.connection_id = i.connection_id
    AND q.account_id = i.account_id
  JOIN readings t ON t.reading_id = q.to_reading_id
  JOIN readings f ON f.reading_id = q.from_reading_id
  JOIN registers g ON g.register_id = q.register_id
  JOIN meters m ON m.meter_id = g.meter_id
  WHERE i.run_id = p_run_id AND i.seq > v_issued AND i.seq <= v_taken;
  IF v_held THEN CALL refuse('reading_held_meanwhile', NULL); LEAVE act; END IF;
  IF v_outdated THEN CALL refuse('run_outdated', NULL); LEAVE act; END IF;

  -- No bill is older than what it bills. Of all before the first is issued, so that nothing of the run stands alone.
  SELECT MAX(i.period_to) INTO v_last FROM bill_run_items i
  WHERE i.run_id = p_run_id AND i.seq > v_issued AND i.seq <= IF(v_issued = 0, v_items, v_taken);
  SET v_last = GREATEST(v_last, COALESCE(v_read, v_last));
  IF v_last > v_issue_on THEN
    CALL refuse('issue_day_too_early', JSON_OBJECT('day', CAST(v_issue_on AS CHAR), 'read', CAST(v_last AS CHAR)));
    LEAVE act;
  END IF;

  CALL use_credit(p_run_id, v_issued, v_taken, COALESCE(v_trues_up, 0), v_changed, v_newest);
  -- Nor is a true-up older than a bill that it gives back.
  IF v_newest > v_issue_on THEN
    CALL refuse('issue_day_before_bill', JSON_OBJECT('day', CAST(v_issue_on AS CHAR), 'issued', CAST(v_newest AS CHAR)));
    LEAVE act;
  END IF;
  SET v_series = DATE_FORMAT(v_issue_on, '%y%m');
  INSERT IGNORE INTO bill_series (series, last_no) VALUES (v_series, 0);
  UPDATE bill_series s SET s.last_no = LAST_INSERT_ID(s.last_no) + v_count WHERE s.series = v_series;
  SET v_base = LAST_INSERT_ID() - v_issued;

  INSERT INTO bills (bill_no, series, running_no, account_id, connection_id, kind, title,
    tariff_version_id, period_from, period_to, issued_on, due_on, kwh, is_estimated, total,
    discount_amount, discount_until, balance, status)
  SELECT STRAIGHT_JOIN CONCAT(v_series, LPAD(v_base + i.seq, GREATEST(4, LENGTH(v_base + i.seq)), '0')), v_series,
    v_base + i.seq, i.account_id, i.connection_id, 'period', '', p.tariff_version_id, i.period_from,
    i.period_to, v_issue_on, v_due_on, p.kwh, i.is_estimated, GREATEST(p.total + i.credited, 0),
    LEAST(p.discount_amount, GREATEST(p.total + i.credited, 0)), p.discount_until,
    GREATEST(p.total + i.credited, 0) - i.credit_used,
    CASE WHEN p.total + i.credited <= i.credit_used THEN 'paid' WHEN i.credit_used > 0 THEN 'part_paid'
      ELSE 'issued' END
  FROM bill_run_items i JOIN bill_run_patterns p ON p.run_id = i.run_id AND p.pattern_key = i.pattern_key
  WHERE i.run_id = p_run_id AND i.seq > v_issued AND i.seq <= v_taken
  ORDER BY i.seq;
  -- Who prices a run may have written anything there; a number without its bill would be a gap.
  IF ROW_COUNT() <> v_count THEN CALL refuse('bad_request', NULL); LEAVE act; END IF;

  INSERT INTO bill_lines (bill_id, line_no, kind, label, quantity, unit, unit_price, amount)
  SELECT STRAIGHT_JOIN b.bill_id, l.line_no, l.kind, l.label, l.quantity, l.unit, l.unit_price, l.amount
  FROM bill_run_items i
  JOIN bills b ON b.series = v_series AND b.running_no = v_base + i.seq
  JOIN bill_run_patterns p ON p.run_id = i.run_id AND p.pattern_key = i.pattern_key
  JOIN bill_run_lines l ON l.run_id = p.run_id AND l.pattern_no = p.pattern_no
  WHERE i.run_id = p_run_id AND i.seq > v_issued AND i.seq <= v_taken;
  IF v_changed > 0 THEN
    -- A true-up gives the estimated bills back; what it gives back more than this bill is credit, in a
    -- line of its own that no revenue is counted from.
    INSERT INTO bill_lines (bill_id, line_no, kind, label, quantity, unit, unit_price, amount)
    SELECT STRAIGHT_JOIN b.bill_id, 900, 'true_up', 'Estimated bills given back', NULL, '', NULL,
      i.credited
    FROM bill_run_items i
    JOIN bill_run_patterns p ON p.run_id = i.run_id AND p.pattern_key = i.pattern_key
    JOIN bills b ON b.series = v_series AND b.running_no = v_base + i.seq
    WHERE i.run_id = p_run_id AND i.seq > v_issued AND i.seq <= v_taken AND i.credited < 0;
    INSERT INTO bill_lines (bill_id, line_no, kind, label, quantity, unit, unit_price, amount)
    SELECT STRAIGHT_JOIN b.bill_id, 901, 'carried', 'Carried to your credit', NULL, '', NULL,
      -(p.total + i.credited)
    FROM bill_run_items i
    JOIN bill_run_patterns p ON p.run_id = i.run_id AND p.pattern_key = i.pattern_key
    JOIN bills b ON b.series = v_series AND b.running_no = v_base + i.seq
    WHERE i.run_id = p_run_id AND i.seq > v_issued AND i.seq <= v_taken AND p.total + i.credited < 0;
  END IF;

  -- Over what is stored now: what a run was priced with may change between two statements.
  SELECT COALESCE(SUM(b.total <> COALESCE((SELECT SUM(l.amount) FROM bill_lines l WHERE l.bill_id = b.bill_id), 0)), 0),
    COALESCE(SUM(b.total), 0) INTO v_wrong, v_amount
  FROM bills b
  WHERE b.series = v_series AND b.running_no > v_base + v_issued AND b.running_no <= v_base + v_taken;
  IF v_wrong > 0 THEN
    CALL refuse('bill_differs_from_lines', NULL); LEAVE act;
  END IF;

  INSERT INTO bill_readings (bill_id, to_reading_id, from_reading_id, consumption)
  SELECT STRAIGHT_JOIN b.bill_id, q.to_reading_id, q.from_reading_id, q.consumption
  FROM bill_run_items i
  JOIN bills b ON b.series = v_series AND b.running_no = v_base + i.seq
  JOIN bill_run_readings q ON q.run_id = i.run_id AND q.connection_id = i.connection_id
    AND q.account_id = i.account_id
  WHERE i.run_id = p_run_id AND i.seq > v_issued AND i.seq <= v_taken;
  IF EXISTS (SELECT 1 FROM bill_run_late_charges l WHERE l.run_id = p_run_id) THEN
    SELECT u.currency_decimals INTO v_decimals FROM utility u;
    INSERT INTO bill_late_charges (bill_id, step, post_on, amount)
    -- Of a true-up in the proportion of what it asks for: a charge of a share of the price is one of that.
    SELECT STRAIGHT_JOIN b.bill_id, l.step, l.post_on, IF(i.credited = 0, l.amount,
      l.fixed + ROUND((l.amount - l.fixed) * b.total / p.total, v_decimals)) AS amount
    FROM bill_run_items i
    JOIN bills b ON b.series = v_series AND b.running_no = v_base + i.seq AND b.balance > 0
    JOIN bill_run_patterns p ON p.run_id = i.run_id AND p.pattern_key = i.pattern_key
    JOIN bill_run_late_charges l ON l.run_id = p.run_id AND l.pattern_no = p.pattern_no
    WHERE i.run_id = p_run_id AND i.seq > v_issued AND i.seq <= v_taken
    HAVING amount > 0;
  END IF;

  IF v_changed > 0 THEN
    INSERT INTO credit_entries (account_id, bill_id, amount, balance_after, stored_at)
    SELECT STRAIGHT_JOIN q.account_id, b.bill_id, -q.credit_used, a.credit + q.later, SYSDATE(6)
    FROM (
      SELECT i.seq, i.account_id, i.credit_used,
        SUM(i.credit_used) OVER (PARTITION BY i.account_id ORDER BY i.seq DESC) - i.credit_used AS later
      FROM bill_run_items i
      WHERE i.run_id = p_run_id AND i.seq > v_issued AND i.seq <= v_taken AND i.credit_used > 0
    ) q
    JOIN bills b ON b.series = v_series AND b.running_no = v_base + q.seq
    JOIN accounts a ON a.account_id = q.account_id
    ORDER BY q.account_id, q.seq;
  END IF;

  UPDATE bill_runs r SET r.issued = v_taken, r.amount = r.amount + v_amount,
    r.state = IF(v_taken = r.items, 'issued', 'issuing'),
    r.ended_at = IF(v_taken = r.items, SYSDATE(6), NULL)
  WHERE r.run_id = p_run_id;
  IF v_taken = v_items THEN
    CALL note_office(v_user_id, NULL, 'bills_issued', CONCAT('run ', p_run_id, ': ', v_items, ' bills'));
  END IF;
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT v_taken AS issued, v_items AS items;
END
