-- Insert-only: an undo or reversal is an entry of its own.
CREATE TRIGGER reversals_no_delete BEFORE DELETE ON reversals FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'reversals is insert-only'
