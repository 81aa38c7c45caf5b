-- Insert-only: a Z never changes.
CREATE TRIGGER z_tenders_no_delete BEFORE DELETE ON z_tenders FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'z_tenders is insert-only'
