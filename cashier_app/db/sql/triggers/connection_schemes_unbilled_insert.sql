-- A discount scheme never begins inside a billed period: the bill was priced without it.
CREATE TRIGGER connection_schemes_unbilled_insert BEFORE INSERT ON connection_schemes FOR EACH ROW
IF EXISTS (SELECT 1 FROM bills b WHERE b.connection_id = NEW.connection_id
    AND b.period_to >= NEW.valid_from
    AND b.status NOT IN ('draft', 'cancelled')) THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a scheme never begins in a billed period';
END IF
