-- Who is connected: inside a definer procedure CURRENT_USER() is the owner, so USER() is read.
-- grants:
CREATE FUNCTION person_name() RETURNS VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin
NOT DETERMINISTIC NO SQL SQL SECURITY DEFINER
RETURN LEFT(USER(), CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1)
