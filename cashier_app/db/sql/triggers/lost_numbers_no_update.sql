-- Insert-only: a lost number is lost for good.
CREATE TRIGGER lost_numbers_no_update BEFORE UPDATE ON lost_numbers FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'lost_numbers is insert-only'
