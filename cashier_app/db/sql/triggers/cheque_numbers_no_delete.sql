-- Insert-only: a number once taken stays taken.
CREATE TRIGGER cheque_numbers_no_delete BEFORE DELETE ON cheque_numbers FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'cheque_numbers is insert-only'
