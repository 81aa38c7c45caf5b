-- An account keeps its number, and credit moves only with its version.
CREATE TRIGGER accounts_lawful_update BEFORE UPDATE ON accounts FOR EACH ROW
IF NEW.account_id <> OLD.account_id OR NEW.account_no <> OLD.account_no
    OR NEW.version NOT IN (OLD.version, OLD.version + 1)
    OR (NEW.credit <> OLD.credit AND NEW.version = OLD.version) THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'credit moves only with the version of its account';
END IF
