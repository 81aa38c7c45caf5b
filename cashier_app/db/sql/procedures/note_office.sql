-- Audits an office act: by whom, also where that is the server's own administrator and no person.
-- grants:
CREATE PROCEDURE note_office(
  IN p_user_id BIGINT, IN p_counter_id BIGINT,
  IN p_act VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_detail LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
BEGIN
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  VALUES (SYSDATE(6), p_user_id, p_counter_id, p_act,
    IF(p_user_id IS NULL, CONCAT(LEFT(p_detail, 160), ' (by ', LEFT(USER(), 80), ')'),
      LEFT(p_detail, 255)));
END
