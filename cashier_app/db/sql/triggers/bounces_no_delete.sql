-- Insert-only: a returned cheque stays one.
CREATE TRIGGER bounces_no_delete BEFORE DELETE ON bounces FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'bounces is insert-only'
