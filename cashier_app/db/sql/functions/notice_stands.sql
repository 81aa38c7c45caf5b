-- Does a connection's notice still count for the account that is liable for it? One was given to this account, and of
-- what was overdue then more than the minimum still is: a payment ends it, its undo brings it back, new debts do not.
-- grants: auditor clerk
CREATE FUNCTION notice_stands(p_account_id BIGINT, p_liable_from DATE, p_noticed_on DATE) RETURNS TINYINT
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
RETURN COALESCE(p_liable_from <= p_noticed_on
  AND supply_minimum(p_account_id, p_noticed_on) > setting_number('notice_minimum', 0), 0)
