-- Who changed a customer's name or instruction is written down; an auditor may ask.
CREATE TRIGGER customers_audited AFTER UPDATE ON customers FOR EACH ROW
IF NOT (NEW.name = OLD.name AND NEW.kind = OLD.kind AND NEW.email <=> OLD.email
    AND NEW.cash_only = OLD.cash_only AND NEW.instruction = OLD.instruction) THEN
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  SELECT SYSDATE(6), (SELECT u.user_id FROM users u WHERE u.user_name = person_name()), NULL,
    'customer_changed', LEFT(CONCAT('customer ', OLD.customer_no, ': ', OLD.name,
      IF(NEW.name = OLD.name, '', CONCAT(' to ', NEW.name))), 255);
END IF
