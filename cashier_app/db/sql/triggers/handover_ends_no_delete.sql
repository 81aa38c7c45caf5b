-- Insert-only: a handover ends once.
CREATE TRIGGER handover_ends_no_delete BEFORE DELETE ON handover_ends FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'handover_ends is insert-only'
