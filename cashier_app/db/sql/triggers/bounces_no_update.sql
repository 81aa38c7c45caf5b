-- Insert-only: a returned cheque stays one.
CREATE TRIGGER bounces_no_update BEFORE UPDATE ON bounces FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'bounces is insert-only'
