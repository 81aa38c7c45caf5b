-- Insert-only: a number that was given stays given.
CREATE TRIGGER queue_tickets_no_delete BEFORE DELETE ON queue_tickets FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'queue_tickets is insert-only'
