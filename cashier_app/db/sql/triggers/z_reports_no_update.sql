-- Insert-only: a Z never changes.
CREATE TRIGGER z_reports_no_update BEFORE UPDATE ON z_reports FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'z_reports is insert-only'
