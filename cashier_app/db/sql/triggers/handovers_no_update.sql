-- Insert-only: cash that was handed over is a fact.
CREATE TRIGGER handovers_no_update BEFORE UPDATE ON handovers FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'handovers is insert-only'
