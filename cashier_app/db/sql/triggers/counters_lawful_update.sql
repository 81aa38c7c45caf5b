-- A counter keeps its code and identity: its numbers and its chain stand on them.
CREATE TRIGGER counters_lawful_update BEFORE UPDATE ON counters FOR EACH ROW
IF NEW.counter_id <> OLD.counter_id OR NEW.code <> OLD.code OR NEW.identity <> OLD.identity THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a counter keeps its code and identity';
END IF
