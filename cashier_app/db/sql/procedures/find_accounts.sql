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
  DECLARE v_minimum DECIMAL(18, 3);
  -- A word that was not typed comes after all others.
  DECLARE v_count1, v_count2, v_count3, v_count4 BIGINT DEFAULT 1000000000000000000;
  DECLARE v_words1, v_words2, v_words3, v_words4, v_order1, v_order2, v_order3, v_order4 BIGINT DEFAULT 0;
  DECLARE v_id1, v_id2, v_id3, v_id4, v_next_id BIGINT DEFAULT NULL;
  -- What a row's bits must all have, and of which they must have one, as domain.search.word_bits has them.
  DECLARE v_all, v_all1, v_all2, v_all3, v_all4 BIGINT UNSIGNED DEFAULT 0;
  DECLARE v_any1, v_any2, v_any3, v_any4 BIGINT UNSIGNED DEFAULT 18446744073709551615;
  DECLARE v_lead, v_next, v_third INT DEFAULT NULL;
  DECLARE v_first, v_second, v_word1, v_word2, v_word3, v_word4 VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  -- Lists of [account, rank, hit] as JSON has them. A temporary table would cost a CALL more than most searches take:
  -- it is made anew each time, because a session may alter one that it keeps.
  DECLARE v_by_number, v_by_word, v_found, v_shown, v_noticed, v_lapsed LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF CHAR_LENGTH(p_digits) < 3
      AND CHAR_LENGTH(CONCAT(p_word1, p_word2, p_word3, p_word4)) < 3 THEN
    CALL refuse('too_short', NULL); LEAVE act;
  END IF;
  -- Names that begin with what was typed first stand first, before matches in an address.
  SET v_today = counter_today(v_counter_id), v_first = p_word1, v_second = p_word2;
  IF p_digits REGEXP '^[0-9]{1,12}\\z' THEN SET v_running = CAST(p_digits AS UNSIGNED); END IF;

  -- Whole, whatever the session says; some 400 entries at most.
  SET group_concat_max_len = 100000;
  IF CHAR_LENGTH(p_digits) >= 3 THEN
    SELECT GROUP_CONCAT(JSON_ARRAY(h.account_id, h.rank_no, h.hit) ORDER BY h.part, h.place) INTO v_by_number
    FROM (
    (SELECT 1 AS part, a.account_no AS place, a.account_id, IF(a.account_no = p_digits, 0, 1) AS rank_no, '' AS hit
      FROM accounts a WHERE a.account_no LIKE CONCAT(p_digits, '%') ORDER BY a.account_no LIMIT 51)
    UNION ALL
    (SELECT 2, m.meter_no, ac.account_id, IF(m.meter_no = p_digits, 0, 2),
        IF(f.removed_on IS NULL, '', CONCAT('former_meter:', m.meter_no))
      FROM meters m JOIN meter_fittings f ON f.meter_id = m.meter_id
      JOIN account_connections ac ON ac.connection_id = f.connection_id AND ac.liable_to IS NULL
      WHERE m.meter_no LIKE CONCAT(p_digits, '%') LIMIT 51)
    UNION ALL
    (SELECT 3, b.bill_no, b.account_id, IF(b.bill_no = p_digits, 0, 3), CONCAT('bill:', b.bill_no) FROM bills b
      WHERE b.bill_no LIKE CONCAT(p_digits, '%') LIMIT 51)
    UNION ALL
    (SELECT 4, LPAD(9000000000000000000 - b.bill_id, 19, '0'), b.account_id, 4, CONCAT('bill:', b.bill_no) FROM bills b
      WHERE b.running_no = v_running AND b.bill_no IS NOT NULL ORDER BY b.bill_id DESC LIMIT 20)
    UNION ALL
    (SELECT 5, p.phone, a.account_id, 3, '' FROM customer_phones p JOIN accounts a ON a.customer_id = p.customer_id
      WHERE p.phone LIKE CONCAT(p_digits, '%') LIMIT 51)
    UNION ALL
    (SELECT 6, n.account_no, n.account_id, 4, CONCAT('former_account:', n.account_no) FROM former_account_numbers n
      WHERE n.account_no LIKE CONCAT(p_digits, '%') LIMIT 51)) h;
  END IF;

  IF p_word1 <> '' AND CHAR_LENGTH(CONCAT(p_word1, p_word2, p_word3, p_word4)) >= 3 THEN
    -- The rarest word leads: its rows are read in their order, and most accounts without the other words are known
    -- by the row's bits. Of the rest the next word, where it is a single one of the dictionary, is looked up by its
    -- key; what begins several, among the words of the account.
    IF p_word2 <> '' THEN
      SELECT COALESCE(SUM(w.accounts), 0), COUNT(*), MIN(w.word_id), BIT_AND(w.bits), BIT_OR(w.bits) & 4294967295
      INTO v_count1, v_words1, v_id1, v_all1, v_any1 FROM words w WHERE w.word LIKE CONCAT(p_word1, '%');
      SELECT COALESCE(SUM(w.accounts), 0), COUNT(*), MIN(w.word_id), BIT_AND(w.bits), BIT_OR(w.bits) & 4294967295
      INTO v_count2, v_words2, v_id2, v_all2, v_any2 FROM words w WHERE w.word LIKE CONCAT(p_word2, '%');
    END IF;
    IF p_word3 <> '' THEN
      SELECT COALESCE(SUM(w.accounts), 0), COUNT(*), MIN(w.word_id), BIT_AND(w.bits), BIT_OR(w.bits) & 4294967295
      INTO v_count3, v_words3, v_id3, v_all3, v_any3 FROM words w WHERE w.word LIKE CONCAT(p_word3, '%');
    END IF;
    IF p_word4 <> '' THEN
      SELECT COALESCE(SUM(w.accounts), 0), COUNT(*), MIN(w.word_id), BIT_AND(w.bits), BIT_OR(w.bits) & 4294967295
      INTO v_count4, v_words4, v_id4, v_all4, v_any4 FROM words w WHERE w.word LIKE CONCAT(p_word4, '%');
    END IF;
    SET v_all = v_all1 | v_all2 | v_all3 | v_all4;
    SET v_lead = FIELD(LEAST(v_count1, v_count2, v_count3, v_count4), v_count1, v_count2, v_count3, v_count4);
    SET v_order1 = IF(v_lead = 1, 9000000000000000000, v_count1 + IF(v_words1 = 1, 0, 1000000000000)),
      v_order2 = IF(v_lead = 2, 9000000000000000000, v_count2 + IF(v_words2 = 1, 0, 1000000000000)),
      v_order3 = IF(v_lead = 3, 9000000000000000000, v_count3 + IF(v_words3 = 1, 0, 1000000000000)),
      v_order4 = IF(v_lead = 4, 9000000000000000000, v_count4 + IF(v_words4 = 1, 0, 1000000000000));
    SET v_next = FIELD(LEAST(v_order1, v_order2, v_order3, v_order4), v_order1, v_order2, v_order3, v_order4);
    SET v_third = IF(1 NOT IN (v_lead, v_next), 1, IF(2 NOT IN (v_lead, v_next), 2, 3));
    SET v_word1 = ELT(v_lead, p_word1, p_word2, p_word3, p_word4),
      v_word2 = ELT(v_next, p_word1, p_word2, p_word3, p_word4),
      v_word3 = ELT(v_third, p_word1, p_word2, p_word3, p_word4),
      v_word4 = ELT(10 - v_lead - v_next - v_third, p_word1, p_word2, p_word3, p_word4),
      v_next_id = IF(ELT(v_next, v_words1, v_words2, v_words3, v_words4) = 1,
        ELT(v_next, v_id1, v_id2, v_id3, v_id4), NULL);
    SELECT GROUP_CONCAT('[', h.account_id, ',5,""]' SEPARATOR ',') INTO v_by_word
    FROM (SELECT STRAIGHT_JOIN aw.account_id FROM words w JOIN account_words aw ON aw.word_id = w.word_id
      JOIN account_words x ON x.word_id = COALESCE(v_next_id, aw.word_id) AND x.account_id = aw.account_id
      WHERE w.word LIKE CONCAT(v_word1, '%') AND (aw.bits & v_all) = v_all
        AND (aw.bits & v_any1) <> 0 AND (aw.bits & v_any2) <> 0
        AND (aw.bits & v_any3) <> 0 AND (aw.bits & v_any4) <> 0
        AND (v_next_id IS NOT NULL OR v_word2 = '' OR (SELECT COUNT(*) FROM account_words y STRAIGHT_JOIN words z
          ON z.word_id = y.word_id WHERE y.account_id = x.account_id AND z.word LIKE CONCAT(v_word2, '%')) > 0)
        AND (v_word3 = '' OR (SELECT COUNT(*) FROM account_words y STRAIGHT_JOIN words z
          ON z.word_id = y.word_id WHERE y.account_id = x.account_id AND z.word LIKE CONCAT(v_word3, '%')) > 0)
        AND (v_word4 = '' OR (SELECT COUNT(*) FROM account_words y STRAIGHT_JOIN words z
          ON z.word_id = y.word_id WHERE y.account_id = x.account_id AND z.word LIKE CONCAT(v_word4, '%')) > 0)
      LIMIT 120) h;
    IF p_sound1 <> '' AND v_by_number IS NULL AND v_by_word IS NULL THEN
      SELECT GROUP_CONCAT(JSON_ARRAY(h.account_id, 6, 'sounds_like')) INTO v_by_word
      FROM (SELECT aw.account_id FROM words w JOIN account_words aw ON aw.word_id = w.word_id
      WHERE w.sound_key = p_sound1
        AND (p_sound2 = '' OR EXISTS (SELECT 1 FROM account_words x JOIN words y ON y.word_id = x.word_id
          WHERE x.account_id = aw.account_id AND y.sound_key LIKE CONCAT(p_sound2, '%')))
      LIMIT 120) h;
    END IF;
  END IF;

  SET v_found = CONCAT('[', CONCAT_WS(',', v_by_number, v_by_word), ']');
  SELECT GROUP_CONCAT(JSON_ARRAY(f.account_id, f.hit, k.connection_id)
      ORDER BY f.rank_no, f.leads DESC, f.name, f.account_no),
    GROUP_CONCAT(IF(k.supply = 'notice', JSON_ARRAY(f.account_id,
      (SELECT MAX(y.liable_from) FROM account_connections y WHERE y.account_id = f.account_id), k.noticed_on), NULL))
  INTO v_shown, v_noticed
  FROM (SELECT x.account_id, x.rank_no, x.hit, xc.name, xa.account_no,
      (LOWER(xc.name) LIKE CONCAT(v_first, '%'))
        + (v_second <> '' AND LOWER(xc.name) LIKE CONCAT('% ', v_second, '%')) AS leads
    FROM (SELECT t.account_id, t.rank_no, t.hit, ROW_NUMBER() OVER (PARTITION BY t.account_id ORDER BY t.place) AS again
      FROM JSON_TABLE(v_found, '$[*]' COLUMNS (place FOR ORDINALITY, account_id BIGINT PATH '$[0]',
        rank_no TINYINT PATH '$[1]', hit VARCHAR(60) PATH '$[2]')) t) x
    JOIN accounts xa ON xa.account_id = x.account_id JOIN customers xc ON xc.customer_id = xa.customer_id
    WHERE x.again = 1
    ORDER BY x.rank_no, leads DESC, xc.name, xa.account_no LIMIT 51) f
  LEFT JOIN connections k ON k.connection_id = (
    SELECT y.connection_id FROM account_connections y
    WHERE y.account_id = f.account_id ORDER BY y.liable_from DESC LIMIT 1);
  -- Does a notice still stand? As notice_stands has it: where no plan and no discount of its day changes what was overdue
  -- then, the balances say it. Of the others the function is asked, by itself: a statement with one that reads opens
  -- all tables of it each time.
  IF v_noticed IS NOT NULL THEN
    SET v_minimum = setting_number('notice_minimum', 0);
    SELECT GROUP_CONCAT(IF(q.is_plain AND NOT COALESCE(q.liable_from <= q.noticed_on
        AND GREATEST(0, q.overdue) > v_minimum, 0), q.account_id, NULL)),
      GROUP_CONCAT(IF(q.is_plain, NULL, JSON_ARRAY(q.account_id, q.liable_from, q.noticed_on)))
    INTO v_lapsed, v_noticed
    FROM (SELECT n.account_id, n.liable_from, n.noticed_on,
        COALESCE(SUM(b.balance), 0) - (SELECT a.credit FROM accounts a WHERE a.account_id = n.account_id) AS overdue,
        COALESCE(SUM(b.discount_until >= n.noticed_on), 0) = 0
          AND NOT EXISTS (SELECT 1 FROM instalment_plans p WHERE p.account_id = n.account_id) AS is_plain
      FROM JSON_TABLE(CONCAT('[', v_noticed, ']'), '$[*]' COLUMNS (account_id BIGINT PATH '$[0]',
        liable_from DATE PATH '$[1]', noticed_on DATE PATH '$[2]')) n
      LEFT JOIN bills b ON b.account_id = n.account_id AND b.status IN ('issued', 'part_paid') AND b.due_on < n.noticed_on
      GROUP BY n.account_id, n.liable_from, n.noticed_on) q;
  END IF;
  IF v_noticed IS NOT NULL THEN
    SELECT CONCAT_WS(',', v_lapsed, GROUP_CONCAT(n.account_id)) INTO v_lapsed
    FROM JSON_TABLE(CONCAT('[', v_noticed, ']'), '$[*]' COLUMNS (account_id BIGINT PATH '$[0]',
      liable_from DATE PATH '$[1]', noticed_on DATE PATH '$[2]')) n
    WHERE NOT notice_stands(n.account_id, n.liable_from, n.noticed_on);
  END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  -- Everything else is read only of those that are shown.
  SELECT d.hit, a.account_id, a.account_no, a.credit, cu.name AS customer_name,
    COALESCE(k.premises, 'home') AS kind, IF(FIND_IN_SET(a.account_id, v_lapsed), 'on', COALESCE(k.supply, 'on')) AS supply,
    COALESCE(k.voltage, 'low') AS voltage,
    COALESCE(CONCAT_WS(', ', k.address, NULLIF(k.ward, '')), '') AS address,
    COALESCE((SELECT m.meter_no FROM meter_fittings mf JOIN meters m ON m.meter_id = mf.meter_id
      WHERE mf.connection_id = k.connection_id AND mf.removed_on IS NULL
      ORDER BY mf.fitted_on DESC LIMIT 1), '') AS meter_no,
    COALESCE((SELECT MIN(p.phone) FROM customer_phones p WHERE p.customer_id = cu.customer_id), '') AS phone,
    d.open_bills, d.overdue_bills, GREATEST(0, d.due - a.credit) AS due
  FROM (SELECT f.place, f.account_id, f.hit, f.connection_id, COUNT(b.bill_id) AS open_bills,
      COALESCE(SUM(b.due_on < v_today), 0) AS overdue_bills,
      -- Asked only where a day is still open: a function is slower than all else that is read of a bill.
      COALESCE(SUM(IF(b.discount_until >= v_today,
        bill_due(b.bill_id, b.balance, b.discount_amount, b.discount_until, v_today), b.balance)), 0) AS due
    FROM JSON_TABLE(CONCAT('[', COALESCE(v_shown, ''), ']'), '$[*]' COLUMNS (place FOR ORDINALITY, account_id BIGINT PATH '$[0]',
      hit VARCHAR(60) PATH '$[1]', connection_id BIGINT PATH '$[2]')) f
    LEFT JOIN bills b ON b.account_id = f.account_id AND b.status IN ('issued', 'part_paid')
    GROUP BY f.place, f.account_id, f.hit, f.connection_id) d
  JOIN accounts a ON a.account_id = d.account_id
  JOIN customers cu ON cu.customer_id = a.customer_id
  LEFT JOIN connections k ON k.connection_id = d.connection_id
  ORDER BY d.place;
END
