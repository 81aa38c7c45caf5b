-- Currency and decimals are fixed at the first bill: every stored amount was meant in them.
CREATE TRIGGER utility_lawful_update BEFORE UPDATE ON utility FOR EACH ROW
IF (NEW.currency_code <> OLD.currency_code OR NEW.currency_decimals <> OLD.currency_decimals)
    AND EXISTS (SELECT 1 FROM bills b WHERE b.status <> 'draft') THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'currency and decimals are fixed at the first bill';
END IF
