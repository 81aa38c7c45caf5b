-- Insert-only: what was asked is never another question afterwards.
CREATE TRIGGER waiting_acts_no_delete BEFORE DELETE ON waiting_acts FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'waiting_acts is insert-only'
