-- Insert-only: a period that was locked stays locked.
CREATE TRIGGER period_closings_no_delete BEFORE DELETE ON period_closings FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'period_closings is insert-only'
