-- Who read a file in and when is the server's to say, not the client's.
CREATE TRIGGER file_imports_made_by BEFORE INSERT ON file_imports FOR EACH ROW
BEGIN
  DECLARE v_user_id BIGINT DEFAULT NULL;

  SELECT MAX(u.user_id) INTO v_user_id FROM users u WHERE u.user_name = person_name();
  SET NEW.stored_at = SYSDATE(6), NEW.user_id = v_user_id;
END
