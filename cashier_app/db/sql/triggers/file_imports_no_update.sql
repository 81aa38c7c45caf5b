-- Insert-only: that a file was read in stays so.
CREATE TRIGGER file_imports_no_update BEFORE UPDATE ON file_imports FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'file_imports rows never change'
