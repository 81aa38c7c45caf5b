-- The day's posting: late charges printed on open bills, at most 2,000 a CALL; the first shift runs it.
-- grants: cashier clerk
CREATE PROCEDURE post_day(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_today DATE;
  DECLARE v_posted, v_locked INT DEFAULT 0;
  DECLARE v_amount DECIMAL(18, 3) DEFAULT 0;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; DROP TEMPORARY TABLE IF EXISTS late_now; RESIGNAL; END;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SET v_today = local_date(SYSDATE(6));
  IF EXISTS (SELECT 1 FROM day_postings d WHERE d.business_date = v_today) THEN
    SELECT 'done' AS outcome, '' AS code, JSON_OBJECT('posted', 0, 'finished', 1) AS facts;
    LEAVE act;
  END IF;

  -- Made anew and not left over: a session may alter a temporary table that it has, MariaDB's even rename it to a
  -- table of the books, which every CALL of this session would then read instead.
  DROP TEMPORARY TABLE IF EXISTS late_now;
  CREATE TEMPORARY TABLE late_now (
    bill_id BIGINT NOT NULL, step SMALLINT NOT NULL, amount DECIMAL(18, 3) NOT NULL,
    PRIMARY KEY (bill_id, step)
  ) ENGINE = InnoDB;
  START TRANSACTION;
  INSERT INTO late_now (bill_id, step, amount)
  SELECT l.bill_id, l.step, l.amount
  FROM bills b JOIN bill_late_charges l ON l.bill_id = b.bill_id
  WHERE b.status IN ('issued', 'part_paid') AND b.due_on < v_today AND l.post_on <= v_today
    AND NOT EXISTS (SELECT 1 FROM bill_adjustments x
      WHERE x.bill_id = l.bill_id AND x.kind = 'late_charge' AND x.step = l.step)
    -- A bill that was given back is late no more: the one that gave it back has a due date of its own.
    AND given_back_by(l.bill_id) IS NULL
    -- Who came to pay and could not has some days more.
    AND is_held(l.bill_id, l.post_on, v_today) = 0
    -- A plan that runs keeps late charges away.
    AND NOT EXISTS (SELECT 1 FROM instalment_plan_bills pb
      LEFT JOIN instalment_plan_ends e ON e.plan_id = pb.plan_id
      WHERE pb.bill_id = l.bill_id AND e.plan_id IS NULL)
  ORDER BY l.bill_id, l.step LIMIT 2000;
  -- The bills' rows are locked by id, then what was paid or posted meanwhile drops out.
  SELECT COUNT(*) INTO v_locked FROM (
    SELECT b.bill_id FROM bills b JOIN late_now n ON n.bill_id = b.bill_id ORDER BY b.bill_id FOR UPDATE) q;
  DELETE n FROM late_now n LEFT JOIN bills b ON b.bill_id = n.bill_id AND b.status IN ('issued', 'part_paid')
  WHERE b.bill_id IS NULL OR EXISTS (SELECT 1 FROM bill_adjustments x
    WHERE x.bill_id = n.bill_id AND x.kind = 'late_charge' AND x.step = n.step)
    OR given_back_by(n.bill_id) IS NOT NULL;
  UPDATE bills b JOIN (SELECT n.bill_id, SUM(n.amount) AS amount, COUNT(*) AS steps FROM late_now n
    GROUP BY n.bill_id) q ON q.bill_id = b.bill_id
  SET b.balance = b.balance + q.amount, b.version = b.version + q.steps;
  INSERT INTO bill_adjustments (bill_id, kind, step, amount, cause, posted_on, posted_at)
  SELECT n.bill_id, 'late_charge', n.step, n.amount, 'Late charge', v_today, SYSDATE(6) FROM late_now n;
  SELECT COUNT(*), COALESCE(SUM(n.amount), 0) INTO v_posted, v_amount FROM late_now n;
  IF v_posted = 0 THEN BEGIN
    -- Counters that open at once find the same day posted; the row of the first stands.
    DECLARE CONTINUE HANDLER FOR 1062 BEGIN END;
    INSERT INTO day_postings (business_date, posted_at, user_id, bills, amount)
    SELECT v_today, SYSDATE(6), v_user_id, COUNT(*), COALESCE(SUM(x.amount), 0)
    FROM bill_adjustments x WHERE x.kind = 'late_charge' AND x.posted_on = v_today;
  END; END IF;
  COMMIT;
  DROP TEMPORARY TABLE late_now;
  SELECT 'done' AS outcome, '' AS code, JSON_OBJECT('posted', v_posted, 'finished', v_posted = 0) AS facts;
END
