-- The utility's settings: [name, kind, least, most, default]. "whole" and "amount" are numbers.
-- grants:
CREATE FUNCTION known_settings() RETURNS TEXT CHARACTER SET ascii COLLATE ascii_bin
DETERMINISTIC NO SQL SQL SECURITY DEFINER
RETURN CONCAT('[["idle_minutes", "whole", 1, 60, "3"],',
  '["undo_limit", "whole", 0, 100, "3"],',
  '["implausible_factor", "whole", 2, 1000, "10"],',
  '["claim_seconds", "whole", 20, 600, "60"],',
  '["difference_limit", "amount", 0, 999999999, "50"],',
  '["drawer_limit", "amount", 0, 999999999, "0"],',
  '["set_aside_seconds", "whole", 30, 3600, "120"],',
  '["cheque_stale_days", "whole", 1, 3650, "90"],',
  '["cheque_ahead_days", "whole", 0, 365, "0"],',
  '["value_date_days", "whole", 1, 365, "90"],',
  '["attempt_days", "whole", 1, 30, "5"],',
  '["bounce_fee", "amount", 0, 999999999, "0"],',
  '["bounce_fee_days", "whole", 0, 365, "14"],',
  '["kiosk_idle_seconds", "whole", 15, 600, "60"],',
  '["kiosk_tries", "whole", 1, 50, "5"],',
  '["kiosk_wait_minutes", "whole", 1, 1440, "15"],',
  '["key_map", "keys", 0, 80, ""],',
  '["scan_prefix", "text", 0, 8, ""]]')
