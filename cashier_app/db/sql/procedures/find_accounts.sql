-- The one search box: numbers by index prefix, words of name and address in any order, then by sound.
-- grants: cashier supervisor clerk auditor
CREATE PROCEDURE find_accounts(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_digits VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_word1 VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_word2 VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_word3 VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_word4 VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_sound1 VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_sound2 VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_today DATE;
  DECLARE v_running BIGINT DEFAULT NULL;
  DECLARE v_count1, v_count2, v_count3, v_count4, v_words1, v_words2, v_words3, v_words4 BIGINT DEFAULT 0;
  DECLARE v_id1, v_id2, v_id3, v_id4, v_next_id, v_leading, v_following BIGINT DEFAULT NULL;
  DECLARE v_lead, v_next, v_third, v_fourth INT DEFAULT NULL;
  DECLARE v_first, v_second, v_word1, v_word2, v_word3, v_word4 VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN DROP TEMPORARY TABLE IF EXISTS found_accounts; RESIGNAL; END;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF CHAR_LENGTH(p_digits) < 3
      AND CHAR_LENGTH(CONCAT(p_word1, p_word2, p_word3, p_word4)) < 3 THEN
    CALL refuse('too_short', NULL); LEAVE act;
  END IF;
  -- Names that begin with what was typed first stand first, before matches in an address.
  SET v_today = counter_today(v_counter_id), v_first = p_word1, v_second = p_word2;
  IF p_digits REGEXP '^[0-9]{1,12}\\z' THEN SET v_running = CAST(p_digits AS UNSIGNED); END IF;

  -- Made anew and not left over, as in post_day.
  DROP TEMPORARY TABLE IF EXISTS found_accounts;
  CREATE TEMPORARY TABLE found_accounts (
    account_id BIGINT NOT NULL PRIMARY KEY,
    rank_no TINYINT NOT NULL,
    hit VARCHAR(60) CHARACTER SET utf8mb4 NOT NULL
  ) ENGINE = MEMORY;

  IF CHAR_LENGTH(p_digits) >= 3 THEN
    INSERT IGNORE INTO found_accounts (account_id, rank_no, hit)
    (SELECT a.account_id, IF(a.account_no = p_digits, 0, 1), '' FROM accounts a
      WHERE a.account_no LIKE CONCAT(p_digits, '%') ORDER BY a.account_no LIMIT 51)
    UNION ALL
    (SELECT ac.account_id, IF(m.meter_no = p_digits, 0, 2),
        IF(f.removed_on IS NULL, '', CONCAT('former_meter:', m.meter_no))
      FROM meters m JOIN meter_fittings f ON f.meter_id = m.meter_id
      JOIN account_connections ac ON ac.connection_id = f.connection_id AND ac.liable_to IS NULL
      WHERE m.meter_no LIKE CONCAT(p_digits, '%') LIMIT 51)
    UNION ALL
    (SELECT b.account_id, IF(b.bill_no = p_digits, 0, 3), CONCAT('bill:', b.bill_no) FROM bills b
      WHERE b.bill_no LIKE CONCAT(p_digits, '%') LIMIT 51)
    UNION ALL
    (SELECT b.account_id, 4, CONCAT('bill:', b.bill_no) FROM bills b
      WHERE b.running_no = v_running AND b.bill_no IS NOT NULL ORDER BY b.bill_id DESC LIMIT 20)
    UNION ALL
    (SELECT a.account_id, 3, '' FROM customer_phones p JOIN accounts a ON a.customer_id = p.customer_id
      WHERE p.phone LIKE CONCAT(p_digits, '%') LIMIT 51)
    UNION ALL
    (SELECT n.account_id, 4, CONCAT('former_account:', n.account_no) FROM former_account_numbers n
      WHERE n.account_no LIKE CONCAT(p_digits, '%') LIMIT 51);
  END IF;

  IF p_word1 <> '' AND CHAR_LENGTH(CONCAT(p_word1, p_word2, p_word3, p_word4)) >= 3 THEN
    -- The rarest word leads. The next is one word of the dictionary where there is such a one: it is
    -- looked up by its key; the rest, per account that has both.
    SELECT COALESCE(SUM(w.accounts), 0), COUNT(*), MIN(w.word_id) INTO v_count1, v_words1, v_id1
    FROM words w WHERE w.word LIKE CONCAT(p_word1, '%');
    IF p_word2 <> '' THEN
      SELECT COALESCE(SUM(w.accounts), 0), COUNT(*), MIN(w.word_id) INTO v_count2, v_words2, v_id2
      FROM words w WHERE w.word LIKE CONCAT(p_word2, '%');
    END IF;
    IF p_word3 <> '' THEN
      SELECT COALESCE(SUM(w.accounts), 0), COUNT(*), MIN(w.word_id) INTO v_count3, v_words3, v_id3
      FROM words w WHERE w.word LIKE CONCAT(p_word3, '%');
    END IF;
    IF p_word4 <> '' THEN
      SELECT COALESCE(SUM(w.accounts), 0), COUNT(*), MIN(w.word_id) INTO v_count4, v_words4, v_id4
      FROM words w WHERE w.word LIKE CONCAT(p_word4, '%');
    END IF;
    SELECT t.place INTO v_lead
    FROM (SELECT 1 AS place, p_word1 AS word, v_count1 AS accounts, v_words1 AS words
        UNION ALL SELECT 2, p_word2, v_count2, v_words2 UNION ALL SELECT 3, p_word3, v_count3, v_words3
        UNION ALL SELECT 4, p_word4, v_count4, v_words4) t
    WHERE t.word <> '' ORDER BY t.accounts, t.place LIMIT 1;
    SELECT t.place INTO v_next
    FROM (SELECT 1 AS place, p_word1 AS word, v_count1 AS accounts, v_words1 AS words
        UNION ALL SELECT 2, p_word2, v_count2, v_words2 UNION ALL SELECT 3, p_word3, v_count3, v_words3
        UNION ALL SELECT 4, p_word4, v_count4, v_words4) t
    WHERE t.place <> v_lead ORDER BY t.word = '', t.words <> 1, t.accounts, t.place LIMIT 1;
    SELECT MIN(t.place), MAX(t.place) INTO v_third, v_fourth
    FROM (SELECT 1 AS place UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) t
    WHERE t.place NOT IN (v_lead, v_next);
    SET v_word1 = ELT(v_lead, p_word1, p_word2, p_word3, p_word4),
      v_word2 = ELT(v_next, p_word1, p_word2, p_word3, p_word4),
      v_word3 = ELT(v_third, p_word1, p_word2, p_word3, p_word4),
      v_word4 = ELT(v_fourth, p_word1, p_word2, p_word3, p_word4),
      v_next_id = IF(ELT(v_next, v_words1, v_words2, v_words3, v_words4) = 1,
        ELT(v_next, v_id1, v_id2, v_id3, v_id4), NULL),
      v_leading = ELT(v_lead, v_count1, v_count2, v_count3, v_count4),
      v_following = ELT(v_next, v_count1, v_count2, v_count3, v_count4);
    -- EXISTS is read for all accounts of a word before the first one is looked at: too many of a frequent
    -- word, of which 120 matches are soon found one by one.
    IF v_next_id IS NOT NULL OR v_following >= 50000 OR v_following >= 20 * v_leading AND v_word2 <> '' THEN
      INSERT IGNORE INTO found_accounts (account_id, rank_no, hit)
      SELECT STRAIGHT_JOIN aw.account_id, 5, '' FROM words w JOIN account_words aw ON aw.word_id = w.word_id
      JOIN account_words x ON x.word_id = COALESCE(v_next_id, aw.word_id) AND x.account_id = aw.account_id
      WHERE w.word LIKE CONCAT(v_word1, '%')
        AND (v_next_id IS NOT NULL OR (SELECT COUNT(*) FROM account_words y STRAIGHT_JOIN words z
          ON z.word_id = y.word_id WHERE y.account_id = x.account_id AND z.word LIKE CONCAT(v_word2, '%')) > 0)
        AND (v_word3 = '' OR (SELECT COUNT(*) FROM account_words y STRAIGHT_JOIN words z
          ON z.word_id = y.word_id WHERE y.account_id = x.account_id AND z.word LIKE CONCAT(v_word3, '%')) > 0)
        AND (v_word4 = '' OR (SELECT COUNT(*) FROM account_words y STRAIGHT_JOIN words z
          ON z.word_id = y.word_id WHERE y.account_id = x.account_id AND z.word LIKE CONCAT(v_word4, '%')) > 0)
      LIMIT 120;
    ELSE
      INSERT IGNORE INTO found_accounts (account_id, rank_no, hit)
      SELECT aw.account_id, 5, '' FROM words w JOIN account_words aw ON aw.word_id = w.word_id
      WHERE w.word LIKE CONCAT(v_word1, '%')
        AND (v_word2 = '' OR EXISTS (SELECT 1 FROM account_words x JOIN words y ON y.word_id = x.word_id
          WHERE x.account_id = aw.account_id AND y.word LIKE CONCAT(v_word2, '%')))
        AND (v_word3 = '' OR EXISTS (SELECT 1 FROM account_words x JOIN words y ON y.word_id = x.word_id
          WHERE x.account_id = aw.account_id AND y.word LIKE CONCAT(v_word3, '%')))
        AND (v_word4 = '' OR EXISTS (SELECT 1 FROM account_words x JOIN words y ON y.word_id = x.word_id
          WHERE x.account_id = aw.account_id AND y.word LIKE CONCAT(v_word4, '%')))
      LIMIT 120;
    END IF;
    IF p_sound1 <> '' AND NOT EXISTS (SELECT 1 FROM found_accounts) THEN
      INSERT IGNORE INTO found_accounts (account_id, rank_no, hit)
      SELECT aw.account_id, 6, 'sounds_like' FROM words w JOIN account_words aw ON aw.word_id = w.word_id
      WHERE w.sound_key = p_sound1
        AND (p_sound2 = '' OR EXISTS (SELECT 1 FROM account_words x JOIN words y ON y.word_id = x.word_id
          WHERE x.account_id = aw.account_id AND y.sound_key LIKE CONCAT(p_sound2, '%')))
      LIMIT 120;
    END IF;
  END IF;

  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT f.hit, a.account_id, a.account_no, a.credit, cu.name AS customer_name,
    COALESCE(k.premises, 'home') AS kind, IF(k.supply = 'notice' AND NOT notice_stands(a.account_id, ac.liable_from, k.noticed_on), 'on',
      COALESCE(k.supply, 'on')) AS supply,
    COALESCE(k.voltage, 'low') AS voltage,
    COALESCE(CONCAT_WS(', ', k.address, NULLIF(k.ward, '')), '') AS address,
    COALESCE((SELECT m.meter_no FROM meter_fittings mf JOIN meters m ON m.meter_id = mf.meter_id
      WHERE mf.connection_id = k.connection_id AND mf.removed_on IS NULL
      ORDER BY mf.fitted_on DESC LIMIT 1), '') AS meter_no,
    COALESCE((SELECT MIN(p.phone) FROM customer_phones p WHERE p.customer_id = cu.customer_id), '') AS phone,
    COUNT(b.bill_id) AS open_bills, COALESCE(SUM(b.due_on < v_today), 0) AS overdue_bills,
    GREATEST(0, COALESCE(SUM(bill_due(b.bill_id, b.balance, b.discount_amount, b.discount_until, v_today)), 0)
      - a.credit) AS due
  FROM (SELECT x.account_id, x.rank_no, x.hit,
      (LOWER(xc.name) LIKE CONCAT(v_first, '%'))
        + (v_second <> '' AND LOWER(xc.name) LIKE CONCAT('% ', v_second, '%')) AS leads
    FROM found_accounts x
    JOIN accounts xa ON xa.account_id = x.account_id JOIN customers xc ON xc.customer_id = xa.customer_id
    ORDER BY x.rank_no, leads DESC, xc.name, xa.account_no LIMIT 51) f
  JOIN accounts a ON a.account_id = f.account_id
  JOIN customers cu ON cu.customer_id = a.customer_id
  LEFT JOIN account_connections ac ON ac.account_connection_id = (
    SELECT y.account_connection_id FROM account_connections y
    WHERE y.account_id = a.account_id ORDER BY y.liable_from DESC LIMIT 1)
  LEFT JOIN connections k ON k.connection_id = ac.connection_id
  LEFT JOIN bills b ON b.account_id = a.account_id AND b.status IN ('issued', 'part_paid')
  GROUP BY f.account_id, f.rank_no, f.leads, f.hit, a.account_id, a.account_no, a.credit, cu.customer_id, cu.name,
    k.connection_id, k.premises, k.supply, k.noticed_on, k.voltage, k.address, k.ward,
    ac.liable_from
  ORDER BY f.rank_no, f.leads DESC, cu.name, a.account_no;
  DROP TEMPORARY TABLE found_accounts;
END
