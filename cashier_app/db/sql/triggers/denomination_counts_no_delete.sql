-- Insert-only: a locked count is final.
CREATE TRIGGER denomination_counts_no_delete BEFORE DELETE ON denomination_counts FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'denomination_counts is insert-only'
