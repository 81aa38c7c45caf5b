-- Each number that a restored backup had lost, and the payment that was entered in its place.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_lost_numbers AS
SELECT l.entry_id, l.line_no, l.counter_id, c.code AS counter_code, l.kind, l.number, l.request_id, l.hash,
  l.total, l.taken_at, l.enter_again, l.person, l.order_text, j.kind AS entry_kind,
  r.entry_id AS entered_id, e.kind AS entered_kind, e.counter_id AS entered_counter_id,
  a.account_no AS entered_account, (SELECT SUM(t.tendered - t.change_given) FROM tenders t
    WHERE t.entry_id = r.entry_id) AS entered_total,
  (SELECT COUNT(*) FROM journal o WHERE o.counter_id = l.counter_id AND o.kind = l.kind AND o.number = l.number)
    AS other_entries
FROM lost_numbers l
LEFT JOIN counters c ON c.counter_id = l.counter_id
LEFT JOIN journal j ON j.entry_id = l.entry_id
LEFT JOIN reentries r ON r.lost_entry_id = l.entry_id AND r.lost_line_no = l.line_no
LEFT JOIN journal e ON e.entry_id = r.entry_id
LEFT JOIN payments p ON p.payment_id = r.entry_id
LEFT JOIN accounts a ON a.account_id = p.account_id
