-- Who put other prices in the place of a version that had billed nothing yet is written down.
CREATE TRIGGER tariff_versions_audited_update AFTER UPDATE ON tariff_versions FOR EACH ROW
INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
SELECT SYSDATE(6), (SELECT u.user_id FROM users u WHERE u.user_name = person_name()), NULL,
  'tariff_changed', CONCAT('tariff ', t.code, ' from ', NEW.valid_from)
FROM tariffs t WHERE t.tariff_id = NEW.tariff_id
