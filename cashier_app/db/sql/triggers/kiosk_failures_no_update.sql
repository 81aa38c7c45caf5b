-- Insert-only: what was tried at a kiosk stays counted.
CREATE TRIGGER kiosk_failures_no_update BEFORE UPDATE ON kiosk_failures FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'kiosk_failures is insert-only'
