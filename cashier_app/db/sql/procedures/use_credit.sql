-- Locks the accounts of a chunk that have credit and says how much each new bill begins with; inside issue_run only.
-- grants:
CREATE PROCEDURE use_credit(IN p_run_id BIGINT, IN p_after INT, IN p_last INT)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_seq INT;
  DECLARE v_account_id BIGINT;
  DECLARE v_total, v_credit, v_used DECIMAL(18, 3);
  DECLARE v_done INT DEFAULT 0;
  -- Accounts by id: the order of every act. What a true-up gives back more than its bill is credit.
  DECLARE new_bills CURSOR FOR
    SELECT STRAIGHT_JOIN i.seq, i.account_id, p.total + i.credited
    FROM bill_run_items i
    JOIN bill_run_patterns p ON p.run_id = i.run_id AND p.pattern_key = i.pattern_key
    JOIN accounts a ON a.account_id = i.account_id
    WHERE i.run_id = p_run_id AND i.seq > p_after AND i.seq <= p_last
      AND (a.credit > 0 OR p.total + i.credited < 0)
    ORDER BY i.account_id, p.total + i.credited >= 0, i.seq;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

  OPEN new_bills;
  each_bill: LOOP
    FETCH new_bills INTO v_seq, v_account_id, v_total;
    IF v_done THEN LEAVE each_bill; END IF;
    -- Locked and read again: a counter may have used it since the cursor saw it.
    SELECT a.credit INTO v_credit FROM accounts a WHERE a.account_id = v_account_id FOR UPDATE;
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
