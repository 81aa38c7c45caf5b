-- Insert-only: credit on account is a ledger.
CREATE TRIGGER credit_entries_no_delete BEFORE DELETE ON credit_entries FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'credit_entries is insert-only'
