-- Insert-only: what was not settled at the close is a fact.
CREATE TRIGGER unsettled_items_no_update BEFORE UPDATE ON unsettled_items FOR EACH ROW
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'unsettled_items is insert-only'
