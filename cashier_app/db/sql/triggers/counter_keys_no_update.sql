-- Insert-only: old keys still check old signatures.
CREATE TRIGGER counter_keys_no_update BEFORE UPDATE ON counter_keys FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'counter_keys is insert-only'
