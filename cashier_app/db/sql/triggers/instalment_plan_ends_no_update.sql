-- Insert-only: what was agreed with a customer is a fact; it ends by a row of its own.
CREATE TRIGGER instalment_plan_ends_no_update BEFORE UPDATE ON instalment_plan_ends FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'instalment_plan_ends is insert-only'
