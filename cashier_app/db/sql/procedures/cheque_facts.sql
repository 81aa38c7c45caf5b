-- Names one cheque for a refusal; NULL when there is none.
-- grants:
CREATE PROCEDURE cheque_facts(
  IN p_entry_id BIGINT, IN p_line_no INT, OUT o_facts LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
SELECT (SELECT JSON_OBJECT('cheque', q.cheque_no, 'bank', q.bank, 'receipt', p.receipt_no)
  FROM cheques q LEFT JOIN corrections k ON k.entry_id = q.entry_id
  JOIN payments p ON p.payment_id = COALESCE(k.payment_id, q.entry_id)
  WHERE q.entry_id = p_entry_id AND q.line_no = p_line_no) INTO o_facts