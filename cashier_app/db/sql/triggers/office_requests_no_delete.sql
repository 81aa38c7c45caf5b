-- Insert-only: a request that was used is used for ever.
CREATE TRIGGER office_requests_no_delete BEFORE DELETE ON office_requests FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'office_requests is insert-only'
