-- Insert-only: a bill waits for one slip only.
CREATE TRIGGER attempt_bills_no_delete BEFORE DELETE ON attempt_bills FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'attempt_bills is insert-only'
