-- Insert-only: a locked count is final.
CREATE TRIGGER counts_no_update BEFORE UPDATE ON counts FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'counts is insert-only'
