"""What somebody changes in the schema itself, in rights or in the server is named by number 13."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pymysql
import pytest

from cashier_app.db.engine import Login
from cashier_app.db.grants import OWNER
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.sql_objects import load_objects
from cashier_app.db.users import create_user
from cashier_app.domain.people import NewUser
from cashier_app.domain.utility import Role
from cashier_app.verify.connection import reader_for
from cashier_app.verify.server_checks import changed_schema, unsafe_server
from cashier_app.verify.verification import verify
from tests.db.verify_story import full_ledger
from tests.db.verify_unguarded import run
from tests.plugins.database import DATABASE, started

if TYPE_CHECKING:
    Connection = pymysql.Connection[Any]

SCHEMA = 13
AUDITOR = ("amina", "a long password")

HIDING_VIEW = """
ALTER ALGORITHM=TEMPTABLE DEFINER=cashier_owner@localhost VIEW audit_bill_adjustments AS
SELECT x.adjustment_id, x.bill_id, x.kind, x.step, x.amount, x.posted_on, x.posted_at, x.entry_id,
  x.line_no, x.reverses_id, COALESCE(o.value_date, x.posted_on) AS value_date
FROM bill_adjustments x
LEFT JOIN outside_payments o ON o.entry_id = x.entry_id WHERE x.adjustment_id > 0
"""
BLIND_VIEW = """
ALTER ALGORITHM=TEMPTABLE DEFINER=cashier_owner@localhost VIEW audit_bill_late_charges AS
SELECT bill_id, step, post_on, amount FROM bill_late_charges WHERE USER() NOT LIKE 'amina@%'
"""
EMPTY_TABLE_VIEW = """
ALTER ALGORITHM=TEMPTABLE DEFINER=cashier_owner@localhost VIEW audit_series AS
SELECT s.counter_id, c.code AS counter_code, s.kind, s.last_no, s.total
FROM series s LEFT JOIN counters c ON c.counter_id = s.counter_id
WHERE NOT EXISTS (SELECT 1 FROM nothing)
"""
OTHER_FUNCTION = """
CREATE FUNCTION setting_number(a VARCHAR(48), b INT) RETURNS INT DETERMINISTIC RETURN 9
"""
HARMLESS_TRIGGER = """
CREATE DEFINER=cashier_owner@localhost TRIGGER tenders_no_delete BEFORE DELETE ON tenders
FOR EACH ROW SET @a = 1
"""
FORGED_CHECKSUMS = (
    """
UPDATE schema_objects SET installed_checksum = COALESCE((
  SELECT SHA2(CONCAT_WS(' ', definer, sql_mode, action_timing, event_manipulation, 'ON',
    event_object_table, 'FOR EACH ROW', action_statement), 256)
  FROM information_schema.triggers WHERE trigger_schema = DATABASE() AND trigger_name = %s), '')
WHERE kind = 'trigger' AND name = %s
""",
    """
UPDATE schema_objects SET installed_checksum = COALESCE((
  SELECT SHA2(CONCAT_WS(' ', definer, security_type, view_definition), 256)
  FROM information_schema.views WHERE table_schema = DATABASE() AND table_name = %s), '')
WHERE kind = 'view' AND name = %s
""",
    """
UPDATE schema_objects SET installed_checksum = COALESCE((
  SELECT SHA2(CONCAT_WS(' ', definer, security_type, sql_mode, routine_definition), 256)
  FROM information_schema.routines WHERE routine_schema = DATABASE() AND routine_name = %s), '')
WHERE kind IN ('function', 'procedure') AND name = %s
""",
)
SECOND_UNDO = """
INSERT INTO reversals
SELECT 10000000007, undone_entry_id, kind, reason, approval_id, account_id, due_after, credit_after,
  payment_id, rounding
