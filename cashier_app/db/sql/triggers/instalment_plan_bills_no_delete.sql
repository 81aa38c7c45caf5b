-- Insert-only: what was agreed with a customer is a fact; it ends by a row of its own.
CREATE TRIGGER instalment_plan_bills_no_delete BEFORE DELETE ON instalment_plan_bills FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'instalment_plan_bills is insert-only'
