-- An issued bill never changes: the readings printed on it are frozen, a draft's are free.
CREATE TRIGGER bill_readings_frozen_delete BEFORE DELETE ON bill_readings FOR EACH ROW
IF (SELECT b.status FROM bills b WHERE b.bill_id = OLD.bill_id) <> 'draft' THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'bill_readings of an issued bill are frozen';
END IF
