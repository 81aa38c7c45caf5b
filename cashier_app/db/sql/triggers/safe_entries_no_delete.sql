-- Insert-only: the safe's ledger is insert-only.
CREATE TRIGGER safe_entries_no_delete BEFORE DELETE ON safe_entries FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'safe_entries is insert-only'
