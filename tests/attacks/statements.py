"""Statements that a person with a database user of the role may send with any SQL client.

All of it follows from the shipped objects and tables, so that a new one is attacked without a
word here. Nothing in the list is lawful as it stands: it is refused, or it changes exactly what
`LAWFUL` says of its procedure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cashier_app.db.sql_objects import ObjectKind, SqlObject, load_objects
from cashier_app.db.tables.columns import metadata
from cashier_app.domain.utility import Role

TABLES = {name: [c.name for c in table.columns] for name, table in sorted(metadata.tables.items())}
VIEWS = [o.name for o in load_objects() if o.kind is ObjectKind.VIEW]
ROUTINES = [o for o in load_objects() if o.kind in {ObjectKind.PROCEDURE, ObjectKind.FUNCTION}]

CLERKS = {
    "customers", "customer_phones", "routes", "connections", "accounts", "former_account_numbers",
    "account_connections", "meters", "registers", "meter_fittings", "readings", "file_imports",
    "words", "account_words", "tariffs", "tariff_versions", "tariff_charges",
    "tariff_charge_bases", "tariff_blocks", "discount_schemes", "late_payment_rules",
    "connection_loads", "connection_tariffs", "connection_schemes", "bill_runs",
    "bill_run_patterns",
    "bill_run_lines", "bill_run_late_charges", "bill_run_items", "bill_run_readings",
    "bill_run_exceptions",
}  # fmt: skip
"""Master data, and what a run is priced in, are a clerk's to write; written here once more, so that
a right too many is noticed."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is sent, with its values, and which tables it may change when it is not refused."""

    text: str
    values: tuple[object, ...] = ()
    may_change: frozenset[str] = frozenset()

    def __str__(self) -> str:
        shown = ", ".join(repr(value)[:80] for value in self.values)
        return f"{self.text[:200]} ({shown})" if self.values else self.text[:200]


def on_tables(role: Role | str) -> Iterator[Statement]:
    """Every table with every statement that writes, locks, empties, changes or carries it off."""
    for name, columns in TABLES.items():
        first, last = columns[0], columns[-1]
        allowed = frozenset({name, "audit_events"}) if role is Role.CLERK and name in CLERKS else ()
        for text in (
            f"INSERT INTO {name} () VALUES ()",
            f"INSERT INTO {name} SELECT * FROM {name} LIMIT 1",
            f"INSERT INTO {name} ({first}) VALUES (-1) ON DUPLICATE KEY UPDATE {last} = {last}",
            f"REPLACE INTO {name} ({first}) VALUES (1)",
            f"UPDATE {name} SET {last} = {last}",
            f"UPDATE {name} SET {first} = -1",
            f"UPDATE {name} SET {last} = NULL",
            f"DELETE FROM {name}",
            f"DELETE x FROM {name} x, {name} y",
            f"TRUNCATE TABLE {name}",
            f"ALTER TABLE {name} ADD COLUMN mine INT",
            f"ALTER TABLE {name} DISABLE KEYS",
            f"DROP TABLE {name}",
            f"RENAME TABLE {name} TO other_{name}",
            f"CREATE INDEX mine ON {name} ({first})",
            f"CREATE TRIGGER mine BEFORE INSERT ON {name} FOR EACH ROW SET @x = 1",
            f"LOCK TABLES {name} WRITE",
            f"LOCK TABLES {name} READ",
            f"SELECT * FROM {name}",
            f"SELECT * FROM {name} FOR UPDATE",
            f"SELECT * FROM {name} LOCK IN SHARE MODE",
            f"HANDLER {name} OPEN",
            f"LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE {name}",
            f"LOAD DATA INFILE '/etc/hostname' INTO TABLE {name}",
            f"SELECT * FROM {name} INTO OUTFILE '/tmp/{name}.stolen'",
            f"CREATE TABLE copy_of_{name} AS SELECT * FROM {name}",
            f"CREATE VIEW v_{name} AS SELECT * FROM {name}",
            f"OPTIMIZE TABLE {name}",
            f"ANALYZE TABLE {name}",
            f"REPAIR TABLE {name}",
        ):
            yield Statement(text, (), frozenset(allowed))


def on_views() -> Iterator[Statement]:
    """Every view: written through, locked through, changed, carried off."""
    for name in VIEWS:
        for text in (
            f"SELECT * FROM {name}",
            f"SELECT * FROM {name} FOR UPDATE",
            f"SELECT * FROM {name} LOCK IN SHARE MODE",
            f"INSERT INTO {name} SELECT * FROM {name} LIMIT 1",
            f"DELETE FROM {name}",
            f"LOCK TABLES {name} READ",
            f"DROP VIEW {name}",
            f"CREATE OR REPLACE VIEW {name} AS SELECT 1 AS x",
            f"ALTER SQL SECURITY INVOKER VIEW {name} AS SELECT 1 AS x",
            f"SELECT * FROM {name} INTO OUTFILE '/tmp/{name}.stolen'",
        ):
            yield Statement(text)


