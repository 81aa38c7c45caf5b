-- A series goes up by one and its grand total never goes down.
CREATE TRIGGER series_lawful_update BEFORE UPDATE ON series FOR EACH ROW
IF NEW.counter_id <> OLD.counter_id OR NEW.kind <> OLD.kind
    OR NEW.last_no <> OLD.last_no + 1 OR NEW.total < OLD.total THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a series goes up by one, its total never down';
END IF
