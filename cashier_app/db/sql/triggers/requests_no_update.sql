-- Insert-only: a request id decides once and for all.
CREATE TRIGGER requests_no_update BEFORE UPDATE ON requests FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'requests is insert-only'
