-- What each tender of an entry with money adds to takings: the one place where collections are defined; read by definer procedures only.
-- grants:
CREATE ALGORITHM=MERGE VIEW report_takings AS
SELECT j.entry_id, j.business_date, j.stored_at, j.counter_id, j.user_id, t.kind AS tender,
  j.kind = 'payment' AS is_payment,
  j.kind = 'payment' AND COALESCE(t.line_no, 1) = 1 AS receipts,
  IF(t.kind = 'cash', t.tendered - t.change_given, 0) AS cash,
  IF(t.kind = 'cheque', t.tendered, 0) AS cheque,
  IF(t.kind = 'card', t.tendered, 0) AS card,
  IF(t.kind = 'transfer', t.tendered, 0) AS transfer,
  COALESCE(t.tendered - t.change_given, 0) AS total,
  IF(t.tendered < 0, t.tendered - t.change_given, 0) AS taken_back,
  IF(t.tendered > 0, t.tendered, 0) AS handed_over,
  IF(t.tendered > 0, -t.change_given, 0) AS change_given
FROM journal j FORCE INDEX (ix_journal_business_date_kind)
LEFT JOIN tenders t ON t.entry_id = j.entry_id
WHERE j.kind IN ('payment', 'undo', 'reversal', 'correction', 'move', 'refund', 'bounce')
