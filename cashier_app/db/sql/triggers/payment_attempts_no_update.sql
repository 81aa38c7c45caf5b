-- Insert-only: a slip that a customer holds stays as it was given.
CREATE TRIGGER payment_attempts_no_update BEFORE UPDATE ON payment_attempts FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'payment_attempts is insert-only'
