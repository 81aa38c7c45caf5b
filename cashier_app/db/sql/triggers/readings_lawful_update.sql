-- A billed reading never changes; any other keeps its register, day and kind, and who changed it is written down.
CREATE TRIGGER readings_lawful_update BEFORE UPDATE ON readings FOR EACH ROW
BEGIN
  IF NOT (NEW.reading_id = OLD.reading_id AND NEW.register_id = OLD.register_id
      AND NEW.read_on = OLD.read_on AND NEW.kind = OLD.kind) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a reading keeps its register, day and kind';
  END IF;
  IF NOT (NEW.value = OLD.value AND NEW.status = OLD.status) AND EXISTS (
      SELECT 1 FROM bill_readings br JOIN bills b ON b.bill_id = br.bill_id
      WHERE (br.to_reading_id = OLD.reading_id OR br.from_reading_id = OLD.reading_id)
        AND b.status NOT IN ('draft', 'cancelled')) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a billed reading never changes';
  END IF;
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  SELECT SYSDATE(6), (SELECT u.user_id FROM users u WHERE u.user_name = person_name()), NULL,
    'reading_changed', CONCAT('meter ', m.meter_no, ', ', OLD.read_on, ': ', OLD.value, ' ', OLD.status,
      ' to ', NEW.value, ' ', NEW.status)
  FROM registers g JOIN meters m ON m.meter_id = g.meter_id WHERE g.register_id = OLD.register_id;
END
