-- Locks the accounts of a chunk that have credit or are trued up; says what each new bill gives back and begins with.
-- With `p_trues_up` 0 none of them is; `p_changed`: how many were looked at, all others are as priced; `p_newest`: the day
-- of the newest bill that is given back.
-- Inside issue_run only: what stands in the run beforehand was written by whoever prices it and is not believed.
-- grants:
CREATE PROCEDURE use_credit(
  IN p_run_id BIGINT,
  IN p_after INT,
  IN p_last INT,
  IN p_trues_up INT,
  OUT p_changed INT,
  OUT p_newest DATE
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_seq INT;
  DECLARE v_account_id BIGINT;
  DECLARE v_total, v_credit, v_used, v_given DECIMAL(18, 3);
  DECLARE v_newest DATE;
  DECLARE v_trues_up, v_locked, v_done, v_any INT DEFAULT 0;
  -- Accounts by id: the order of every act. What a true-up gives back more than its bill is credit.
  -- Without a price below nothing and without a true-up only the prices of accounts with credit are read.
  DECLARE new_bills CURSOR FOR
    SELECT q.seq, q.account_id, q.total, q.trues_up FROM (
      SELECT STRAIGHT_JOIN i.seq, i.account_id, p.total, a.credit,
        p_trues_up AND EXISTS (SELECT 1 FROM bill_run_readings s WHERE s.run_id = i.run_id
          AND s.connection_id = i.connection_id AND s.account_id = i.account_id AND s.trues_up) AS trues_up
      FROM bill_run_items i
      JOIN accounts a ON a.account_id = i.account_id AND (a.credit > 0 OR v_any)
      JOIN bill_run_patterns p ON p.run_id = i.run_id AND p.pattern_key = i.pattern_key
      WHERE i.run_id = p_run_id AND i.seq > p_after AND i.seq <= p_last
    ) q
    WHERE q.credit > 0 OR q.total < 0 OR q.trues_up
    ORDER BY q.account_id, q.trues_up DESC, q.total >= 0, q.seq;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

  SET p_newest = NULL;
  UPDATE bill_run_items i SET i.credited = 0, i.credit_used = 0
  WHERE i.run_id = p_run_id AND i.seq > p_after AND i.seq <= p_last
    AND (i.credited <> 0 OR i.credit_used <> 0);
  SET p_changed = 0;
  SELECT p_trues_up OR COALESCE(MIN(p.total), 0) < 0 INTO v_any FROM bill_run_patterns p WHERE p.run_id = p_run_id;
  OPEN new_bills;
  each_bill: LOOP
    FETCH new_bills INTO v_seq, v_account_id, v_total, v_trues_up;
    IF v_done THEN LEAVE each_bill; END IF;
    SET p_changed = p_changed + 1;
    -- Locked and read again: a counter may have used it since the cursor saw it.
    SELECT a.credit INTO v_credit FROM accounts a WHERE a.account_id = v_account_id FOR UPDATE;
    IF v_trues_up THEN
      -- Nothing is posted to them while it is worked out what they come to.
      SELECT COUNT(*) INTO v_locked FROM (SELECT b.bill_id FROM bills b
        WHERE b.account_id = v_account_id AND b.status NOT IN ('draft', 'cancelled')
        ORDER BY b.bill_id FOR UPDATE) q;
      SELECT COALESCE(SUM(bill_worth(g.bill_id)), 0), MAX(g.issued_on) INTO v_given, v_newest FROM (
        SELECT STRAIGHT_JOIN DISTINCT b.bill_id, b.issued_on
        FROM bill_run_items i
        JOIN bill_run_readings s ON s.run_id = i.run_id AND s.connection_id = i.connection_id
          AND s.account_id = i.account_id AND s.trues_up
        JOIN readings h FORCE INDEX (uq_readings_register_id_read_on_kind)
          ON h.register_id = s.register_id AND h.read_on > s.from_on AND h.read_on < s.to_on
        JOIN bill_readings br ON br.to_reading_id = h.reading_id
        JOIN readings w ON w.reading_id = br.from_reading_id AND w.read_on >= s.from_on
        JOIN bills b ON b.bill_id = br.bill_id AND b.account_id = s.account_id
          AND b.connection_id = s.connection_id AND b.status NOT IN ('draft', 'cancelled')
        WHERE i.run_id = p_run_id AND i.seq = v_seq
      ) g;
      SET v_given = GREATEST(v_given, 0), v_total = v_total - v_given,
        p_newest = GREATEST(COALESCE(p_newest, v_newest), COALESCE(v_newest, p_newest));
      UPDATE bill_run_items i SET i.credited = -v_given WHERE i.run_id = p_run_id AND i.seq = v_seq;
    END IF;
    SET v_used = LEAST(v_credit, v_total);
    IF v_used <> 0 THEN
      UPDATE accounts a SET a.credit = a.credit - v_used, a.version = a.version + 1
      WHERE a.account_id = v_account_id;
      UPDATE bill_run_items i SET i.credit_used = GREATEST(v_used, 0)
      WHERE i.run_id = p_run_id AND i.seq = v_seq;
      IF v_used < 0 THEN
        INSERT INTO credit_entries (account_id, amount, balance_after, stored_at)
        VALUES (v_account_id, -v_used, v_credit - v_used, SYSDATE(6));
      END IF;
    END IF;
  END LOOP;
  CLOSE new_bills;
END
