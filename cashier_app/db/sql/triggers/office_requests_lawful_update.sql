-- A request of the office learns once what it has made, and never changes again.
CREATE TRIGGER office_requests_lawful_update BEFORE UPDATE ON office_requests FOR EACH ROW
IF NOT (OLD.object_id = 0 AND NEW.object_id <> 0 AND NEW.request_id <=> OLD.request_id
    AND NEW.act <=> OLD.act AND NEW.fingerprint <=> OLD.fingerprint AND NEW.user_id <=> OLD.user_id
    AND NEW.stored_at <=> OLD.stored_at) THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'office_requests is insert-only';
END IF
