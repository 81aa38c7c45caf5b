-- Insert-only: a day is posted once.
CREATE TRIGGER day_postings_no_update BEFORE UPDATE ON day_postings FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'day_postings is insert-only'
