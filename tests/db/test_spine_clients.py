"""With a person's own database user and any SQL client (payments.md, sections 3 and 5, A1)."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pymysql
import pytest

from cashier_app.db.sql_objects import ObjectKind, load_objects
from cashier_app.db.tables.columns import metadata
from cashier_app.domain.utility import Role
from tests.support.counter import PASSWORD, Desk, World, unique
from tests.support.selling import Answer, Selling, ask, call, entries_of, is_free, state_of

if TYPE_CHECKING:
    Client = pymysql.Connection[Any]

TABLES = sorted(metadata.tables)
DENIED = {1044, 1142, 1143, 1227, 1370, 1698}


@pytest.fixture
def selling(world: World) -> Selling:
    return Selling(world.desk())


@pytest.fixture
def client(selling: Selling) -> Iterator[Client]:
    with closing(selling.desk.client()) as plain:
        yield plain


def refused_number(client: Client, statement: str) -> int:
    with client.cursor() as cursor, pytest.raises(pymysql.MySQLError) as error:
        cursor.execute(statement)
    return int(error.value.args[0])


@pytest.mark.parametrize("table", TABLES)
def test_a_cashier_neither_reads_nor_writes_nor_locks_a_table(client: Client, table: str) -> None:
    column = next(iter(metadata.tables[table].columns)).name
    for statement in (
        f"SELECT * FROM {table}",
        f"SELECT * FROM {table} FOR UPDATE",
        f"SELECT * FROM {table} LOCK IN SHARE MODE",
        f"INSERT INTO {table} () VALUES ()",
        f"UPDATE {table} SET {column} = {column}",
        f"DELETE FROM {table}",
        f"TRUNCATE TABLE {table}",
        f"LOCK TABLES {table} WRITE",
        f"HANDLER {table} OPEN",
    ):
        assert refused_number(client, statement) in DENIED, statement


@pytest.mark.parametrize("role", [Role.CASHIER, Role.SUPERVISOR])
def test_counter_roles_have_no_right_on_any_table_or_view(world: World, role: Role) -> None:
    rights = world.run(
        "SELECT Table_name, Table_priv FROM mysql.tables_priv WHERE User = %s",
        f"{world.database}_{role.value}",
    )
    granted = {name.decode() if isinstance(name, bytes) else name for name, _ in rights}
    assert not granted & set(TABLES)


VIEWS = [view.name for view in load_objects() if view.kind is ObjectKind.VIEW]


def test_a_cashier_reads_no_view(client: Client) -> None:
    for name in VIEWS:
        assert refused_number(client, f"SELECT * FROM {name}") in DENIED


def test_an_auditor_locks_nothing_through_any_view(selling: Selling, world: World) -> None:
    account, paid = world.account(("100",)), world.account(("5",))
    selling.take(paid)
    auditor = replace(selling.desk, user_name=world.person(Role.AUDITOR))
    with closing(auditor.client()) as client, client.cursor() as cursor:
        cursor.execute("START TRANSACTION")
        for name in VIEWS:
            # MySQL refuses the lock, MariaDB takes it on the view's own copy.
            with contextlib.suppress(pymysql.MySQLError):
                cursor.execute(f"SELECT * FROM {name} FOR UPDATE")
                cursor.fetchall()
        assert is_free(world, account.bills[0].bill_id)
        assert selling.take(account).total == 100
        cursor.execute("ROLLBACK")


@pytest.mark.parametrize(
    "name",
    [
        p.name
        for p in load_objects()
        if p.kind in {ObjectKind.PROCEDURE, ObjectKind.FUNCTION} and Role.CASHIER not in p.roles
    ],
)
def test_inner_procedures_are_out_of_reach(client: Client, name: str) -> None:
    kind = next(o.kind for o in load_objects() if o.name == name)
    word = "CALL" if kind is ObjectKind.PROCEDURE else "SELECT"
    assert refused_number(client, f"{word} {name}()") in DENIED | {1305, 1318}
    grants = _executable(client)
    assert name not in grants


def _executable(client: Client) -> set[str]:
    with client.cursor() as cursor:
        cursor.execute(
            "SELECT routine_name FROM information_schema.routines WHERE routine_schema = DATABASE()"
        )
        return {row[0] for row in cursor.fetchall()}


def test_named_locks_of_a_client_stop_nobody(
    selling: Selling, world: World, client: Client
) -> None:
    account = world.account(("100",))
    with client.cursor() as cursor:
        for name in ("bills", f"bill_{account.bills[0].bill_id}", "take_payment", "series"):
            cursor.execute("SELECT GET_LOCK(%s, 0)", (name,))
    assert selling.take(account).total == 100


def test_an_open_transaction_of_a_client_locks_nothing(
    selling: Selling, world: World, client: Client
) -> None:
    """Reads and claims of a session in a transaction of its own hold no row."""
    account = world.account(("100",))
    with client.cursor() as cursor:
        cursor.execute("SET autocommit = 0")
        cursor.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
        cursor.execute("START TRANSACTION")
    ask(client, "payment_screen", selling.desk.token, account.account_id, None)
    assert is_free(world, account.bills[0].bill_id)
    assert selling.take(account).total == 100


# What any session may set; for some MySQL asks for a privilege. A payment is as usual or refused.
SWITCHES = {
    "both": [
        "autocommit = 0",
        "completion_type = 'CHAIN'",
        "completion_type = 'RELEASE'",
        "time_zone = '+05:30'",
        "time_zone = '-12:00'",
        "timestamp = 1",
        "sql_mode = ''",
        "sql_mode = 'ANSI,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES'",
        "innodb_lock_wait_timeout = 1000",
        "lock_wait_timeout = 1",
        "group_concat_max_len = 4",
        "div_precision_increment = 0",
        "last_insert_id = 77",
        "sql_select_limit = 1",
        "max_sp_recursion_depth = 0",
        "collation_connection = 'utf8mb4_general_ci'",
        "character_set_connection = 'latin1'",
        "character_set_client = 'latin1'",
        "sql_safe_updates = 1",
        "sql_big_selects = 0",
        "max_join_size = 1",
        "optimizer_switch = 'materialization=off,semijoin=off,derived_merge=off'",
        "max_heap_table_size = 16384",
        "sql_notes = 0",
        "lc_time_names = 'de_DE'",
        "sql_auto_is_null = 1",
        "SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED",
        "TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "SESSION TRANSACTION READ ONLY",
        "TRANSACTION READ ONLY",
        "wait_timeout = 100",
        "sort_buffer_size = 32768",
        "max_sort_length = 8388608",
    ],
    "mariadb": [
        "low_priority_updates = 1",
        "check_constraint_checks = 0",
        "auto_increment_increment = 100",
        "auto_increment_offset = 7",
        "old_mode = 'ZERO_DATE_TIME_CAST'",
        "tmp_memory_table_size = 0",
        "default_tmp_storage_engine = 'MyISAM'",
        "idle_transaction_timeout = 1",
        "sql_if_exists = 1",
        "max_statement_time = 60",
        "sort_buffer_size = 1024",
    ],
    "mysql": ["max_execution_time = 1", "windowing_use_high_precision = 0"],
}
UNSAFE = {
    "both": ["foreign_key_checks = 0", "unique_checks = 0", "insert_id = 900"],
    "mariadb": [
        "max_statement_time = 5",
        "max_statement_time = 0.5",
        "max_session_mem_used = 500000",
        "max_session_mem_used = 67108864",
    ],
    "mysql": [],
}


def marked(switches: dict[str, list[str]]) -> list[Any]:
    marks: dict[str, Any] = {
        "both": (),
        "mariadb": pytest.mark.mariadb_only,
        "mysql": pytest.mark.mysql_only,
    }
    return [
        pytest.param(switch, marks=marks[flavour])
        for flavour, found in switches.items()
        for switch in found
    ]


@pytest.mark.parametrize("switch", marked(SWITCHES))
def test_a_session_switch_changes_nothing_about_a_payment(
    selling: Selling, world: World, client: Client, switch: str
) -> None:
    account = world.account(("100", "1.05"), credit="7")
    order = selling.order(account)
    with client.cursor() as cursor:
        cursor.execute(f"SET {switch}")
    before = datetime.now(UTC).replace(tzinfo=None)
    answer = call(client, "take_payment", selling.desk.token, order.request_id, selling.text(order))
    assert answer.outcome == "done"
    bills, credit, paid = state_of(world, account)
    assert [(balance, status) for _, balance, status, _ in bills] == [(0, "paid")] * 2
    assert credit[0][0] == 0
    assert paid[0] == (2, Decimal("101.05"))
    ((stored_at, number, last_no),) = world.run(
        "SELECT j.stored_at, j.number, s.last_no FROM journal j JOIN series s"
        " ON s.counter_id = j.counter_id AND s.kind = 'payment' WHERE j.request_id = %s",
        order.request_id.bytes,
    )
    assert abs(stored_at - before) < timedelta(seconds=30)
    assert number == last_no
    assert is_free(world, account.bills[0].bill_id)


@pytest.mark.parametrize("switch", marked(UNSAFE))
def test_an_unsafe_session_is_refused(
    selling: Selling, world: World, client: Client, switch: str
) -> None:
    account = world.account(("100",))
    order = selling.order(account)
    before = state_of(world, account)
    with client.cursor() as cursor:
        cursor.execute(f"SET {switch}")
    answer = call(client, "take_payment", selling.desk.token, order.request_id, selling.text(order))
    assert answer.code == "unsafe_session"
    assert state_of(world, account) == before
    assert entries_of(world, order.request_id) == 0


@pytest.mark.mariadb_only
@pytest.mark.parametrize(
    "switch", ["foreign_key_checks = 0", "max_statement_time = 9", "unique_checks = 0"]
)
def test_a_switch_for_one_statement_is_seen_too(
    selling: Selling, world: World, client: Client, switch: str
) -> None:
    order = selling.order(world.account(("100",)))
    prefix = f"SET STATEMENT {switch} FOR "
    answer = call(
        client, "take_payment", selling.desk.token, order.request_id, selling.text(order), prefix
    )
    assert answer.code == "unsafe_session"


@pytest.mark.mariadb_only
@pytest.mark.parametrize("seconds", ["0.001", "0.003", "0.006", "0.012"])
def test_no_time_limit_leaves_a_lock(
    selling: Selling, world: World, client: Client, seconds: str
) -> None:
    """A limit that strikes inside the CALL ends it past every handler."""
    account = world.account(("5",) * 40)
    order = selling.order(account)
    with client.cursor() as cursor:
        cursor.execute(f"SET max_statement_time = {seconds}")
    try:
        answer = call(
            client, "take_payment", selling.desk.token, order.request_id, selling.text(order)
        )
        assert answer.code == "unsafe_session"
    except pymysql.err.OperationalError as error:
        assert error.args[0] == 1969  # noqa: PT017 - either of the two is right
    assert all(is_free(world, bill.bill_id) for bill in account.bills[::13])


def test_an_undo_cannot_be_cut_by_the_session(
    selling: Selling, world: World, client: Client
) -> None:
    """The tender part of an undo's canonical text is whole, whatever group_concat_max_len is."""
    number = selling.take(world.account(("100",)), "500").number
    with client.cursor() as cursor:
        cursor.execute("SET group_concat_max_len = 4")
    text = json.dumps(
        {
            "v": 1,
            "shift": selling.shift.shift_id,
            "receipt": number,
            "reason": "x",
            "taken_at": 1_800_000_000_000_000,
        }
    )
    request = selling.program.new_request_id()
    assert call(client, "undo_payment", selling.desk.token, request, text).outcome == "done"
    ((canonical,),) = world.run(
        "SELECT canonical FROM journal WHERE request_id = %s", request.bytes
    )
    assert canonical.endswith(b"|T1:cash:-500000:-400000")


