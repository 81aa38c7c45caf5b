-- Insert-only: a signature never changes.
CREATE TRIGGER z_signatures_no_update BEFORE UPDATE ON z_signatures FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'z_signatures is insert-only'
