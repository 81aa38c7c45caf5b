-- A load never begins inside a billed period: the bill was priced with another one.
CREATE TRIGGER connection_loads_unbilled_update BEFORE UPDATE ON connection_loads FOR EACH ROW
IF EXISTS (SELECT 1 FROM bills b WHERE b.connection_id IN (NEW.connection_id, OLD.connection_id)
    AND b.period_to >= LEAST(NEW.valid_from, OLD.valid_from)
    AND b.status NOT IN ('draft', 'cancelled')) THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a load never begins in a billed period';
END IF
