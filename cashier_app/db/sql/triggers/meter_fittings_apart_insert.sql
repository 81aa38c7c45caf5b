-- A meter stands at one place and a place holds one meter at a time; the day of a change may be both's.
CREATE TRIGGER meter_fittings_apart_insert BEFORE INSERT ON meter_fittings FOR EACH ROW
BEGIN
  DECLARE v_found BIGINT DEFAULT NULL;
  -- Locking: two clerks who fit at the same moment wait for each other here.
  SELECT m.meter_id INTO v_found FROM meters m WHERE m.meter_id = NEW.meter_id FOR UPDATE;
  SELECT k.connection_id INTO v_found FROM connections k WHERE k.connection_id = NEW.connection_id FOR UPDATE;
  SELECT COUNT(*) INTO v_found FROM meter_fittings f
  WHERE f.meter_id = NEW.meter_id AND f.fitting_id <> NEW.fitting_id
    AND f.fitted_on < COALESCE(NEW.removed_on, '9999-12-31')
    AND NEW.fitted_on < COALESCE(f.removed_on, '9999-12-31') LOCK IN SHARE MODE;
  IF v_found > 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the meter stands at another place on these days';
  END IF;
  SELECT COUNT(*) INTO v_found FROM meter_fittings f
  WHERE f.connection_id = NEW.connection_id AND f.position = NEW.position AND f.fitting_id <> NEW.fitting_id
    AND f.fitted_on < COALESCE(NEW.removed_on, '9999-12-31')
    AND NEW.fitted_on < COALESCE(f.removed_on, '9999-12-31') LOCK IN SHARE MODE;
  IF v_found > 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'another meter stands at this position on these days';
  END IF;
END
