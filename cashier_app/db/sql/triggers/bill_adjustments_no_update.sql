-- Insert-only: a posting to an issued bill is a fact.
CREATE TRIGGER bill_adjustments_no_update BEFORE UPDATE ON bill_adjustments FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'bill_adjustments is insert-only'
