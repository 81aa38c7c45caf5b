-- Insert-only: the journal is the proof of every act.
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'journal is insert-only'
