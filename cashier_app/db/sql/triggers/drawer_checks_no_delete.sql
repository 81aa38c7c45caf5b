-- Insert-only: what was counted is a fact.
CREATE TRIGGER drawer_checks_no_delete BEFORE DELETE ON drawer_checks FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'drawer_checks is insert-only'
