-- Insert-only: a refund stands.
CREATE TRIGGER refunds_no_delete BEFORE DELETE ON refunds FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'refunds is insert-only'
