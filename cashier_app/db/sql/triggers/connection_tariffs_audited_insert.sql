-- Who gave a place that somebody lives in, or did, another tariff is written down.
CREATE TRIGGER connection_tariffs_audited_insert AFTER INSERT ON connection_tariffs FOR EACH ROW
IF EXISTS (SELECT 1 FROM account_connections ac WHERE ac.connection_id = NEW.connection_id) THEN
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  SELECT SYSDATE(6), (SELECT u.user_id FROM users u WHERE u.user_name = person_name()), NULL,
    'connection_changed', LEFT(CONCAT('connection ', k.connection_no, ', tariff ', t.code, ' from ', NEW.valid_from), 255)
  FROM connections k
  JOIN tariffs t ON t.tariff_id = NEW.tariff_id WHERE k.connection_id = NEW.connection_id;
END IF
