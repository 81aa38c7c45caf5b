-- The hall's day for its supervisor: shifts, tenders, hours, the tie-out, the safe, and what waits for a decision.
-- grants: supervisor
CREATE PROCEDURE hall_day(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_date DATE
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_office_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_date DATE;
  DECLARE v_now DATETIME(6);
  DECLARE v_minutes INT;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, 'see_day', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  -- Of one moment: a payment that lands between two of the statements is in all of them or in none.
  SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
  START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
  SET v_now = SYSDATE(6), v_date = COALESCE(p_date, local_date(v_now));
  SELECT COALESCE((SELECT x.minutes FROM utility_offsets x
      WHERE x.from_utc <= v_now ORDER BY x.from_utc DESC LIMIT 1), 0) INTO v_minutes;
  SELECT c.office_id INTO v_office_id FROM counters c WHERE c.counter_id = v_counter_id;

  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT o.name AS office, v_date AS business_date, local_date(v_now) AS today, v_now AS asked_at,
    setting_number('drawer_limit', 0) AS drawer_limit,
    (SELECT e.balance_after FROM safe_entries e WHERE e.office_id = o.office_id
      ORDER BY e.safe_entry_id DESC LIMIT 1) AS safe_held,
    -- Not the running balance: the lines themselves, so that the two can be held against each other.
    (SELECT SUM(e.amount) FROM safe_entries e WHERE e.office_id = o.office_id) AS safe_lines
  FROM offices o WHERE o.office_id = v_office_id;

  SELECT s.shift_id, c.code AS counter_code, c.name AS counter_name, u.full_name AS cashier, s.user_id,
    s.business_date, s.opened_at, s.counted_at, s.closed_at, s.state, s.receipts, s.undos, s.float_amount,
    s.cash_taken, s.movements, s.float_amount + s.cash_taken + s.movements AS expected,
    n.counted, n.counted - (s.float_amount + s.cash_taken + s.movements) AS difference,
    COALESCE(z.is_decided, 0) AS is_decided, COALESCE(d.outcome, '') AS outcome,
    (SELECT COALESCE(SUM(t.tendered - t.change_given), 0) FROM tenders t
      WHERE t.shift_id = s.shift_id AND t.kind = 'cash') AS cash_tendered,
    (SELECT COALESCE(SUM(m.amount), 0) FROM cash_movements m WHERE m.shift_id = s.shift_id) AS moved
  FROM counters c JOIN shifts s ON s.counter_id = c.counter_id
  JOIN users u ON u.user_id = s.user_id
  LEFT JOIN counts n ON n.shift_id = s.shift_id AND n.kind = 'closing'
  LEFT JOIN z_reports z ON z.shift_id = s.shift_id
  LEFT JOIN decisions d ON d.z_entry_id = z.entry_id
  WHERE c.office_id = v_office_id AND (s.business_date = v_date
    OR (v_date = local_date(v_now) AND s.state <> 'closed'))
  ORDER BY c.code, s.shift_id;

  SELECT t.shift_id, t.kind, COUNT(DISTINCT IF(t.tendered > 0, t.entry_id, NULL)) AS receipts,
    SUM(t.tendered - t.change_given) AS amount
  FROM shifts s JOIN counters c ON c.counter_id = s.counter_id AND c.office_id = v_office_id
  JOIN tenders t ON t.shift_id = s.shift_id
  WHERE s.business_date = v_date
  GROUP BY t.shift_id, t.kind;

  SELECT x.hour_no, SUM(x.amount) AS amount
  FROM (
    SELECT HOUR(j.stored_at + INTERVAL v_minutes MINUTE) AS hour_no, t.tendered - t.change_given AS amount
    FROM shifts s JOIN counters c ON c.counter_id = s.counter_id AND c.office_id = v_office_id
    JOIN tenders t ON t.shift_id = s.shift_id
    JOIN journal j ON j.entry_id = t.entry_id
    WHERE s.business_date = v_date
  ) x
  GROUP BY x.hour_no ORDER BY x.hour_no;

  SELECT COALESCE(SUM(IF(x.kind = 'payment', x.entries, 0)), 0) AS receipts,
    COALESCE(SUM(IF(x.kind = 'payment', 0, x.entries)), 0) AS cancelled,
    COALESCE(SUM(x.tendered), 0) AS tendered,
    COALESCE(SUM(IF(x.kind = 'payment', 0, x.tendered)), 0) AS cancelled_amount,
    COALESCE(SUM(x.allocated), 0) AS allocated, COALESCE(SUM(x.credit), 0) AS credit,
    COALESCE(SUM(x.rounding), 0) AS rounding
  FROM (
    SELECT j.kind, COUNT(*) AS entries,
      SUM((SELECT COALESCE(SUM(t.tendered - t.change_given), 0) FROM tenders t WHERE t.entry_id = j.entry_id)) AS tendered,
      SUM((SELECT COALESCE(SUM(a.amount), 0) FROM payment_allocations a WHERE a.entry_id = j.entry_id)) AS allocated,
      SUM((SELECT COALESCE(SUM(e.amount), 0) FROM credit_entries e WHERE e.entry_id = j.entry_id)) AS credit,
      -- A move has none of its own; what it moved takes the receipt's with it when it goes back.
      SUM(COALESCE(p.rounding, r.rounding, -up.rounding, 0)) AS rounding
    FROM shifts s JOIN counters c ON c.counter_id = s.counter_id AND c.office_id = v_office_id
    JOIN journal j ON j.shift_id = s.shift_id
      AND j.kind IN ('payment', 'undo', 'reversal', 'correction', 'move', 'refund', 'bounce')
    LEFT JOIN payments p ON p.payment_id = j.entry_id
    LEFT JOIN reversals r ON r.entry_id = j.entry_id
    LEFT JOIN payments up ON up.payment_id = r.undone_entry_id
    WHERE s.business_date = v_date
    GROUP BY j.kind
  ) x;

  SELECT z.shift_id, entry_number(c.code, 'z', j.number) AS number, c.name AS counter_name,
    u.full_name AS cashier, s.user_id = v_user_id AS is_own, j.business_date, z.difference, z.reason
  FROM z_reports z JOIN journal j ON j.entry_id = z.entry_id
  JOIN shifts s ON s.shift_id = z.shift_id
  JOIN counters c ON c.counter_id = s.counter_id
  JOIN users u ON u.user_id = s.user_id
  LEFT JOIN decisions d ON d.z_entry_id = z.entry_id
  WHERE z.is_decided = 0 AND d.entry_id IS NULL AND c.office_id = v_office_id
  ORDER BY z.entry_id;

  -- On the list until the counter, or a supervisor, has settled it.
  SELECT LOWER(HEX(i.request_id)) AS request_id, i.act, i.total, i.sent_at, c.name AS counter_name,
    u.full_name AS cashier
  FROM unsettled_items i LEFT JOIN requests q ON q.request_id = i.request_id
  JOIN z_reports z ON z.entry_id = i.z_entry_id
  JOIN shifts s ON s.shift_id = z.shift_id
  JOIN counters c ON c.counter_id = s.counter_id
  JOIN users u ON u.user_id = s.user_id
  WHERE q.request_id IS NULL AND c.office_id = v_office_id
  ORDER BY i.sent_at;

  SELECT h.entry_id, -m.amount AS amount, g.full_name AS giver, r.full_name AS receiver, j.stored_at
  FROM handovers h LEFT JOIN handover_ends x ON x.handover_id = h.entry_id
  JOIN cash_movements m ON m.entry_id = h.entry_id
  JOIN journal j ON j.entry_id = h.entry_id
  JOIN counters c ON c.counter_id = j.counter_id
  JOIN users g ON g.user_id = j.user_id
  JOIN users r ON r.user_id = h.receiver_id
  WHERE x.handover_id IS NULL AND c.office_id = v_office_id
  ORDER BY h.entry_id;
  COMMIT;
END
