-- An issued bill is cancelled by a credit note, never deleted; a draft may go.
CREATE TRIGGER bills_no_delete BEFORE DELETE ON bills FOR EACH ROW
IF OLD.status <> 'draft' THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'issued bills are never deleted';
END IF
