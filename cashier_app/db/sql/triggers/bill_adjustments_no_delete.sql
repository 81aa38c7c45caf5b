-- Insert-only: a posting to an issued bill is a fact.
CREATE TRIGGER bill_adjustments_no_delete BEFORE DELETE ON bill_adjustments FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'bill_adjustments is insert-only'
