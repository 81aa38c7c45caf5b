-- A shift goes open, counting, closed; its money moves only while it is open.
CREATE TRIGGER shifts_lawful_update BEFORE UPDATE ON shifts FOR EACH ROW
IF NEW.shift_id <> OLD.shift_id OR NEW.counter_id <> OLD.counter_id OR NEW.user_id <> OLD.user_id
    OR NEW.business_date <> OLD.business_date OR NEW.opened_at <> OLD.opened_at
    OR NEW.float_amount <> OLD.float_amount OR NEW.receipts < OLD.receipts OR NEW.undos < OLD.undos
    OR CONCAT(OLD.state, '>', NEW.state) NOT IN ('open>open', 'open>counting', 'counting>closed')
    OR (OLD.state <> 'open' AND NOT (NEW.receipts = OLD.receipts AND NEW.undos = OLD.undos
      AND NEW.cash_taken = OLD.cash_taken AND NEW.movements = OLD.movements
      AND NEW.counted_at <=> OLD.counted_at)) THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a shift goes open, counting, closed and never back';
END IF
