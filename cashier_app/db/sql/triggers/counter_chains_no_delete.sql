-- Never deleted: a chain is never cut.
CREATE TRIGGER counter_chains_no_delete BEFORE DELETE ON counter_chains FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'counter_chains rows are never deleted'
