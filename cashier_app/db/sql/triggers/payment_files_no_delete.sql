-- Insert-only: the file that a shift took in is a fact.
CREATE TRIGGER payment_files_no_delete BEFORE DELETE ON payment_files FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'payment_files is insert-only'
