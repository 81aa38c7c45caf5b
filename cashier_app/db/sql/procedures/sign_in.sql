-- All a counter needs to know after sign-in: person, counter, utility, rules, denominations, shift.
-- grants: cashier supervisor clerk auditor administrator
CREATE PROCEDURE sign_in(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_now DATETIME(6);
  DECLARE v_today DATE;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SET v_now = SYSDATE(6), v_today = local_date(v_now);
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  VALUES (v_now, v_user_id, v_counter_id, 'sign_in', '');
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;

  SELECT u.user_id, u.user_name, u.full_name, u.role, u.must_change_password,
    c.counter_id, c.code AS counter_code, c.name AS counter_name, o.name AS office,
    LOWER(HEX(c.identity)) AS identity,
    v_now AS server_time, v_today AS business_date,
    TIMESTAMPDIFF(MINUTE, v_now, v_now + INTERVAL COALESCE((SELECT x.minutes FROM utility_offsets x
      WHERE x.from_utc <= v_now ORDER BY x.from_utc DESC LIMIT 1), 0) MINUTE) AS utc_offset_minutes,
    COALESCE((SELECT s.float_amount FROM shifts s WHERE s.counter_id = c.counter_id
      ORDER BY s.opened_at DESC LIMIT 1), 0) AS proposed_float,
    COALESCE((SELECT bu.full_name FROM shifts s JOIN users bu ON bu.user_id = s.user_id
      WHERE s.open_counter = c.counter_id AND s.user_id <> u.user_id), '') AS blocked_by,
    COALESCE((SELECT bc.name FROM shifts s JOIN counters bc ON bc.counter_id = s.counter_id
      WHERE s.open_user = u.user_id AND s.counter_id <> c.counter_id), '') AS shift_elsewhere,
    EXISTS (SELECT 1 FROM day_postings d WHERE d.business_date = v_today) AS day_is_posted,
    EXISTS (SELECT 1 FROM kiosks k WHERE k.office_id = c.office_id AND k.is_active = 1) AS has_queue,
    CONNECTION_ID() AS connection_id
  FROM users u JOIN counters c ON c.counter_id = v_counter_id
  JOIN offices o ON o.office_id = c.office_id
  WHERE u.user_id = v_user_id;

  SELECT u.name, u.address, u.tax_no, u.contact, u.receipt_foot, u.currency_code, u.currency_symbol,
    u.currency_decimals, u.digit_grouping, u.cash_step, u.time_zone, u.logo, u.is_training,
    u.receipt_left_out, u.receipt_head, u.receipt_more
  FROM utility u;
  SELECT r.activity, r.limit_amount FROM rights r WHERE r.user_id = v_user_id;
  SELECT s.setting, s.value FROM settings s;
  SELECT d.value, d.is_note FROM denominations d WHERE d.is_active = 1 ORDER BY d.value DESC;
  SELECT s.shift_id, s.counter_id, s.user_id, u.full_name AS cashier, s.business_date, s.opened_at,
    s.float_amount, s.receipts, s.state, entry_number(c.code, 'opening', j.number) AS number
  FROM shifts s JOIN users u ON u.user_id = s.user_id JOIN counters c ON c.counter_id = s.counter_id
  JOIN journal j ON j.entry_id = s.shift_id
  WHERE s.counter_id = v_counter_id AND s.user_id = v_user_id AND s.state IN ('open', 'counting')
  ORDER BY s.state = 'open' DESC, s.opened_at DESC LIMIT 1;
END
