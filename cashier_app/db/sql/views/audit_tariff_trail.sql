-- Tariff versions beside what the audit trail has of them, and whether each has the text that it was kept with.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_tariff_trail AS
SELECT k.tariff, SUM(k.kept) AS kept, MIN(k.is_hashed) AS is_hashed
FROM (
  SELECT CONCAT('tariff ', t.code, ' from ', v.valid_from) AS tariff, 1 AS kept,
    v.source_hash = UNHEX(SHA2(v.source_text, 256)) AS is_hashed
  FROM tariff_versions v JOIN tariffs t ON t.tariff_id = v.tariff_id
  UNION ALL
  SELECT detail, 0, 1 FROM audit_events WHERE act = 'tariff_added'
) k
GROUP BY k.tariff
