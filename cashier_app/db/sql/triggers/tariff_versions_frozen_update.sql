-- A version that priced an issued bill never changes: the bill must be priced again alike.
CREATE TRIGGER tariff_versions_frozen_update BEFORE UPDATE ON tariff_versions FOR EACH ROW
IF EXISTS (SELECT 1 FROM bills b
  WHERE b.tariff_version_id = OLD.tariff_version_id AND b.status <> 'draft') THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'tariff_versions of an issued bill are frozen';
END IF
