-- Why credit cannot be taken back: what is there, and the receipt or bill that used it last.
-- grants:
CREATE PROCEDURE credit_facts(
  IN p_account_id BIGINT, IN p_needed DECIMAL(18, 3), OUT o_facts LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
BEGIN
  SELECT (
    SELECT JSON_OBJECT('account', a.account_no, 'credit', CAST(a.credit AS CHAR),
      'needed', CAST(p_needed AS CHAR),
      'used_by', COALESCE(entry_number(c.code, j.kind, j.number), b.bill_no, ''),
      'used_as', COALESCE(j.kind, IF(b.bill_id IS NULL, '', 'bill')))
    FROM accounts a
    LEFT JOIN credit_entries e ON e.credit_entry_id = (SELECT MAX(x.credit_entry_id)
      FROM credit_entries x WHERE x.account_id = p_account_id AND x.amount < 0)
    LEFT JOIN journal j ON j.entry_id = e.entry_id
    LEFT JOIN counters c ON c.counter_id = j.counter_id
    LEFT JOIN bills b ON b.bill_id = e.bill_id
    WHERE a.account_id = p_account_id) INTO o_facts;
END
