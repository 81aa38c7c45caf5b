-- Who changed what a load is, or its first day, is written down.
CREATE TRIGGER connection_loads_audited_update AFTER UPDATE ON connection_loads FOR EACH ROW
IF NOT (NEW.connection_id = OLD.connection_id AND NEW.valid_from = OLD.valid_from AND NEW.load_kw <=> OLD.load_kw
    AND NEW.load_kva <=> OLD.load_kva AND NEW.amperes <=> OLD.amperes) THEN
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  SELECT SYSDATE(6), (SELECT u.user_id FROM users u WHERE u.user_name = person_name()), NULL,
    'connection_changed', LEFT(CONCAT('connection ', k.connection_no, ', load ', COALESCE(NULLIF(CONCAT_WS(', ', CONCAT(OLD.load_kw, ' kW'), CONCAT(OLD.load_kva, ' kVA'),
      CONCAT(OLD.amperes, ' A')), ''), 'none'),
      ' from ', OLD.valid_from, ' to ', COALESCE(NULLIF(CONCAT_WS(', ', CONCAT(NEW.load_kw, ' kW'), CONCAT(NEW.load_kva, ' kVA'),
      CONCAT(NEW.amperes, ' A')), ''), 'none'),
      ' from ', NEW.valid_from), 255)
  FROM connections k WHERE k.connection_id = OLD.connection_id;
END IF
