-- Insert-only: a card slip's number is a fact.
CREATE TRIGGER card_slips_no_update BEFORE UPDATE ON card_slips FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'card_slips is insert-only'
