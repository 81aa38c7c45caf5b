-- Never deleted: every entry belongs to a shift.
CREATE TRIGGER shifts_no_delete BEFORE DELETE ON shifts FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'shifts rows are never deleted'