def on_the_server(others: str, database: str, thread: int) -> Iterator[Statement]:
    """Users, rights, secrets, settings and other people's connections."""
    owner = "'cashier_owner'@'localhost'"
    for text in (
        f"SET PASSWORD FOR '{others}'@'%%' = 'Stolen-horse-77'",
        f"SET PASSWORD FOR '{others}'@'%%' = PASSWORD('Stolen-horse-77')",
        f"ALTER USER '{others}'@'%%' IDENTIFIED BY 'Stolen-horse-77'",
        f"ALTER USER '{others}'@'%%' ACCOUNT LOCK",
        f"ALTER USER {owner} ACCOUNT UNLOCK",
        f"RENAME USER '{others}'@'%%' TO 'gone'@'%%'",
        f"DROP USER '{others}'@'%%'",
        "CREATE USER 'mallory'@'%%' IDENTIFIED BY 'Stolen-horse-77'",
        "CREATE ROLE mallory",
        f"GRANT {database}_administrator TO CURRENT_USER()",
        f"GRANT '{database}_supervisor' TO '{others}'@'%%'",
        f"GRANT ALL ON {database}.* TO '{others}'@'%%'",
        f"REVOKE ALL PRIVILEGES, GRANT OPTION FROM '{others}'@'%%'",
        f"SET ROLE {database}_administrator",
        f"SET ROLE {database}_clerk",
        f"SHOW GRANTS FOR '{others}'@'%%'",
        f"SHOW GRANTS FOR {owner}",
        f"SHOW CREATE USER '{others}'@'%%'",
        "SELECT * FROM mysql.user",
        "SELECT * FROM mysql.global_priv",
        "SELECT * FROM mysql.db",
        "SELECT * FROM mysql.general_log",
        "SELECT * FROM mysql.proc",
        "SELECT * FROM mysql.innodb_table_stats",
        "UPDATE mysql.user SET Create_user_priv = 'Y'",
        "SELECT * FROM performance_schema.events_statements_history_long",
        "SELECT * FROM performance_schema.events_statements_current",
        "SELECT * FROM performance_schema.user_variables_by_thread",
        "SELECT * FROM sys.session",
        "SELECT * FROM information_schema.user_privileges",
        "SELECT * FROM information_schema.innodb_trx",
        "SELECT * FROM information_schema.innodb_metrics",
        "SELECT * FROM information_schema.processlist",
        (
            "SELECT routine_definition FROM information_schema.routines"
            " WHERE routine_definition IS NOT NULL AND routine_schema = DATABASE()"
        ),
        "SELECT action_statement FROM information_schema.triggers",
        "SELECT view_definition FROM information_schema.views",
        "SELECT * FROM information_schema.tables WHERE table_schema = DATABASE()",
        "SELECT * FROM information_schema.columns WHERE table_schema = DATABASE()",
        "SELECT * FROM information_schema.schema_privileges",
        "SHOW FULL PROCESSLIST",
        "SHOW CREATE PROCEDURE take_payment",
        "SHOW CREATE PROCEDURE add_person",
        "SHOW ENGINE INNODB STATUS",
        "SHOW BINARY LOGS",
        "SHOW MASTER STATUS",
        "SHOW BINLOG EVENTS",
        "SHOW GLOBAL VARIABLES LIKE '%%ssl_key%%'",
        f"KILL {thread}",
        f"KILL QUERY {thread}",
        "KILL USER 'root'",
        "SHUTDOWN",
        "FLUSH TABLES WITH READ LOCK",
        "FLUSH TABLES journal FOR EXPORT",
        "FLUSH PRIVILEGES",
        "FLUSH LOGS",
        "RESET MASTER",
        "PURGE BINARY LOGS BEFORE NOW()",
        "BACKUP STAGE START",
        "LOCK INSTANCE FOR BACKUP",
        "SET GLOBAL innodb_flush_log_at_trx_commit = 0",
        "SET GLOBAL sync_binlog = 0",
        "SET GLOBAL general_log = 1",
        "SET GLOBAL read_only = 1",
        "SET GLOBAL event_scheduler = 1",
        "SET GLOBAL time_zone = '+05:00'",
        "SET GLOBAL max_connections = 1",
        "SET SESSION sql_log_bin = 0",
        "SET SESSION sql_log_off = 1",
        "SET PERSIST max_connections = 10",
        "SET SESSION binlog_format = 'STATEMENT'",
        f"DROP DATABASE {database}",
        "CREATE DATABASE mine",
        f"ALTER DATABASE {database} CHARACTER SET latin1",
        "CREATE TABLE mine (x INT)",
        "CREATE TEMPORARY TABLE bills (x INT)",
        "CREATE TEMPORARY TABLE users (x INT)",
        "CREATE FUNCTION person_name() RETURNS INT RETURN 1",
        "CREATE FUNCTION mine() RETURNS INT RETURN 1",
        "CREATE PROCEDURE refuse(a INT, b INT) BEGIN END",
        "CREATE OR REPLACE PROCEDURE take_payment() BEGIN END",
        "CREATE EVENT mine ON SCHEDULE EVERY 1 SECOND DO DELETE FROM journal",
        "ALTER PROCEDURE take_payment SQL SECURITY INVOKER",
        "DROP PROCEDURE take_payment",
        "DROP FUNCTION person_name",
        "DROP TRIGGER journal_no_update",
        "CREATE FUNCTION sys_exec RETURNS INT SONAME 'udf.so'",
        "INSTALL PLUGIN mine SONAME 'mine.so'",
        "INSTALL COMPONENT 'file://mine'",
        "SELECT LOAD_FILE('/etc/passwd') IS NOT NULL OR 0 HAVING 1 = 0",
        "SELECT 1 INTO OUTFILE '/tmp/one.stolen'",
        "SELECT 1 INTO DUMPFILE '/tmp/two.stolen'",
        "CHANGE MASTER TO MASTER_HOST = 'mallory'",
        "CHANGE REPLICATION SOURCE TO SOURCE_HOST = 'mallory'",
        "CREATE SERVER mine FOREIGN DATA WRAPPER mysql OPTIONS (HOST 'mallory')",
        "XA RECOVER",
        "BINLOG 'AAAA'",
    ):
        yield Statement(text.replace("%%", "%"))


