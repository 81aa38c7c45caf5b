-- Insert-only: what a customer chose stays as it was chosen.
CREATE TRIGGER queue_ticket_bills_no_delete BEFORE DELETE ON queue_ticket_bills FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'queue_ticket_bills is insert-only'
