-- Every tender of every receipt with its day; what was taken back is signed, so that sums are what came in.
-- grants: auditor clerk
CREATE ALGORITHM=TEMPTABLE VIEW collections AS
SELECT j.business_date, c.code AS counter_code, u.user_name, j.kind,
  entry_number(c.code, j.kind, j.number) AS number, t.kind AS tender,
  t.tendered - t.change_given AS amount
FROM tenders t
JOIN journal j ON j.entry_id = t.entry_id
JOIN counters c ON c.counter_id = j.counter_id
JOIN users u ON u.user_id = j.user_id
