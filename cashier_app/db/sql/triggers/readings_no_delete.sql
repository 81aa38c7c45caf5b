-- Never deleted: a wrong reading is corrected, and what it was stays in the audit.
CREATE TRIGGER readings_no_delete BEFORE DELETE ON readings FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'readings rows are never deleted'
