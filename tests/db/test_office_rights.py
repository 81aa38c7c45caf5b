"""Who may call the office's procedures, and that an administrator has nothing else."""

from __future__ import annotations

import itertools

import pymysql
import pytest
from sqlalchemy import Connection

from cashier_app.db.engine import DatabaseAddress, connect_arguments
from cashier_app.db.errors import Kind, classify
from cashier_app.db.users import disable_user, list_users
from cashier_app.domain.errors import Refused
from cashier_app.domain.utility import Role
from tests.support.people import PASSWORD, SignIn, add, ask, refusal, refused_as

_numbers = itertools.count(1)

OFFICE_CALLS = (
    "list_people()",
    "list_counters()",
    "add_person('x1', 'X', 'administrator', 'Winter-lamp-42', 0, '[]', '[]')",
    "add_account('x1', 'Winter-lamp-42', 0)",
    "reset_person_password('x1', 'Winter-lamp-42', 0)",
    "disable_person('x1')",
    "enable_person('x1')",
    "set_person_rights('x1', '[]')",
    "set_person_counters('x1', '[]')",
    "add_counter('77', 'X', 'HO', 'HO', 'hall')",
    "enrol_counter('77', SHA2('t', 256), SHA2('k', 256))",
    "disable_counter('77')",
    "enable_counter('77')",
)


@pytest.mark.parametrize("role", [Role.CASHIER, Role.SUPERVISOR, Role.CLERK, Role.AUDITOR])
def test_other_roles_cannot_even_call(root: Connection, sign_in: SignIn, role: Role) -> None:
    person = sign_in(add(root, role))
    for call in OFFICE_CALLS:
        assert refused_as(person, f"CALL {call}") is Kind.DENIED, call


def test_disabled_administrator_is_refused_everywhere(
    office: Connection, root: Connection, sign_in: SignIn
) -> None:
    name = add(office, Role.ADMINISTRATOR)
    person = sign_in(name)
    disable_user(office, name)
    for call in OFFICE_CALLS:
        assert refusal(person, call) == "person_disabled", call
    made = root.exec_driver_sql("SELECT COUNT(*) FROM mysql.user WHERE user = 'x1'")
    assert made.scalar_one() == 0


def test_administrators_role_without_an_administrators_row_is_refused(
    root: Connection, sign_in: SignIn
) -> None:
    name = add(root, Role.AUDITOR)
    role = "`cashier_test_administrator`"
    root.exec_driver_sql(f"GRANT {role} TO `{name}`@'%%'", ())
    person = sign_in(name)
    ask(person, f"SET ROLE {role}")
    assert {refusal(person, call) for call in OFFICE_CALLS} == {"not_administrator"}


def test_who_is_no_person_and_may_make_no_users_is_refused(
    root: Connection, sign_in: SignIn
) -> None:
    name = f"reports{next(_numbers)}"
    root.exec_driver_sql(f"CREATE USER `{name}`@'%%' IDENTIFIED BY %s", (PASSWORD,))
    root.exec_driver_sql(f"GRANT EXECUTE, SELECT ON cashier_test.* TO `{name}`@'%%'", ())
    person = sign_in(name)
    assert {refusal(person, call) for call in OFFICE_CALLS} == {"not_a_person"}


def test_closed_gate_refuses(root: Connection, office: Connection) -> None:
    root.exec_driver_sql("UPDATE schema_gate SET is_open = 0")
    try:
        with pytest.raises(Refused, match="upgrade_running"):
            list_users(office)
    finally:
        root.exec_driver_sql("UPDATE schema_gate SET is_open = 1")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE USER x1",
        "DROP USER root@localhost",
        "ALTER USER root@localhost IDENTIFIED BY 'x'",
        "ALTER USER cashier_owner@localhost ACCOUNT UNLOCK",
        "RENAME USER cashier_owner@localhost TO other@localhost",
        "GRANT cashier_test_cashier TO {me}",
        "GRANT cashier_test_administrator TO root@localhost",
        "GRANT SELECT ON journal TO {me}",
        "SET ROLE cashier_test_clerk",
        "INSERT INTO users (user_name, full_name, role, created_at) VALUES ('a', 'a', 'clerk', 0)",
        "UPDATE rights SET limit_amount = NULL",
        "DELETE FROM user_counters",
        "SELECT * FROM mysql.user",
        "SELECT * FROM counters",
        "CALL change_account('DROP USER', 'asha', '')",
        "CALL make_account(1, 'asha', 'clerk', 'Winter-lamp-42')",
        "CALL store_permissions(1, '[]', '[]')",
        "CALL note_office(1, 1, 'x', 'x')",
        "CALL end_sessions('root')",
        "PREPARE cashier_statement FROM 'CREATE USER x1'; ",
    ],
)
def test_administrator_has_nothing_but_the_procedures(
    administrator: str, sign_in: SignIn, statement: str
) -> None:
    person = sign_in(administrator)
    if statement.startswith("PREPARE"):
        ask(person, statement.rstrip("; "))
        statement = "EXECUTE cashier_statement"
    with person.cursor() as cursor, pytest.raises(pymysql.MySQLError) as caught:
        cursor.execute(statement.format(me=f"`{administrator}`@'%'"))
    # 1959 and 3530: MariaDB's and MySQL's numbers for a role that was not granted.
    assert classify(caught.value) is Kind.DENIED or caught.value.args[0] in {1959, 3530}


def test_switches_of_a_session_change_nothing(
    administrator: str, root: Connection, sign_in: SignIn
) -> None:
    person = sign_in(administrator)
    name, password = f"quoted{next(_numbers)}", "it's \\' OR 1=1 \\"
    ask(person, "SET sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'")
    ask(person, "SET completion_type = 2, autocommit = 0, time_zone = '+05:00'")
    ask(person, "SET NAMES gbk")
    call = (
        "add_person(%s, 'Q', 'cashier', _utf8mb4 0x" + password.encode().hex() + ", 0, '[]', '[]')"
    )
    assert refusal(person, call, name) == ""
    assert ask(sign_in(name, password), "SELECT 1") == [(1,)]
    assert ask(person, "SELECT @cashier_statement") == [(None,)]


def test_owner_is_locked_for_everybody(database: DatabaseAddress) -> None:
    for password in ("", PASSWORD):
        with pytest.raises(pymysql.MySQLError) as caught:
            pymysql.connect(user="cashier_owner", password=password, **connect_arguments(database))
        assert classify(caught.value) is Kind.DENIED
