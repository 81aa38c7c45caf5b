-- A refusal is a ROLLBACK and a row with a code and facts; the sentence is made at the counter.
-- grants:
CREATE PROCEDURE refuse(
  IN p_code VARCHAR(32) CHARACTER SET ascii, IN p_facts LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
BEGIN
  ROLLBACK;
  SELECT 'refused' AS outcome, p_code AS code, COALESCE(p_facts, '{}') AS facts;
END
