-- Insert-only: what went to the bank is a fact.
CREATE TRIGGER deposits_no_update BEFORE UPDATE ON deposits FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'deposits is insert-only'
