-- Nothing is entered into a locked period; a lock that is just being made is waited for.
CREATE TRIGGER journal_period_open BEFORE INSERT ON journal FOR EACH ROW
IF EXISTS (SELECT 1 FROM period_locks l WHERE l.locked_to >= NEW.business_date LOCK IN SHARE MODE) THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the period is locked';
END IF
