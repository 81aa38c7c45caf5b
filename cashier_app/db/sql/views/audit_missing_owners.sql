-- Customers, accounts and connections that are gone while rows name them: a table that was emptied is known by its readers.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_missing_owners AS
SELECT 'customer' AS what, a.customer_id AS missing_id, CONCAT('account ', a.account_no) AS named_by
FROM accounts a
LEFT JOIN customers c ON c.customer_id = a.customer_id
WHERE c.customer_id IS NULL
UNION ALL
SELECT 'account', n.account_id, 'bills'
FROM (SELECT DISTINCT account_id FROM bills) n
LEFT JOIN accounts a ON a.account_id = n.account_id
WHERE a.account_id IS NULL
UNION ALL
SELECT 'account', n.account_id, 'receipts'
FROM (SELECT DISTINCT account_id FROM payments) n
LEFT JOIN accounts a ON a.account_id = n.account_id
WHERE a.account_id IS NULL
UNION ALL
SELECT 'account', n.account_id, 'credit'
FROM (SELECT DISTINCT account_id FROM credit_entries) n
LEFT JOIN accounts a ON a.account_id = n.account_id
WHERE a.account_id IS NULL
UNION ALL
SELECT 'connection', n.connection_id, 'bills'
FROM (SELECT DISTINCT connection_id FROM bills) n
LEFT JOIN connections k ON k.connection_id = n.connection_id
WHERE k.connection_id IS NULL
