-- Insert-only: what a supervisor approved stays as it was approved.
CREATE TRIGGER paper_lines_no_delete BEFORE DELETE ON paper_lines FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'paper_lines is insert-only'
