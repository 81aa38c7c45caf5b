-- Insert-only: a payment is undone by a new entry, never edited.
CREATE TRIGGER payments_no_delete BEFORE DELETE ON payments FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'payments is insert-only'
