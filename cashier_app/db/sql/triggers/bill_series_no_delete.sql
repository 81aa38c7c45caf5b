-- Never deleted: bill numbers have no gap.
CREATE TRIGGER bill_series_no_delete BEFORE DELETE ON bill_series FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'bill_series rows are never deleted'
