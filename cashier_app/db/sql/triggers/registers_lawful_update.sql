-- A register that was billed keeps what its consumption was worked out with.
CREATE TRIGGER registers_lawful_update BEFORE UPDATE ON registers FOR EACH ROW
IF NOT (NEW.register_id = OLD.register_id AND NEW.meter_id = OLD.meter_id AND NEW.code = OLD.code
      AND NEW.unit = OLD.unit AND NEW.dials = OLD.dials)
    AND EXISTS (SELECT 1 FROM readings r JOIN bill_readings br ON br.to_reading_id = r.reading_id
      WHERE r.register_id = OLD.register_id) THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a billed register never changes';
END IF
