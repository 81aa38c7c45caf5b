-- Never deleted: numbers of a series have no gap.
CREATE TRIGGER series_no_delete BEFORE DELETE ON series FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'series rows are never deleted'
