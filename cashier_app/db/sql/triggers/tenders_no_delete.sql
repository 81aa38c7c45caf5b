-- Insert-only: money handed over is a fact.
CREATE TRIGGER tenders_no_delete BEFORE DELETE ON tenders FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'tenders is insert-only'
