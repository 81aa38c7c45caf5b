-- An issued bill never changes but for balance, status and version, and these only together.
CREATE TRIGGER bills_lawful_update BEFORE UPDATE ON bills FOR EACH ROW
IF OLD.status <> 'draft' AND (
    NOT (NEW.bill_id <=> OLD.bill_id AND NEW.bill_no <=> OLD.bill_no AND NEW.series <=> OLD.series
      AND NEW.running_no <=> OLD.running_no AND NEW.account_id <=> OLD.account_id
      AND NEW.connection_id <=> OLD.connection_id AND NEW.kind <=> OLD.kind AND NEW.title <=> OLD.title
      AND NEW.tariff_version_id <=> OLD.tariff_version_id AND NEW.period_from <=> OLD.period_from
      AND NEW.period_to <=> OLD.period_to AND NEW.issued_on <=> OLD.issued_on AND NEW.due_on <=> OLD.due_on
      AND NEW.kwh <=> OLD.kwh AND NEW.is_estimated <=> OLD.is_estimated AND NEW.total <=> OLD.total
      AND NEW.discount_amount <=> OLD.discount_amount AND NEW.discount_until <=> OLD.discount_until)
    OR NEW.version <= OLD.version OR NEW.status = 'draft' OR OLD.status = 'cancelled'
    OR (NEW.balance = 0) <> (NEW.status IN ('paid', 'cancelled'))) THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'an issued bill never changes';
END IF