def test_an_xa_transaction_cannot_hold_a_bill(
    selling: Selling, world: World, client: Client
) -> None:
    account = world.account(("100",))
    order = selling.order(account)
    with client.cursor() as cursor:
        cursor.execute("XA START 'mine'")
    with pytest.raises(pymysql.MySQLError):
        call(client, "take_payment", selling.desk.token, order.request_id, selling.text(order))
    assert is_free(world, account.bills[0].bill_id)


def test_nobody_passes_for_somebody_else(selling: Selling, world: World) -> None:
    """A name with @ in it, and a user of the same name at another host, are nobody."""
    name = f"mallory@{selling.desk.user_name}"
    world.run(f"CREATE USER '{name}'@'%%' IDENTIFIED BY %s", PASSWORD)
    world.run(f"GRANT EXECUTE ON PROCEDURE {world.database}.sign_in TO '{name}'@'%%'")
    try:
        with closing(
            pymysql.connect(
                user=name,
                password=PASSWORD,
                unix_socket=selling.desk.address.socket,
                database=world.database,
                autocommit=True,
            )
        ) as stranger:
            assert ask(stranger, "sign_in", selling.desk.token).code == "not_a_person"
    finally:
        world.run(f"DROP USER '{name}'@'%%'")


def search(desk: Desk, client: Client, word: str) -> Answer:
    return ask(client, "find_accounts", desk.token, "", word, "", "", "", "", "")


def test_a_session_cuts_no_search(selling: Selling, world: World, client: Client) -> None:
    """What is found is gathered in a text, which is whole whatever group_concat_max_len is."""
    name = unique("Cut")
    accounts = {world.account(("1",), name=f"{name} {number}").account_id for number in range(9)}
    with client.cursor() as cursor:
        cursor.execute("SET group_concat_max_len = 4")
        marks = ", ".join(["%s"] * 8)
        cursor.execute(
            f"CALL find_accounts({marks})",
            (selling.desk.token, "", name.lower(), "", "", "", "", ""),
        )
        assert cursor.nextset()
        assert {row[1] for row in cursor.fetchall()} == accounts


@pytest.mark.mariadb_only
def test_little_memory_ends_no_search_past_its_handler(
    selling: Selling, world: World, client: Client
) -> None:
    for number in range(40):
        world.account(("1",), name=f"Karuna {number} {'x' * 150}")
    with client.cursor() as cursor:
        cursor.execute("SET sort_buffer_size = 1024")
    assert search(selling.desk, client, "karuna").outcome == "done"
