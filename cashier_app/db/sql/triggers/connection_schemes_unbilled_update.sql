-- A discount scheme never ends inside a billed period: the bill was priced with it.
CREATE TRIGGER connection_schemes_unbilled_update BEFORE UPDATE ON connection_schemes FOR EACH ROW
IF EXISTS (SELECT 1 FROM bills b WHERE b.connection_id = NEW.connection_id
    AND b.period_to > LEAST(COALESCE(NEW.valid_to, '9999-12-31'), COALESCE(OLD.valid_to, '9999-12-31'))
    AND b.status NOT IN ('draft', 'cancelled')) THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a scheme never ends in a billed period';
END IF
