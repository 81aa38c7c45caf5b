-- Are a cheque's bank and number as they are written on it, one form of each? To = a blank at the end is nothing:
-- the same bank would be another one to who compares it byte for byte.
-- grants:
CREATE FUNCTION is_cheque_paper(
  p_bank VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  p_number VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
RETURNS TINYINT
DETERMINISTIC NO SQL SQL SECURITY DEFINER
RETURN COALESCE(CHAR_LENGTH(p_bank) BETWEEN 1 AND 80 AND p_bank NOT LIKE ' %' AND p_bank NOT LIKE '% '
  AND p_bank NOT REGEXP '[[:cntrl:]]' AND p_number REGEXP '^[0-9A-Za-z/-]{1,24}\\z', 0)
