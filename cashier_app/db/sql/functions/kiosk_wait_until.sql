-- Until when nobody may try again: too many wrong numbers at a kiosk, or for an account, lately or today.
-- grants:
CREATE FUNCTION kiosk_wait_until(
  p_kiosk_id BIGINT, p_account_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  p_tries INT, p_minutes INT, p_now DATETIME(6)
) RETURNS DATETIME(6)
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
RETURN GREATEST(
  -- The window ends when the failure that filled it falls out.
  COALESCE((SELECT IF(COUNT(*) < p_tries, NULL, MIN(x.failed_at)) FROM (
    SELECT f.failed_at, ROW_NUMBER() OVER (ORDER BY f.failed_at DESC, f.kiosk_failure_id DESC) AS place
    FROM kiosk_failures f
    WHERE f.account_no = p_account_no AND f.failed_at > p_now - INTERVAL p_minutes MINUTE) x
    WHERE x.place <= p_tries) + INTERVAL p_minutes MINUTE, p_now),
  COALESCE((SELECT IF(COUNT(*) < 4 * p_tries, NULL, MIN(x.failed_at)) FROM (
    SELECT f.failed_at, ROW_NUMBER() OVER (ORDER BY f.failed_at DESC, f.kiosk_failure_id DESC) AS place
    FROM kiosk_failures f
    WHERE f.account_no = p_account_no AND f.failed_at > p_now - INTERVAL 1 DAY) x
    WHERE x.place <= 4 * p_tries) + INTERVAL 1 DAY, p_now),
  COALESCE((SELECT IF(COUNT(*) < 4 * p_tries, NULL, MIN(x.failed_at)) FROM (
    SELECT f.failed_at, ROW_NUMBER() OVER (ORDER BY f.failed_at DESC, f.kiosk_failure_id DESC) AS place
    FROM kiosk_failures f
    WHERE f.kiosk_id = p_kiosk_id AND f.failed_at > p_now - INTERVAL p_minutes MINUTE) x
    WHERE x.place <= 4 * p_tries) + INTERVAL p_minutes MINUTE, p_now))
