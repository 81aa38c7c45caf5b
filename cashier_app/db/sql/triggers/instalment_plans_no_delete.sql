-- Insert-only: what was agreed with a customer is a fact; it ends by a row of its own.
CREATE TRIGGER instalment_plans_no_delete BEFORE DELETE ON instalment_plans FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'instalment_plans is insert-only'
