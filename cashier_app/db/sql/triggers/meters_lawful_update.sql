-- A meter that was billed keeps its number and multiplier: its bills were worked out with them.
CREATE TRIGGER meters_lawful_update BEFORE UPDATE ON meters FOR EACH ROW
IF (NEW.multiplier <> OLD.multiplier OR NEW.meter_no <> OLD.meter_no) AND EXISTS (
    SELECT 1 FROM registers g JOIN readings r ON r.register_id = g.register_id
    JOIN bill_readings br ON br.to_reading_id = r.reading_id WHERE g.meter_id = OLD.meter_id) THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a billed meter keeps its number and multiplier';
END IF
