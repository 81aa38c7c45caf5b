-- Never deleted: a counter is disabled, never removed.
CREATE TRIGGER counters_no_delete BEFORE DELETE ON counters FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'counters rows are never deleted'
