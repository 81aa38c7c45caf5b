-- No bill is issued into a locked period.
CREATE TRIGGER bills_period_open_insert BEFORE INSERT ON bills FOR EACH ROW
IF NEW.status <> 'draft' AND EXISTS (SELECT 1 FROM period_locks l WHERE l.locked_to >= NEW.issued_on LOCK IN SHARE MODE) THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the period is locked';
END IF
