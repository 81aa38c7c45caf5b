-- Insert-only: who approved a loss stays as it was stored.
CREATE TRIGGER losses_no_delete BEFORE DELETE ON losses FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'losses is insert-only'
