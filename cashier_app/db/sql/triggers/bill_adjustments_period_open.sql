-- Nothing is posted to a bill in a locked period.
CREATE TRIGGER bill_adjustments_period_open BEFORE INSERT ON bill_adjustments FOR EACH ROW
IF EXISTS (SELECT 1 FROM period_locks l WHERE l.locked_to >= NEW.posted_on LOCK IN SHARE MODE) THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the period is locked';
END IF
