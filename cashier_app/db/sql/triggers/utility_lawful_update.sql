-- Fixed at the first bill: the currency; at the first entry: whether it is all training, and the zone.
CREATE TRIGGER utility_lawful_update BEFORE UPDATE ON utility FOR EACH ROW
IF (NEW.currency_code <> OLD.currency_code OR NEW.currency_decimals <> OLD.currency_decimals)
    AND EXISTS (SELECT 1 FROM bills b WHERE b.status <> 'draft') THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'currency and decimals are fixed at the first bill';
ELSEIF (NEW.is_training <> OLD.is_training OR NEW.time_zone <> OLD.time_zone)
    AND EXISTS (SELECT 1 FROM journal j) THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'training and time zone are fixed at the first entry';
END IF
