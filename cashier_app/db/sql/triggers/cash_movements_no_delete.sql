-- Insert-only: cash that moved is a fact.
CREATE TRIGGER cash_movements_no_delete BEFORE DELETE ON cash_movements FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'cash_movements is insert-only'
