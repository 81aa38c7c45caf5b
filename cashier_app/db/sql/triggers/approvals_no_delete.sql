-- Insert-only: an approval is given once.
CREATE TRIGGER approvals_no_delete BEFORE DELETE ON approvals FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'approvals is insert-only'
