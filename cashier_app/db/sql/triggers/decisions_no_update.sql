-- Insert-only: what was decided stands.
CREATE TRIGGER decisions_no_update BEFORE UPDATE ON decisions FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'decisions is insert-only'
