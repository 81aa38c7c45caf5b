-- Insert-only: what a lost receipt became stays so.
CREATE TRIGGER reentries_no_delete BEFORE DELETE ON reentries FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'reentries is insert-only'
