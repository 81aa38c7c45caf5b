-- Who gave a place that somebody lives in, or did, another load is written down.
CREATE TRIGGER connection_loads_audited_insert AFTER INSERT ON connection_loads FOR EACH ROW
IF EXISTS (SELECT 1 FROM account_connections ac WHERE ac.connection_id = NEW.connection_id) THEN
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  SELECT SYSDATE(6), (SELECT u.user_id FROM users u WHERE u.user_name = person_name()), NULL,
    'connection_changed', LEFT(CONCAT('connection ', k.connection_no, ', load ', COALESCE(NULLIF(CONCAT_WS(', ', CONCAT(NEW.load_kw, ' kW'), CONCAT(NEW.load_kva, ' kVA'),
      CONCAT(NEW.amperes, ' A')), ''), 'none'),
      ' from ', NEW.valid_from), 255)
  FROM connections k WHERE k.connection_id = NEW.connection_id;
END IF
