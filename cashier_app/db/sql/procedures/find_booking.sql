-- Which entry's lines stand for a receipt now: its own, or those of its last move or bounce.
-- An entry that takes another back has the mirrored lines at 1 to 1000 and what it books anew from
-- 1001 on; so a moved receipt can be moved or reversed again, and nothing is undone twice.
-- grants:
CREATE PROCEDURE find_booking(
  IN p_payment_id BIGINT,
  OUT o_booking_id BIGINT, OUT o_base INT, OUT o_head_id BIGINT, OUT o_rounding DECIMAL(18, 3),
  OUT o_undone LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_next_id, v_account_id BIGINT;
  DECLARE v_kind VARCHAR(12) CHARACTER SET ascii;

  SET o_booking_id = p_payment_id, o_base = 0, o_undone = NULL;
  SELECT p.account_id, p.rounding INTO o_head_id, o_rounding
  FROM payments p WHERE p.payment_id = p_payment_id;
  follow: LOOP
    SET v_next_id = NULL;
    SELECT r.entry_id, r.kind, r.account_id INTO v_next_id, v_kind, v_account_id
    FROM reversals r WHERE r.undone_entry_id = o_booking_id;
    IF v_next_id IS NULL THEN LEAVE follow; END IF;
    IF NOT EXISTS (SELECT 1 FROM payment_allocations a WHERE a.entry_id = v_next_id AND a.line_no > 1000)
        AND NOT EXISTS (SELECT 1 FROM credit_entries e WHERE e.entry_id = v_next_id AND e.line_no > 1000) THEN
      SELECT (SELECT JSON_OBJECT('kind', j.kind, 'number', entry_number(c.code, j.kind, j.number),
          'counter', c.name, 'cashier', u.full_name,
          'stored_at', DATE_FORMAT(j.stored_at, '%Y-%m-%dT%H:%i:%s'))
        FROM journal j JOIN counters c ON c.counter_id = j.counter_id
        JOIN users u ON u.user_id = j.user_id WHERE j.entry_id = v_next_id) INTO o_undone;
      LEAVE follow;
    END IF;
    SET o_booking_id = v_next_id, o_base = 1000, o_head_id = v_account_id,
      o_rounding = IF(v_kind = 'bounce', 0, o_rounding);
  END LOOP;
END
