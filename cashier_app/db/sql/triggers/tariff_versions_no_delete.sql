-- Versions are followed by newer ones, never deleted.
CREATE TRIGGER tariff_versions_no_delete BEFORE DELETE ON tariff_versions FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'tariff_versions are never deleted'
