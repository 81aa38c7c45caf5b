"""People and counters: what an administrator may set up, and what each role can then do."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import pymysql
import pytest
from sqlalchemy import Connection, select

from cashier_app.db.engine import DatabaseAddress, Login, connect_arguments
from cashier_app.db.enrolment import NewCounter, create_counter, enrol_counter
from cashier_app.db.errors import Kind, classify
from cashier_app.db.grants import role_name
from cashier_app.db.sql_objects import ObjectKind, load_objects
from cashier_app.db.tables import journal, metadata, people
from cashier_app.db.users import (
    DEFAULT_RIGHTS,
    NewUser,
    create_user,
    disable_user,
    enable_user,
    list_users,
    reset_password,
)
from cashier_app.domain.errors import Refused
from cashier_app.domain.utility import Role

PASSWORD = "Winter-lamp-42"
_numbers = itertools.count(1)


@pytest.fixture
def connection(admin_login: Login) -> Iterator[Connection]:
    engine = admin_login.engine()
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def counter(connection: Connection) -> str:
    """The code of a new counter."""
    code = f"{5000 + next(_numbers)}"
    create_counter(connection, NewCounter(code, f"Counter {code}", "HO", "Head office"))
    return code


Sign = Callable[[str], "pymysql.Connection[Any]"]


@pytest.fixture
def sign_in(database: DatabaseAddress) -> Iterator[Sign]:
    """Connects as a person, as any SQL client could."""
    with ExitStack() as stack:

        def connect(user_name: str, password: str = PASSWORD) -> pymysql.Connection[Any]:
            arguments = connect_arguments(database)
            found = pymysql.connect(
                user=user_name, password=password.encode(), database=database.database,
                autocommit=True, **arguments,
            )  # fmt: skip
            return stack.enter_context(closing(found))

        yield connect


def add(connection: Connection, role: Role, **more: Any) -> str:
    name = f"{role.value[:6]}{next(_numbers)}"
    create_user(connection, NewUser(name, f"Person {name}", role, PASSWORD, **more))
    return name


def ask(connection: pymysql.Connection[Any], question: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def refused_as(connection: pymysql.Connection[Any], statement: str) -> Kind:
    with connection.cursor() as cursor, pytest.raises(pymysql.MySQLError) as caught:
        cursor.execute(statement)
    return classify(caught.value)


def row_of(connection: Connection, user_name: str) -> Any:
    users = people.users
    return connection.execute(select(users).where(users.c.user_name == user_name)).one()


@pytest.mark.parametrize("role", Role)
def test_person_signs_in_with_the_role(connection: Connection, sign_in: Sign, role: Role) -> None:
    name = add(connection, role)
    person = sign_in(name)
    database = ask(person, "SELECT DATABASE()")[0][0]
    assert ask(person, "SELECT SUBSTRING_INDEX(USER(), '@', 1)") == [(name,)]
    assert role_name(database, role) in str(ask(person, "SELECT CURRENT_ROLE()"))
    row = row_of(connection, name)
    assert (row.role, row.is_active, row.must_change_password) == (role.value, True, True)


@pytest.mark.parametrize("role", Role)
def test_rights_of_the_role_are_rows(connection: Connection, role: Role) -> None:
    name = add(connection, role)
    rights = people.rights.c
    query = select(rights.activity).where(rights.user_id == row_of(connection, name).user_id)
    assert set(connection.execute(query).scalars()) == set(DEFAULT_RIGHTS.get(role, ()))


@pytest.mark.parametrize("role", Role)
def test_each_role_may_call_what_is_declared_and_nothing_else(
    connection: Connection, sign_in: Sign, role: Role
) -> None:
    person = sign_in(add(connection, role))
    lets_in = {role} | ({Role.CASHIER} if role is Role.SUPERVISOR else set())
    for item in load_objects():
        if item.kind is ObjectKind.PROCEDURE:
            # A wrong number of arguments is found before anything runs, but after the right.
            kind = refused_as(person, f"CALL {item.name}({', '.join(['NULL'] * 30)})")
            assert (kind is not Kind.DENIED) == bool(lets_in & set(item.roles)), item.name


@pytest.mark.parametrize("role", [Role.CASHIER, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_no_table_is_open_to_the_roles_of_counter_and_audit(
    connection: Connection, sign_in: Sign, role: Role
) -> None:
    person = sign_in(add(connection, role))
    for table in metadata.tables.values():
        column = next(iter(table.c)).name
        for statement in (
            f"SELECT * FROM {table.name} LIMIT 1 FOR UPDATE",
            f"SELECT {column} FROM {table.name} LIMIT 1",
            f"UPDATE {table.name} SET {column} = {column}",
            f"DELETE FROM {table.name}",
            f"INSERT INTO {table.name} ({column}) VALUES (1)",
            f"LOCK TABLES {table.name} READ",
        ):
            assert refused_as(person, statement) is Kind.DENIED, statement


MONEY = (
    "journal", "requests", "payments", "tenders", "payment_allocations", "credit_entries",
    "reversals", "approvals", "shifts", "series", "counter_chains", "counts", "z_reports",
    "z_signatures", "safe_entries", "bill_adjustments", "users", "rights", "counters",
    "counter_keys", "schema_gate", "schema_objects", "audit_events", "print_log",
)  # fmt: skip


@pytest.mark.parametrize("table", MONEY)
def test_clerk_writes_no_money(connection: Connection, sign_in: Sign, table: str) -> None:
    person = sign_in(add(connection, Role.CLERK))
    column = next(iter(metadata.tables[table].c)).name
    assert refused_as(person, f"UPDATE {table} SET {column} = {column}") is Kind.DENIED
    assert refused_as(person, f"DELETE FROM {table}") is Kind.DENIED


def test_clerk_cannot_touch_credit(connection: Connection, sign_in: Sign) -> None:
    person = sign_in(add(connection, Role.CLERK))
    assert refused_as(person, "UPDATE accounts SET credit = 100") is Kind.DENIED
    insert = "INSERT INTO accounts (account_no, customer_id, tariff_class, opened_on, credit)"
    assert refused_as(person, f"{insert} VALUES ('1', 1, 'home', '2026-01-01', 5)") is Kind.DENIED
    ask(person, "UPDATE accounts SET closed_on = NULL WHERE account_no = 'none'")


def test_clerk_keeps_master_data(connection: Connection, sign_in: Sign) -> None:
    person = sign_in(add(connection, Role.CLERK))
    number = f"K{next(_numbers)}"
    ask(person, "INSERT INTO customers (customer_no, name, kind, cash_only, instruction)"
        f" VALUES ('{number}', 'Rana', 'person', 0, '')")  # fmt: skip
    assert ask(person, f"SELECT name FROM customers WHERE customer_no = '{number}'") == [("Rana",)]


def test_disabled_person_is_out_and_enabled_is_in(connection: Connection, sign_in: Sign) -> None:
    name = add(connection, Role.CASHIER)
    disable_user(connection, name)
    assert not row_of(connection, name).is_active
    with pytest.raises(pymysql.MySQLError) as caught:
        sign_in(name)
    assert classify(caught.value) is Kind.DENIED
    enable_user(connection, name)
    assert row_of(connection, name).is_active
    assert ask(sign_in(name), "SELECT 1") == [(1,)]


def test_reset_password(connection: Connection, database: DatabaseAddress) -> None:
    name = add(connection, Role.CASHIER, must_change_password=False)
    assert not row_of(connection, name).must_change_password
    reset_password(connection, name, "Another-one-77")
    arguments = connect_arguments(database)
    with pytest.raises(pymysql.MySQLError):
        pymysql.connect(user=name, password=PASSWORD, **arguments)
    pymysql.connect(user=name, password="Another-one-77", **arguments).close()
    assert row_of(connection, name).must_change_password


@pytest.mark.parametrize(
    ("name", "password", "code"),
    [
        ("asha", "short", "password_too_short"),
        ("asha", "xx-asha-2026", "password_has_name"),
        ("root", PASSWORD, "bad_user_name"),
        ("cashier_owner", PASSWORD, "bad_user_name"),
        ("a' OR 1=1", PASSWORD, "bad_user_name"),
        ("Asha", PASSWORD, "bad_user_name"),
        ("x" * 33, PASSWORD, "bad_user_name"),
        ("", PASSWORD, "bad_user_name"),
    ],
)
def test_bad_names_and_passwords(
    connection: Connection, name: str, password: str, code: str
) -> None:
    with pytest.raises(Refused) as caught:
        create_user(connection, NewUser(name, "Somebody", Role.CASHIER, password))
    assert caught.value.code == code


def test_same_name_twice_is_refused(connection: Connection, sign_in: Sign) -> None:
    name = add(connection, Role.CASHIER)
    with pytest.raises(Refused, match="exists_already"):
        create_user(connection, NewUser(name, "Impostor", Role.ADMINISTRATOR, PASSWORD))
    assert ask(sign_in(name), "SELECT 1") == [(1,)]


def test_failed_creation_leaves_nothing(connection: Connection) -> None:
    with pytest.raises(Exception, match="Data too long"):
        create_user(connection, NewUser("leftover", "x" * 200, Role.CASHIER, PASSWORD))
    found = connection.exec_driver_sql("SELECT COUNT(*) FROM mysql.user WHERE user = 'leftover'")
    assert found.scalar_one() == 0
    create_user(connection, NewUser("leftover", "Now right", Role.CASHIER, PASSWORD))


def test_unknown_people_and_counters(connection: Connection) -> None:
    for act in (disable_user, enable_user):
        with pytest.raises(Refused, match="no_such_user"):
            act(connection, "nobody")
    with pytest.raises(Refused, match="no_such_counter"):
        add(connection, Role.CASHIER, counters=("9999",))


def test_passwords_may_hold_any_character(connection: Connection, sign_in: Any) -> None:
    password = 'it\'s 100% "ünïcode" \\ `;--'
    name = f"odd{next(_numbers)}"
    create_user(connection, NewUser(name, "Odd", Role.CASHIER, password))
    assert ask(sign_in(name, password), "SELECT 1") == [(1,)]


def test_list_of_people(connection: Connection, counter: str) -> None:
    name = add(connection, Role.CASHIER, counters=(counter,))
    listed = {user.user_name: user for user in list_users(connection)}
    assert listed[name].counters == (counter,)
    assert listed[name].role is Role.CASHIER


def test_passwords_stay_out_of_texts() -> None:
    assert PASSWORD not in repr(NewUser("asha", "Asha", Role.CASHIER, PASSWORD))
    assert PASSWORD not in repr(Login(DatabaseAddress("c", socket="/s"), "asha", PASSWORD))


def test_counter_starts_its_chain_and_series(connection: Connection, counter: str) -> None:
    row = connection.execute(select(people.counters).where(people.counters.c.code == counter)).one()
    chain = connection.execute(
        select(journal.counter_chains).where(journal.counter_chains.c.counter_id == row.counter_id)
    ).one()
    text = f"genesis|{counter}|{row.identity.hex()}"
    assert chain.last_hash == hashlib.sha256(text.encode()).digest()
    assert chain.last_chain_no == 0
    kinds = connection.execute(
        select(journal.series.c.kind).where(journal.series.c.counter_id == row.counter_id)
    )
    allowed = journal.KINDS.replace("'", "").split(", ")
    assert set(kinds.scalars()) == set(allowed)


def test_enrolment_stores_only_the_hash_of_the_token(connection: Connection, counter: str) -> None:
    first = enrol_counter(connection, counter, b"k" * 32, "admin")
    second = enrol_counter(connection, counter, b"m" + counter.encode() * 7 + b"mmm", "admin")
    stored = connection.execute(
        select(people.counters.c.token_hash).where(people.counters.c.code == counter)
    ).scalar_one()
    assert stored == hashlib.sha256(second.token.encode()).digest()
    assert first.token != second.token
    assert second.token not in repr(second)


def test_counter_is_made_once(connection: Connection, counter: str) -> None:
    with pytest.raises(Refused, match="exists_already"):
        create_counter(connection, NewCounter(counter, "Again", "HO"))
    with pytest.raises(Refused, match="no_such_office"):
        create_counter(connection, NewCounter("4999", "Lost", "XX"))
    with pytest.raises(Refused, match="bad_counter_code"):
        create_counter(connection, NewCounter("A1", "Letters", "HO"))
    with pytest.raises(Refused, match="no_such_counter"):
        enrol_counter(connection, "4998", b"k" * 32, "admin")
