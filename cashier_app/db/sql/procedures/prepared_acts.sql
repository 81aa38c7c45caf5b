-- The names of transactions that were prepared (XA) and left: a person cannot see them on MySQL, and they hold their locks.
-- grants: cashier supervisor
CREATE PROCEDURE prepared_acts()
SQL SECURITY DEFINER
BEGIN
  XA RECOVER;
END
