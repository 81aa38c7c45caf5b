-- What the installer wrote down about each shipped object.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_schema_objects AS
SELECT kind, name, checksum, installed_checksum FROM schema_objects
