-- A counter's chain grows by one entry, and its time never runs backwards.
CREATE TRIGGER counter_chains_lawful_update BEFORE UPDATE ON counter_chains FOR EACH ROW
IF NEW.counter_id <> OLD.counter_id OR NEW.last_chain_no <> OLD.last_chain_no + 1
    OR NEW.last_stored_at < OLD.last_stored_at THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a chain grows by one entry, forwards in time';
END IF
