-- Each Z's signature beside the hash it signs and the key it names.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_z_signatures AS
SELECT z.entry_id, z.shift_id, c.code AS counter_code, j.number, j.counter_id, j.hash,
  s.signature, s.signed_at, k.counter_id AS key_counter_id, k.public_key, k.fingerprint, k.enrolled_at,
  -- A channel has no computer and so no key; a counter that has one signs.
  c.channel = 'hall' OR EXISTS (SELECT 1 FROM counter_keys y WHERE y.counter_id = j.counter_id) AS must_sign
FROM z_reports z
LEFT JOIN journal j ON j.entry_id = z.entry_id
LEFT JOIN counters c ON c.counter_id = j.counter_id
LEFT JOIN z_signatures s ON s.entry_id = z.entry_id
LEFT JOIN counter_keys k ON k.counter_key_id = s.counter_key_id
