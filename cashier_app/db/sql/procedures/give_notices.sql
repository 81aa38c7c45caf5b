-- Puts connections of long overdue accounts on the disconnection list; a payment takes them off by itself.
-- grants: clerk supervisor
CREATE PROCEDURE give_notices(
  IN p_days INT, IN p_minimum DECIMAL(18, 3), IN p_disconnect_on DATE,
  IN p_route VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin, IN p_only_look TINYINT
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_limit, v_least DECIMAL(18, 3);
  DECLARE v_today, v_first DATE;
  DECLARE v_given INT;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; DROP TEMPORARY TABLE IF EXISTS overdue_now; RESIGNAL; END;

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

  -- Looked at and done from one list: they can never differ. Made anew and not left over, as in post_day.
  DROP TEMPORARY TABLE IF EXISTS overdue_now;
  CREATE TEMPORARY TABLE overdue_now (
    connection_id BIGINT NOT NULL PRIMARY KEY, account_id BIGINT NOT NULL, oldest_due_on DATE NOT NULL,
    minimum DECIMAL(18, 3) NOT NULL, left_out VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT ''
  ) ENGINE = InnoDB;
  START TRANSACTION;
  -- Bills are read as they are committed: an UPDATE over several tables would lock each that it reads, also behind a
  -- function, and wait for whoever is paying one.
  INSERT INTO overdue_now (connection_id, account_id, oldest_due_on, minimum, left_out)
  SELECT ac.connection_id, ac.account_id, o.oldest_due_on, supply_minimum(ac.account_id, v_today),
    CASE WHEN k.supply = 'off' THEN 'off'
      WHEN k.supply = 'notice' AND k.disconnect_on >= v_today
        AND notice_stands(ac.account_id, ac.liable_from, k.noticed_on) THEN 'noticed'
      ELSE '' END
  FROM (SELECT b.account_id, MIN(b.due_on) AS oldest_due_on FROM bills b
    WHERE b.status IN ('issued', 'part_paid') AND b.due_on < v_today - INTERVAL p_days DAY GROUP BY b.account_id) o
  JOIN account_connections ac ON ac.account_id = o.account_id AND ac.liable_to IS NULL
  JOIN connections k ON k.connection_id = ac.connection_id
  LEFT JOIN routes r ON r.route_id = k.route_id
  WHERE p_route = '' OR r.code = p_route;
  UPDATE overdue_now n SET n.left_out = 'small' WHERE n.left_out = '' AND n.minimum <= p_minimum;
  UPDATE overdue_now n SET n.left_out = 'plan'
  WHERE n.left_out = 'small' AND EXISTS (
    SELECT 1 FROM instalment_plans p LEFT JOIN instalment_plan_ends e ON e.plan_id = p.plan_id
    WHERE p.account_id = n.account_id AND e.plan_id IS NULL);
  IF p_only_look THEN
    SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
    -- What an account must pay is one amount, however many connections it has.
    SELECT g.left_out, SUM(g.connections) AS connections, SUM(g.minimum) AS overdue
    FROM (SELECT n.left_out, n.account_id, COUNT(*) AS connections, MAX(n.minimum) AS minimum
      FROM overdue_now n GROUP BY n.left_out, n.account_id) g
    GROUP BY g.left_out;
    SELECT n.left_out, k.connection_no, COALESCE(r.code, '') AS route,
      CONCAT_WS(', ', k.address, NULLIF(k.ward, '')) AS address, a.account_no, cu.name AS customer_name,
      n.oldest_due_on, n.minimum
    FROM (SELECT x.*, ROW_NUMBER() OVER (PARTITION BY x.left_out = '' ORDER BY x.minimum DESC, x.connection_id) AS place
      FROM overdue_now x) n
    JOIN connections k ON k.connection_id = n.connection_id
    JOIN accounts a ON a.account_id = n.account_id
    JOIN customers cu ON cu.customer_id = a.customer_id
    LEFT JOIN routes r ON r.route_id = k.route_id
    WHERE n.place <= 500
    ORDER BY n.left_out <> '', n.place;
    COMMIT;
  ELSE
    UPDATE connections k JOIN overdue_now n ON n.connection_id = k.connection_id
    SET k.supply = 'notice', k.disconnect_on = p_disconnect_on, k.noticed_on = v_today
    WHERE n.left_out = '' AND k.supply <> 'off';
    SET v_given = ROW_COUNT();
    CALL note_office(v_user_id, NULL, 'notices_given',
      CONCAT(v_given, ' for ', p_disconnect_on, IF(p_route = '', '', CONCAT(', route ', p_route))));
    COMMIT;
    SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
    SELECT v_given AS given;
  END IF;
  DROP TEMPORARY TABLE overdue_now;
END
