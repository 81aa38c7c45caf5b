-- Insert-only: an approval is used once.
CREATE TRIGGER approval_uses_no_update BEFORE UPDATE ON approval_uses FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'approval_uses is insert-only'
