-- Says that a supply was cut off or switched on again, with the reason and the name.
-- grants: clerk supervisor
CREATE PROCEDURE set_supply(
  IN p_connection_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_supply VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_limit DECIMAL(18, 3);
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_clerk('disconnect', v_user_id, v_limit, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF NOT COALESCE(p_supply IN ('on', 'off') AND p_supply NOT LIKE '% ', 0) THEN CALL refuse('bad_request', NULL); LEAVE act; END IF;
  IF TRIM(COALESCE(p_reason, '')) = '' THEN CALL refuse('reason_missing', NULL); LEAVE act; END IF;
  START TRANSACTION;
  UPDATE connections k SET k.supply = p_supply, k.disconnect_on = NULL, k.noticed_on = NULL
  WHERE k.connection_no = p_connection_no AND (k.supply <> p_supply OR k.disconnect_on IS NOT NULL);
  IF ROW_COUNT() <> 1 THEN CALL refuse('supply_unchanged', NULL); LEAVE act; END IF;
  CALL note_office(v_user_id, NULL, CONCAT('supply_', p_supply), CONCAT(p_connection_no, ': ', p_reason));
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
