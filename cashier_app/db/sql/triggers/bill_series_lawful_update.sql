-- Bill numbers are drawn upwards only.
CREATE TRIGGER bill_series_lawful_update BEFORE UPDATE ON bill_series FOR EACH ROW
IF NEW.series <> OLD.series OR NEW.last_no <= OLD.last_no THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'bill numbers are drawn upwards only';
END IF
