-- Who changed a connection (its address, route or supply) is written down.
CREATE TRIGGER connections_audited AFTER UPDATE ON connections FOR EACH ROW
IF NOT (NEW.connection_no = OLD.connection_no AND NEW.address = OLD.address AND NEW.ward = OLD.ward
    AND NEW.route_id = OLD.route_id AND NEW.premises = OLD.premises AND NEW.voltage = OLD.voltage) THEN
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  SELECT SYSDATE(6), (SELECT u.user_id FROM users u WHERE u.user_name = person_name()), NULL,
    'connection_changed', LEFT(CONCAT('connection ', OLD.connection_no, ': ', OLD.address,
      IF(NEW.address = OLD.address, '', CONCAT(' to ', NEW.address))), 255);
END IF
