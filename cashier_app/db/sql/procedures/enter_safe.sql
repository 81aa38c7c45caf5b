-- One line in the safe's ledger, under the lock of lock_safe; before the safe is opened there is none.
-- grants:
CREATE PROCEDURE enter_safe(
  IN p_office_id BIGINT, IN p_held DECIMAL(18, 3), IN p_entry_id BIGINT,
  IN p_kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin, IN p_amount DECIMAL(18, 3),
  IN p_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_user_id BIGINT, IN p_stored_at DATETIME(6)
)
SQL SECURITY DEFINER
BEGIN
  IF p_held IS NOT NULL OR p_kind = 'opening' THEN
    INSERT INTO safe_entries (office_id, entry_id, kind, amount, reason, user_id, stored_at, balance_after)
    VALUES (p_office_id, p_entry_id, p_kind, p_amount, p_reason, p_user_id, p_stored_at,
      COALESCE(p_held, 0) + p_amount);
  END IF;
END
