-- Insert-only: a period that was locked stays locked.
CREATE TRIGGER period_locks_no_update BEFORE UPDATE ON period_locks FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'period_locks is insert-only'
