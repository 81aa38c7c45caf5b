-- Insert-only: what was agreed with a customer is a fact; it ends by a row of its own.
CREATE TRIGGER instalments_no_update BEFORE UPDATE ON instalments FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'instalments is insert-only'
