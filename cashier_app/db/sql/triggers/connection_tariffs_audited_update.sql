-- Who changed which tariff it is, or its first day, is written down.
CREATE TRIGGER connection_tariffs_audited_update AFTER UPDATE ON connection_tariffs FOR EACH ROW
IF NOT (NEW.connection_id = OLD.connection_id AND NEW.valid_from = OLD.valid_from AND NEW.tariff_id = OLD.tariff_id) THEN
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  SELECT SYSDATE(6), (SELECT u.user_id FROM users u WHERE u.user_name = person_name()), NULL,
    'connection_changed', LEFT(CONCAT('connection ', k.connection_no, ', tariff ', w.code, ' from ',
      OLD.valid_from, ' to ', t.code, ' from ', NEW.valid_from), 255)
  FROM connections k
  JOIN tariffs w ON w.tariff_id = OLD.tariff_id JOIN tariffs t ON t.tariff_id = NEW.tariff_id
  WHERE k.connection_id = OLD.connection_id;
END IF
