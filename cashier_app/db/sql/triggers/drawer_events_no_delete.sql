-- Insert-only: drawer openings are events.
CREATE TRIGGER drawer_events_no_delete BEFORE DELETE ON drawer_events FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'drawer_events is insert-only'