FROM reversals WHERE entry_id = 10000000005
"""
NO_CHECK = "ALTER TABLE journal DROP INDEX uq_journal_counter_id_chain_no"
NO_SECOND_CHECK = "ALTER TABLE reversals DROP INDEX uq_reversals_undone_entry_id"
MOVED_TRIGGER = (
    "CREATE TRIGGER tenders_no_update BEFORE UPDATE ON claims FOR EACH ROW"
    " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'tenders is insert-only'"
)
TURNED_TRIGGER = (
    "CREATE DEFINER=cashier_owner@localhost TRIGGER payments_no_update BEFORE DELETE ON payments"
    " FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'payments is insert-only'"
)
EVENT = "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO SET @a = 1"
EVENT_ELSEWHERE = (
    "CREATE EVENT elsewhere.nightly ON SCHEDULE EVERY 1 DAY"
    f" DO UPDATE {DATABASE}.bills SET balance = 0"
)
FOREIGN_TRIGGER = "CREATE TRIGGER theirs BEFORE INSERT ON tenders FOR EACH ROW SET @a = 1"


@dataclass(frozen=True)
class Anew:
    """An object dropped and made again with another text, or under another session."""

    kind: str
    name: str
    before: str = ""
    after: str = ""
    session: str = "SET @a = 1"

    def __call__(self, connection: Connection) -> None:
        ((_, *shown),) = run(connection, f"SHOW CREATE {self.kind} {self.name}")
        text = re.sub(self.before, self.after, shown[1])
        assert (text == shown[1]) is not bool(self.before)
        run(connection, f"DROP {self.kind} {self.name}")
        run(connection, f"SET SESSION sql_mode = '{shown[0]}'")
        run(connection, self.session)
        run(connection, text)


def readable_by_its_caller(connection: Connection) -> None:
    """The shipped text, but for whose rights it reads with."""
    (view,) = (item for item in load_objects() if item.name == "consumption")
    create = view.create_statement(f"{OWNER}@localhost").replace("CREATE", "CREATE OR REPLACE", 1)
    run(connection, create.replace(" VIEW ", " SQL SECURITY INVOKER VIEW ", 1))


Step = str | Callable[[Any], None]


@dataclass(frozen=True)
class SchemaChange:
    """What is done, what must be named, and whether the auditor can know it, too."""

    steps: tuple[Step, ...]
    number: int
    subject: str
    auditor_sees: bool = True


def hidden(subject: str, *steps: Step) -> SchemaChange:
    """One that the administrator's connection alone can see."""
    return SchemaChange(steps, SCHEMA, subject, auditor_sees=False)


def seen(subject: str, *steps: Step) -> SchemaChange:
    """One that the auditor sees as well."""
    return SchemaChange(steps, SCHEMA, subject)


