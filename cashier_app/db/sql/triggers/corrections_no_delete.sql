-- Insert-only: a tender correction stands; another one corrects it.
CREATE TRIGGER corrections_no_delete BEFORE DELETE ON corrections FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'corrections is insert-only'
