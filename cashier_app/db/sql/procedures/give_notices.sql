-- Puts connections of long overdue accounts on the disconnection list; a payment takes them off by itself.
-- grants: clerk supervisor
CREATE PROCEDURE give_notices(
  IN p_days INT, IN p_minimum DECIMAL(18, 3), IN p_disconnect_on DATE,
  IN p_route VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin, IN p_only_count TINYINT
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_limit, v_least DECIMAL(18, 3);
  DECLARE v_today, v_first DATE;
  DECLARE v_given INT;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_clerk('disconnect', v_user_id, v_limit, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SET v_today = local_date(SYSDATE(6));
  IF NOT COALESCE(p_days >= 0 AND p_minimum >= 0, 0) THEN CALL refuse('bad_request', NULL); LEAVE act; END IF;
  SET v_first = v_today + INTERVAL setting_number('notice_days', 1) DAY, v_least = setting_number('notice_minimum', 0);
  IF NOT COALESCE(p_disconnect_on >= v_first, 0) THEN
    CALL refuse('cut_too_soon', JSON_OBJECT('day', CAST(v_first AS CHAR))); LEAVE act;
  END IF;
  IF p_minimum < v_least THEN
    CALL refuse('notice_too_small', JSON_OBJECT('minimum', CAST(v_least AS CHAR))); LEAVE act;
  END IF;
  IF p_route <> '' AND NOT EXISTS (SELECT 1 FROM routes r WHERE r.code = p_route) THEN
    CALL refuse('no_such_route', NULL); LEAVE act;
  END IF;

  START TRANSACTION;
  UPDATE connections k
  JOIN account_connections ac ON ac.connection_id = k.connection_id AND ac.liable_to IS NULL
  LEFT JOIN routes r ON r.route_id = k.route_id
  SET k.supply = 'notice', k.disconnect_on = p_disconnect_on, k.noticed_on = v_today
  WHERE k.supply <> 'off' AND (p_route = '' OR r.code = p_route)
    AND EXISTS (SELECT 1 FROM bills b WHERE b.account_id = ac.account_id
      AND b.status IN ('issued', 'part_paid') AND b.due_on < v_today - INTERVAL p_days DAY)
    AND supply_minimum(ac.account_id, v_today) > p_minimum
    AND NOT (k.supply = 'notice' AND k.disconnect_on >= v_today
      AND notice_stands(ac.account_id, ac.liable_from, k.noticed_on));
  SET v_given = ROW_COUNT();
  IF p_only_count THEN
    -- Counted by what it would do: the count and the act can never differ.
    ROLLBACK;
  ELSE
    CALL note_office(v_user_id, NULL, 'notices_given',
      CONCAT(v_given, ' for ', p_disconnect_on, IF(p_route = '', '', CONCAT(', route ', p_route))));
    COMMIT;
  END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT v_given AS given;
END
