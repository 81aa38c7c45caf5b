-- Insert-only: what was listed to the bank stays listed.
CREATE TRIGGER cheque_deposits_no_update BEFORE UPDATE ON cheque_deposits FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'cheque_deposits is insert-only'
