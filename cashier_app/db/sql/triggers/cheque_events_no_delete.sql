-- Insert-only: a cheque moves on by events.
CREATE TRIGGER cheque_events_no_delete BEFORE DELETE ON cheque_events FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'cheque_events is insert-only'
