-- Each counter's identity and the end of its chain; never its token.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_counter_chains AS
SELECT c.counter_id, c.code, c.identity, h.last_chain_no, h.last_hash, h.last_stored_at
FROM counters c LEFT JOIN counter_chains h ON h.counter_id = c.counter_id
