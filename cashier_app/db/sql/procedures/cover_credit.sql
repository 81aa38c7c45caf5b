-- Of a cheque that came back: credit that its receipt made and that was used since is made once more, so that it can be
-- taken back; what is made is owed by a bill (bill_returned). None where no bill can stand: then it is refused.
-- Accounts by id, as in every act.
-- grants:
CREATE PROCEDURE cover_credit(
  IN p_booking_id BIGINT, IN p_base INT, IN p_head_id BIGINT, OUT o_made DECIMAL(18, 3)
)
SQL SECURITY DEFINER
cover: BEGIN
  DECLARE v_locked INT;
  DECLARE v_needed, v_credit DECIMAL(18, 3);

  SELECT COUNT(*) INTO v_locked FROM (SELECT a.account_id FROM accounts a
    WHERE a.account_id = p_head_id OR a.account_id IN (SELECT e.account_id FROM credit_entries e
      WHERE e.entry_id = p_booking_id AND e.line_no > p_base)
    ORDER BY a.account_id FOR UPDATE) q;
  SELECT COALESCE(SUM(e.amount), 0) INTO v_needed FROM credit_entries e
  WHERE e.entry_id = p_booking_id AND e.line_no > p_base AND e.account_id = p_head_id;
  SELECT a.credit INTO v_credit FROM accounts a WHERE a.account_id = p_head_id FOR UPDATE;
  SET o_made = GREATEST(v_needed - v_credit, 0);
  IF o_made = 0 OR NOT EXISTS (SELECT 1 FROM account_connections ac WHERE ac.account_id = p_head_id) THEN
    SET o_made = 0;
    LEAVE cover;
  END IF;
  UPDATE accounts a SET a.credit = a.credit + o_made, a.version = a.version + 1 WHERE a.account_id = p_head_id;
  INSERT INTO credit_entries (account_id, amount, balance_after, stored_at)
  VALUES (p_head_id, o_made, v_needed, SYSDATE(6));
END