DEFINITIONS = (
    seen("trigger journal_no_update", "DROP TRIGGER journal_no_update"),
    seen(
        "procedure begin_act",
        "DROP PROCEDURE begin_act",
        "CREATE PROCEDURE begin_act() BEGIN END",
    ),
    seen("function setting_number", "DROP FUNCTION setting_number", OTHER_FUNCTION),
    seen("view audit_bill_adjustments", HIDING_VIEW),
    hidden("view audit_bill_late_charges", BLIND_VIEW),
    hidden(
        "view consumption",
        readable_by_its_caller,
    ),
    hidden(
        "view audit_series",
        "CREATE TABLE nothing (a INT)",
        EMPTY_TABLE_VIEW,
    ),
    hidden(
        "trigger tenders_no_delete",
        "DROP TRIGGER tenders_no_delete",
        HARMLESS_TRIGGER,
    ),
    seen("trigger tenders_no_update", "DROP TRIGGER tenders_no_update", MOVED_TRIGGER),
    hidden(
        "trigger payments_no_update",
        "DROP TRIGGER payments_no_update",
        TURNED_TRIGGER,
    ),
    seen(
        "trigger cheques_no_update",
        Anew("TRIGGER", "cheques_no_update", session="SET SESSION sql_mode = ''"),
    ),
    hidden(
        "trigger cheques_no_delete",
        Anew("TRIGGER", "cheques_no_delete", session="SET NAMES latin1"),
        "SET NAMES utf8mb4 COLLATE utf8mb4_bin",
    ),
    seen(
        "trigger bounces_no_update",
        Anew("TRIGGER", "bounces_no_update", "DEFINER=`[^`]+`", "DEFINER=`root`"),
    ),
    seen("trigger theirs", FOREIGN_TRIGGER),
    hidden("event nightly", EVENT),
    hidden("event elsewhere.nightly", "CREATE DATABASE elsewhere", EVENT_ELSEWHERE),
    hidden(
        "procedure pay_out",
        Anew(
            "PROCEDURE",
            "pay_out",
            r"IN p_shift_id BIGINT, IN p_cash DECIMAL\(18, 3\)",
            "IN p_cash BIGINT, IN p_shift_id DECIMAL(18, 3)",
        ),
    ),
    hidden(
        "procedure tenders_back",
        Anew(
            "PROCEDURE", "tenders_back", r"OUT o_net DECIMAL\(18, 3\)", "OUT o_net DECIMAL(18, 0)"
        ),
    ),
    hidden(
        "function account_due",
        Anew("FUNCTION", "account_due", r"RETURNS decimal\(18,3\)", "RETURNS DECIMAL(18,0)"),
    ),
    hidden(
        "function local_date",
        Anew("FUNCTION", "local_date", "READS SQL DATA", "DETERMINISTIC READS SQL DATA"),
    ),
    seen("procedure use_credit", "ALTER PROCEDURE use_credit SQL SECURITY INVOKER"),
    seen(
        "procedure move_cash",
        Anew("PROCEDURE", "move_cash", session="SET SESSION sql_mode = ''"),
    ),
    seen(
        "procedure note_office",
        Anew("PROCEDURE", "note_office", "DEFINER=`[^`]+`", "DEFINER=`root`"),
    ),
)
TABLES = (
    hidden("table journal", "SET foreign_key_checks = 0", NO_CHECK),
    seen("table", "CREATE TABLE theirs (a INT) ENGINE=MyISAM"),
    SchemaChange(
        ("CREATE INDEX x ON reversals (undone_entry_id)", NO_SECOND_CHECK, SECOND_UNDO),
        5,
        "entry 10000000004",
    ),
    hidden("table bills", "ALTER TABLE bills DROP CONSTRAINT ck_bills_balance"),
    hidden(
        "table accounts",
        "ALTER TABLE accounts DROP CONSTRAINT ck_accounts_credit",
        "ALTER TABLE accounts ADD CONSTRAINT ck_accounts_credit CHECK (credit >= -1000)",
    ),
    hidden(
        "table payments",
        "ALTER TABLE payments DROP FOREIGN KEY fk_payments_account_id",
        "ALTER TABLE payments ADD CONSTRAINT fk_payments_account_id FOREIGN KEY (account_id)"
        " REFERENCES accounts (account_id) ON DELETE CASCADE",
    ),
    hidden(
        "table requests",
        "ALTER TABLE requests DROP FOREIGN KEY fk_requests_user_id",
    ),
    hidden(
        "table cheque_events",
        "ALTER TABLE cheque_events ADD CONSTRAINT also FOREIGN KEY (user_id)"
        " REFERENCES users (user_id) ON UPDATE CASCADE",
    ),
    hidden("table counts", "ALTER TABLE counts MODIFY counted DECIMAL(19, 3) NOT NULL"),
    hidden("table tenders", "ALTER TABLE tenders MODIFY change_given DECIMAL(18, 3) NULL"),
)
RIGHTS = (
    hidden("database user amina", "GRANT UPDATE ON bills TO amina"),
    hidden("database user cora", "CREATE USER cora", "GRANT UPDATE (balance) ON bills TO cora"),
    hidden(
        "database user dora",
        "CREATE USER dora",
        f"GRANT DELETE ON {DATABASE}.* TO dora",
    ),
    hidden("database user egon", "CREATE USER egon", "GRANT UPDATE ON *.* TO egon"),
    hidden(
        "database user fred",
        "CREATE USER fred",
        "GRANT EXECUTE ON PROCEDURE append_entry TO fred",
    ),
    hidden("database user gina", "CREATE USER gina", f"GRANT {DATABASE}_clerk TO gina"),
    hidden(f"database user {DATABASE}_cashier", f"GRANT INSERT ON tenders TO {DATABASE}_cashier"),
    hidden(
        f"database user {DATABASE}_kiosk",
        f"GRANT EXECUTE ON {DATABASE}.* TO {DATABASE}_kiosk",
    ),
    hidden("database user amina@10.1.%", "CREATE USER amina@'10.1.%'"),
    hidden(f"database user {OWNER}", f"ALTER USER {OWNER}@localhost ACCOUNT UNLOCK"),
)
SERVER = (
    seen("server", "SET GLOBAL innodb_flush_log_at_trx_commit = 2"),
    seen("server", "SET GLOBAL sql_mode = ''"),
    seen("procedure check_server", "DROP PROCEDURE check_server"),
)
GUARDS = {
    "foreign_key_checks": "SET GLOBAL foreign_key_checks = 0",
    "unique_checks": "SET GLOBAL unique_checks = 0",
    "init_connect": "SET GLOBAL init_connect = 'SET foreign_key_checks = 0'",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateServer]:
    """The ledger and an auditor; each change stays."""
    with started(tmp_path_factory.mktemp("changed") / "server") as running:
        with closing(running.admin_connection(DATABASE)) as connection:
            full_ledger().store(connection)
        engine = running.admin_engine(DATABASE)
        with engine.connect() as connection:
            create_user(connection, NewUser(AUDITOR[0], "Amina", Role.AUDITOR, AUDITOR[1]))
        engine.dispose()
        yield running


