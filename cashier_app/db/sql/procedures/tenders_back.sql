-- What stands of a receipt's tenders, after corrections and bounces: their mirror, and the sums.
-- A corrected or bounced tender has the line of the first, taken back, and 1000 more where it stands.
-- grants:
CREATE PROCEDURE tenders_back(
  IN p_payment_id BIGINT,
  OUT o_parts LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  OUT o_net DECIMAL(18, 3), OUT o_cash DECIMAL(18, 3), OUT o_cheque VARCHAR(24) CHARACTER SET ascii
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_line, v_done INT DEFAULT 0;
  DECLARE v_kind VARCHAR(8) CHARACTER SET ascii;
  DECLARE v_tendered, v_change DECIMAL(18, 3);
  -- GROUP_CONCAT would be shorter, but a session can cut what it makes.
  DECLARE standing CURSOR FOR
    SELECT MOD(t.line_no, 1000) AS line, t.kind, SUM(t.tendered), SUM(t.change_given)
    FROM (
      SELECT p_payment_id AS entry_id
      UNION ALL SELECT k.entry_id FROM corrections k WHERE k.payment_id = p_payment_id
      UNION ALL SELECT r.entry_id FROM reversals r WHERE r.payment_id = p_payment_id
      UNION ALL SELECT r.entry_id FROM reversals r
        WHERE r.undone_entry_id = p_payment_id AND r.payment_id IS NULL
    ) e JOIN tenders t ON t.entry_id = e.entry_id
    GROUP BY MOD(t.line_no, 1000), t.kind HAVING SUM(t.tendered) <> 0 ORDER BY line;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

  SET o_parts = NULL, o_net = 0, o_cash = 0, o_cheque = NULL, v_done = 0;
  OPEN standing;
  each_tender: LOOP
    FETCH standing INTO v_line, v_kind, v_tendered, v_change;
    IF v_done THEN LEAVE each_tender; END IF;
    SET o_parts = CONCAT_WS('|', o_parts, CONCAT('T', v_line, ':', v_kind, ':',
        thousandths(-v_tendered), ':', thousandths(-v_change))),
      o_net = o_net + v_tendered - v_change,
      o_cash = o_cash + IF(v_kind = 'cash', v_tendered - v_change, 0);
  END LOOP;
  CLOSE standing;
  -- Paper that the bank has cannot be handed back.
  SELECT (SELECT MAX(q.cheque_no) FROM cheques q
    WHERE (q.entry_id = p_payment_id
        OR q.entry_id IN (SELECT k.entry_id FROM corrections k WHERE k.payment_id = p_payment_id))
      AND (SELECT v.state FROM cheque_events v WHERE v.entry_id = q.entry_id AND v.line_no = q.line_no
        ORDER BY v.cheque_event_id DESC LIMIT 1) IN ('listed', 'cleared')) INTO o_cheque;
END
