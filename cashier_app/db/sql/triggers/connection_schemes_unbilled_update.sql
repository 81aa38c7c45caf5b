-- A discount scheme never begins or ends inside a billed period: the bill was priced without or with it.
CREATE TRIGGER connection_schemes_unbilled_update BEFORE UPDATE ON connection_schemes FOR EACH ROW
BEGIN
  IF NOT (NEW.connection_id = OLD.connection_id AND NEW.scheme_id = OLD.scheme_id AND NEW.valid_from = OLD.valid_from)
      AND EXISTS (SELECT 1 FROM bills b WHERE b.connection_id IN (NEW.connection_id, OLD.connection_id)
        AND b.period_to >= LEAST(NEW.valid_from, OLD.valid_from)
        AND b.status NOT IN ('draft', 'cancelled')) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a scheme never begins in a billed period';
  END IF;
  IF EXISTS (SELECT 1 FROM bills b WHERE b.connection_id = NEW.connection_id
      AND b.period_to > LEAST(COALESCE(NEW.valid_to, '9999-12-31'), COALESCE(OLD.valid_to, '9999-12-31'))
      AND b.status NOT IN ('draft', 'cancelled')) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a scheme never ends in a billed period';
  END IF;
END