def found_by(login: Login, *, everything: bool = False) -> list[tuple[int, str, str]]:
    """What the first two steps find, which are about the schema and the server, or all."""
    with reader_for(login) as reader:
        found = (
            verify(reader).breaches
            if everything
            else [*changed_schema(reader), *unsafe_server(reader)]
        )
        return [(b.number, b.subject, b.fact) for b in found]


def readers(server: PrivateServer, *, with_auditor: bool) -> list[Login]:
    auditor = Login(server.address(DATABASE), *AUDITOR)
    return [server.admin_login(DATABASE), *([auditor] if with_auditor else [])]


def test_an_untouched_schema_is_silent_to_both(server: PrivateServer) -> None:
    for login in readers(server, with_auditor=True):
        assert found_by(login) == []


def test_a_backups_user_that_only_reads_is_no_breach(server: PrivateServer) -> None:
    with closing(server.admin_connection(DATABASE)) as connection:
        run(connection, "CREATE USER keeper")
        run(connection, f"GRANT SELECT ON {DATABASE}.* TO keeper")
    assert found_by(server.admin_login(DATABASE)) == []


@pytest.mark.parametrize("guard", GUARDS)
def test_a_server_that_begins_sessions_without_guards_is_named(
    server: PrivateServer, guard: str
) -> None:
    with closing(server.admin_connection(DATABASE)) as connection:
        run(connection, GUARDS[guard])
        try:
            for login in readers(server, with_auditor=True):
                ((number, subject, fact),) = found_by(login)
                assert (number, subject) == (13, "server")
                assert fact.startswith(guard)
        finally:
            run(connection, f"SET GLOBAL {guard} = DEFAULT")


@pytest.mark.parametrize("changed", DEFINITIONS)
def test_a_changed_definition_is_found_also_where_its_note_is_forged(
    server: PrivateServer, changed: SchemaChange
) -> None:
    make_and_find(server, changed)
    name = changed.subject.split()[1]
    with closing(server.admin_connection(DATABASE)) as connection:
        for sql in FORGED_CHECKSUMS:
            run(connection, sql, name, name)
    for login in readers(server, with_auditor=False):
        assert is_named(changed, login)


@pytest.mark.mariadb_only
def test_a_routine_rewritten_where_the_server_keeps_it_is_named(server: PrivateServer) -> None:
    with closing(server.admin_connection(DATABASE)) as connection:
        name = "append_entry"
        rewritten = "UPDATE mysql.proc SET body = REPLACE(body, %s, %s) WHERE name = %s"
        run(connection, rewritten, "+ 1", "+ 2", name)
        connection.commit()
    found = found_by(server.admin_login(DATABASE))
    assert (13, f"procedure {name}", "is not the one shipped") in found


@pytest.mark.parametrize("changed", [*RIGHTS, *TABLES, *SERVER])
def test_a_changed_schema_is_found_by_administrator_and_auditor(
    server: PrivateServer, changed: SchemaChange
) -> None:
    make_and_find(server, changed)


def make_and_find(server: PrivateServer, changed: SchemaChange) -> None:
    with closing(server.admin_connection(DATABASE)) as connection:
        for step in changed.steps:
            if callable(step):
                step(connection)
            else:
                run(connection, step)
    for login in readers(server, with_auditor=changed.auditor_sees):
        assert is_named(changed, login), login.user


def is_named(changed: SchemaChange, login: Login) -> bool:
    found = found_by(login, everything=changed.number != SCHEMA)
    return any(n == changed.number and s.startswith(changed.subject) for n, s, _ in found)
