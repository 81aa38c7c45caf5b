-- Insert-only: a payment's reference and date of value are facts.
CREATE TRIGGER outside_payments_no_delete BEFORE DELETE ON outside_payments FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'outside_payments is insert-only'
