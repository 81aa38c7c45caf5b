-- An issued bill never changes: the lines printed on it are frozen, a draft's are free.
CREATE TRIGGER bill_lines_frozen_update BEFORE UPDATE ON bill_lines FOR EACH ROW
IF (SELECT b.status FROM bills b WHERE b.bill_id = OLD.bill_id) <> 'draft' THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'bill_lines of an issued bill are frozen';
END IF
