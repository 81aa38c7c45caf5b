-- How many numbers of a hall's day wait; of several of one account the last counts.
-- grants:
CREATE FUNCTION queue_waiting(p_office_id BIGINT, p_day DATE) RETURNS INT
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
RETURN (SELECT COUNT(*) FROM queue_tickets t LEFT JOIN queue_calls c ON c.ticket_id = t.ticket_id
  WHERE t.office_id = p_office_id AND t.business_date = p_day AND c.ticket_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM queue_tickets n WHERE n.account_id = t.account_id
      AND n.business_date = t.business_date AND n.office_id = t.office_id AND n.number > t.number))
