-- Insert-only: print state is events.
CREATE TRIGGER print_log_no_delete BEFORE DELETE ON print_log FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'print_log is insert-only'
