-- An issued bill never changes: the late charges printed on it are frozen, a draft's are free.
CREATE TRIGGER bill_late_charges_frozen_delete BEFORE DELETE ON bill_late_charges FOR EACH ROW
IF (SELECT b.status FROM bills b WHERE b.bill_id = OLD.bill_id) <> 'draft' THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'bill_late_charges of an issued bill are frozen';
END IF
