-- One account is liable for a connection on a day: two would be billed for the same units.
CREATE TRIGGER account_connections_apart_update BEFORE UPDATE ON account_connections FOR EACH ROW
BEGIN
  DECLARE v_found BIGINT DEFAULT NULL;
  -- Locking: two clerks who move somebody in at the same moment wait for each other here.
  SELECT k.connection_id INTO v_found FROM connections k WHERE k.connection_id = NEW.connection_id FOR UPDATE;
  SELECT COUNT(*) INTO v_found FROM account_connections a
  WHERE a.connection_id = NEW.connection_id AND a.account_connection_id <> NEW.account_connection_id
    AND a.liable_from <= COALESCE(NEW.liable_to, '9999-12-31')
    AND NEW.liable_from <= COALESCE(a.liable_to, '9999-12-31') LOCK IN SHARE MODE;
  IF v_found > 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'another account is liable for the connection on these days';
  END IF;
END
