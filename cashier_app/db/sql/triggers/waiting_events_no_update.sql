-- Insert-only: a decision stands; a later one is a row of its own.
CREATE TRIGGER waiting_events_no_update BEFORE UPDATE ON waiting_events FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'waiting_events is insert-only'