_IN = re.compile(r"\bIN\s+(?P<name>p_\w+)\s+(?P<type>\w+)(?:\((?P<size>[\d, ]+)\))?", re.IGNORECASE)
_HEAD = re.compile(r"^CREATE .*?\((?P<parameters>.*?)\)\s*\n?(?:RETURNS|SQL SECURITY)", re.S | re.M)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a procedure."""

    name: str
    kind: str
    size: int


def parameters_of(routine: SqlObject) -> list[Parameter]:
    """What a routine is given, in order."""
    found = _HEAD.search(routine.text)
    if found is None:
        return []
    return [
        Parameter(m["name"], m["type"].upper(), int((m["size"] or "0").split(",")[0]))
        for m in _IN.finditer(found["parameters"])
    ]


def out_of_reach(role: Role | str) -> Iterator[Statement]:
    """Every routine that the role may not call, with the right number of values."""
    for routine in ROUTINES:
        reach = {role} | ({Role.CASHIER} if role is Role.SUPERVISOR else set())
        if reach & set(routine.roles):
            continue
        count = len(re.findall(r"\b(?:IN|OUT|INOUT)\s+[po]_\w+", _parameters(routine)))
        marks = ", ".join(f"@a{n}" for n in range(count))
        word = "CALL" if routine.kind is ObjectKind.PROCEDURE else "SELECT"
        yield Statement(f"{word} {routine.name}({marks})")
        yield Statement(f"DROP {routine.kind.value.upper()} {routine.name}")


def _parameters(routine: SqlObject) -> str:
    found = _HEAD.search(routine.text)
    return found["parameters"] if found else ""


HOSTILE_TEXTS: tuple[object, ...] = (
    None, "", "{}", "[]", "null", "[1,2", "[[]]", '{"v":1}', '{"v":"1"}', "[" * 3000, '"x"',
    "[[-1,-1,-1,-1,-1]]", '{"v":1,"v":2}', "x" * 70_000, "'; DROP TABLE journal; -- ",
    '[["cash",-100000,0]]', "[99999999999999999999999999]", "{\"a\":NaN}", "\ufeff{}",
)  # fmt: skip
HOSTILE_NUMBERS: tuple[object, ...] = (
    None, -1, 0, 1, 2**63 - 1, -(2**63), 2**64, "1e18", "0.005", "NaN", "1,00", "' OR 1=1 -- ", "",
)  # fmt: skip
HOSTILE_DATES: tuple[object, ...] = (
    None, "1900-01-01", "9999-12-31", "0000-00-00", "2026-02-30", "today", -1, "",
)  # fmt: skip
HOSTILE_NAMES: tuple[object, ...] = (
    None, "", " ", "%", "_", "' OR '1'='1", "root", "cashier_owner", "x" * 300, "\x00", "\u202e",
    "\\", "x'; DROP TABLE journal; -- ", "03-000001", "99-999999", "payment", "0" * 32, "f" * 64,
)  # fmt: skip


def hostile_values(parameter: Parameter) -> tuple[object, ...]:
    """What no honest counter would send in this place."""
    if parameter.kind == "LONGTEXT":
        return HOSTILE_TEXTS
    if parameter.kind == "DATE":
        return HOSTILE_DATES
    if parameter.kind in {"BIGINT", "INT", "TINYINT", "SMALLINT", "BOOLEAN", "DECIMAL"}:
        return HOSTILE_NUMBERS
    return HOSTILE_NAMES
