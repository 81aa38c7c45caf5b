-- Insert-only: a cheque taken is a fact.
CREATE TRIGGER cheques_no_update BEFORE UPDATE ON cheques FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'cheques is insert-only'
