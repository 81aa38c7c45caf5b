-- Insert-only: a forgotten file could be read in twice.
CREATE TRIGGER file_imports_no_delete BEFORE DELETE ON file_imports FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'file_imports rows are never deleted'
