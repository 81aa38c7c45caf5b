"""What each role can do with its database user and any SQL client."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from sqlalchemy import Connection, select

from cashier_app.db.errors import Kind
from cashier_app.db.grants import role_name
from cashier_app.db.sql_objects import ObjectKind, load_objects
from cashier_app.db.tables import metadata, people
from cashier_app.domain.people import DEFAULT_RIGHTS
from cashier_app.domain.utility import Role
from tests.support.people import SignIn, add, ask, refused_as

_numbers = itertools.count(1)


def row_of(root: Connection, user_name: str) -> Any:
    users = people.users
    return root.execute(select(users).where(users.c.user_name == user_name)).one()


@pytest.mark.parametrize("role", Role)
def test_person_signs_in_with_the_role(root: Connection, sign_in: SignIn, role: Role) -> None:
    name = add(root, role)
    person = sign_in(name)
    database = ask(person, "SELECT DATABASE()")[0][0]
    assert ask(person, "SELECT SUBSTRING_INDEX(USER(), '@', 1)") == [(name,)]
    assert role_name(database, role) in str(ask(person, "SELECT CURRENT_ROLE()"))
    row = row_of(root, name)
    assert (row.role, row.is_active, row.must_change_password) == (role.value, True, True)


@pytest.mark.parametrize("role", Role)
def test_rights_of_the_role_are_rows(root: Connection, role: Role) -> None:
    name = add(root, role)
    rights = people.rights.c
    query = select(rights.activity).where(rights.user_id == row_of(root, name).user_id)
    assert set(root.execute(query).scalars()) == set(DEFAULT_RIGHTS.get(role, ()))


@pytest.mark.parametrize("role", Role)
def test_each_role_may_call_what_is_declared_and_nothing_else(
    root: Connection, sign_in: SignIn, role: Role
) -> None:
    person = sign_in(add(root, role))
    lets_in = {role} | ({Role.CASHIER} if role is Role.SUPERVISOR else set())
    for item in load_objects():
        if item.kind is ObjectKind.PROCEDURE:
            # A wrong number of arguments is found before anything runs, but after the right.
            kind = refused_as(person, f"CALL {item.name}({', '.join(['NULL'] * 30)})")
            assert (kind is not Kind.DENIED) == bool(lets_in & set(item.roles)), item.name


@pytest.mark.parametrize("role", [Role.CASHIER, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_no_table_is_open_to_the_roles_of_counter_and_audit(
    root: Connection, sign_in: SignIn, role: Role
) -> None:
    person = sign_in(add(root, role))
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
def test_clerk_writes_no_money(root: Connection, sign_in: SignIn, table: str) -> None:
    person = sign_in(add(root, Role.CLERK))
    column = next(iter(metadata.tables[table].c)).name
    assert refused_as(person, f"UPDATE {table} SET {column} = {column}") is Kind.DENIED
    assert refused_as(person, f"DELETE FROM {table}") is Kind.DENIED


def test_clerk_cannot_touch_credit(root: Connection, sign_in: SignIn) -> None:
    person = sign_in(add(root, Role.CLERK))
    assert refused_as(person, "UPDATE accounts SET credit = 100") is Kind.DENIED
    insert = "INSERT INTO accounts (account_no, customer_id, tariff_class, opened_on, credit)"
    assert refused_as(person, f"{insert} VALUES ('1', 1, 'home', '2026-01-01', 5)") is Kind.DENIED
    ask(person, "UPDATE accounts SET closed_on = NULL WHERE account_no = 'none'")


def test_clerk_keeps_master_data(root: Connection, sign_in: SignIn) -> None:
    person = sign_in(add(root, Role.CLERK))
    number = f"K{next(_numbers)}"
    ask(person, "INSERT INTO customers (customer_no, name, kind, cash_only, instruction)"
        f" VALUES ('{number}', 'Rana', 'person', 0, '')")  # fmt: skip
    assert ask(person, f"SELECT name FROM customers WHERE customer_no = '{number}'") == [("Rana",)]
