"""People are added and changed by owner procedures only: by whom, all or nothing, audited."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pymysql
import pytest
from sqlalchemy import Connection, select

from cashier_app.db.engine import DatabaseAddress, Login, connected
from cashier_app.db.errors import Kind, classify
from cashier_app.db.installer import upgrade
from cashier_app.db.office import call_office
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.tables import people, trace
from cashier_app.db.users import (
    create_account,
    create_user,
    disable_user,
    enable_user,
    list_users,
    reset_password,
    set_counters,
    set_rights,
)
from cashier_app.domain.errors import Refused
from cashier_app.domain.people import NewUser, UserFacts
from cashier_app.domain.utility import Role
from tests.plugins.database import AdminFactory
from tests.support.people import PASSWORD, SignIn, add, ask, refusal, refused_as
from tests.support.transactions import open_transactions

_numbers = itertools.count(1)


def facts(connection: Connection, user_name: str) -> UserFacts:
    (found,) = [user for user in list_users(connection) if user.user_name == user_name]
    return found


def has_account(root: Connection, user_name: str) -> bool:
    asked = root.exec_driver_sql("SELECT COUNT(*) FROM mysql.user WHERE user = %s", (user_name,))
    return bool(asked.scalar_one())


def audited(root: Connection, act: str, detail: str) -> list[tuple[str | None, str]]:
    """Who did it as a person, and the detail."""
    events, users = trace.audit_events.c, people.users.c
    rows = root.execute(
        select(users.user_name, events.detail)
        .select_from(trace.audit_events.outerjoin(people.users, users.user_id == events.user_id))
        .where(events.act == act, events.detail.startswith(detail))
    )
    return [(name, text) for name, text in rows]


def insert_person(root: Connection, user_name: str, role: Role = Role.CASHIER) -> None:
    """A row without a database user, as a sample or a restored backup brings it."""
    root.exec_driver_sql(
        "INSERT INTO users (user_name, full_name, role, created_at)"
        " VALUES (%s, 'Row Only', %s, SYSDATE(6))",
        (user_name, role.value),
    )


# -- the normal way: a person with the role administrator ------------------------------


def test_administrator_adds_a_person(
    office: Connection, administrator: str, root: Connection, sign_in: SignIn, new_counter: str
) -> None:
    name = add(office, Role.SUPERVISOR, counters=(new_counter,))
    assert ask(sign_in(name), "SELECT 1") == [(1,)]
    found = facts(office, name)
    assert (found.role, found.counters) == (Role.SUPERVISOR, (new_counter,))
    assert (found.is_active, found.has_account) == (True, True)
    assert found.rights["approve"] is None
    assert audited(root, "person_added", name) == [(administrator, f"{name} supervisor")]


def test_disabled_person_is_out_and_enabled_is_in(
    office: Connection, administrator: str, root: Connection, sign_in: SignIn
) -> None:
    name = add(office, Role.CASHIER)
    disable_user(office, name)
    assert not facts(office, name).is_active
    with pytest.raises(pymysql.MySQLError) as caught:
        sign_in(name)
    assert classify(caught.value) is Kind.DENIED
    enable_user(office, name)
    assert facts(office, name).is_active
    assert ask(sign_in(name), "SELECT 1") == [(1,)]
    assert audited(root, "person_disabled", name) == [(administrator, name)]
    assert audited(root, "person_enabled", name) == [(administrator, name)]


@pytest.mark.parametrize("role", [Role.CLERK, Role.AUDITOR])
def test_open_connection_of_who_reads_tables_ends_when_disabled(
    office: Connection, sign_in: SignIn, role: Role
) -> None:
    name = add(office, role)
    person = sign_in(name)
    assert ask(person, "SELECT 1") == [(1,)]
    disable_user(office, name)
    assert refused_as(person, "SELECT 1") is Kind.LOST


def test_disabled_cashier_is_refused_at_the_next_call(
    office: Connection, sign_in: SignIn, new_counter: str
) -> None:
    name = add(office, Role.CASHIER, counters=(new_counter,))
    person = sign_in(name)
    assert refusal(person, "sign_in(%s)", "no token") == "counter_not_enrolled"
    disable_user(office, name)
    assert refusal(person, "sign_in(%s)", "no token") == "person_disabled"


def test_reset_password(
    office: Connection, administrator: str, root: Connection, sign_in: SignIn
) -> None:
    name = add(office, Role.CASHIER, must_change_password=False)
    reset_password(office, name, "Another-one-77")
    with pytest.raises(pymysql.MySQLError):
        sign_in(name)
    assert ask(sign_in(name, "Another-one-77"), "SELECT 1") == [(1,)]
    users = people.users.c
    query = select(users.must_change_password).where(users.user_name == name)
    assert root.execute(query).scalar_one()
    assert audited(root, "password_reset", name) == [(administrator, name)]


def test_own_password_need_not_be_changed_again(
    office: Connection, administrator: str, root: Connection, database: DatabaseAddress
) -> None:
    users = people.users.c
    query = select(users.must_change_password).where(users.user_name == administrator)
    assert root.execute(query).scalar_one()
    reset_password(office, administrator, "Another-one-77")
    assert not root.execute(query).scalar_one()
    with connected(Login(database, administrator, "Another-one-77")) as again:
        assert facts(again, administrator).is_active


def test_rights_and_limits_are_replaced(
    office: Connection, administrator: str, root: Connection
) -> None:
    name = add(office, Role.SUPERVISOR)
    set_rights(office, name, {"approve": Decimal("5000.50"), "reprint": None})
    assert facts(office, name).rights == {"approve": Decimal("5000.500"), "reprint": None}
    ((by, detail),) = audited(root, "rights_set", name)
    assert (by, "5000.50" in detail) == (administrator, True)


@pytest.mark.parametrize(
    "rights",
    [
        '[["approve", "many"]]',
        '[["approve", "-1"]]',
        '[["approve", "1e9"]]',
        '[["approve", null]]',
        '[["approve"]]',
        '[["approve", "0.0005"]]',
        f'[["approve", "{"9" * 30}"]]',
        '[["steal", ""]]',
        '["approve"]',
    ],
)
def test_what_is_no_limit_never_becomes_unlimited(office: Connection, rights: str) -> None:
    name = add(office, Role.SUPERVISOR)
    set_rights(office, name, {"approve": Decimal(10)})
    with pytest.raises(Refused, match="bad_right"):
        call_office(office, "set_person_rights", name, rights)
    assert facts(office, name).rights == {"approve": Decimal(10)}


@pytest.mark.parametrize("rights", [None, "", "no list", "[" * 5000])
def test_rights_that_cannot_be_read(office: Connection, rights: str | None) -> None:
    name = add(office, Role.CASHIER)
    with pytest.raises(Refused, match="bad_request"):
        call_office(office, "set_person_rights", name, rights)


def test_counters_are_replaced(office: Connection, new_counter: str) -> None:
    name = add(office, Role.CASHIER)
    set_counters(office, name, [new_counter, new_counter])
    assert facts(office, name).counters == (new_counter,)
    with pytest.raises(Refused, match="no_such_counter"):
        set_counters(office, name, [new_counter, "9999"])
    assert facts(office, name).counters == (new_counter,)
    set_counters(office, name, [])
    assert facts(office, name).counters == ()


# -- what is refused ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "password", "code"),
    [
        ("asha", "short", "password_too_short"),
        ("asha", "xx-aSha-2026", "password_has_name"),
        ("root", PASSWORD, "bad_user_name"),
        ("mysql.sys", PASSWORD, "bad_user_name"),
        ("mariadb.sys", PASSWORD, "bad_user_name"),
        ("cashier_owner", PASSWORD, "bad_user_name"),
        ("cashier_test_administrator", PASSWORD, "bad_user_name"),
        ("a' OR 1=1", PASSWORD, "bad_user_name"),
        ("a`@`%` --", PASSWORD, "bad_user_name"),
        ("asha\n", PASSWORD, "bad_user_name"),
        ("Asha", PASSWORD, "bad_user_name"),
        ("āsha", PASSWORD, "bad_user_name"),
        ("a", PASSWORD, "bad_user_name"),
        ("x" * 33, PASSWORD, "bad_user_name"),
        ("", PASSWORD, "bad_user_name"),
    ],
)
def test_bad_names_and_passwords(office: Connection, name: str, password: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        create_user(office, NewUser(name, "Somebody", Role.CASHIER, password))
    assert caught.value.code == code


@pytest.mark.parametrize("full_name", ["", "   ", "x" * 121])
def test_bad_full_name(office: Connection, full_name: str) -> None:
    with pytest.raises(Refused, match="bad_full_name"):
        create_user(office, NewUser("nameless", full_name, Role.CASHIER, PASSWORD))


def test_same_name_twice_is_refused(office: Connection, sign_in: SignIn) -> None:
    name = add(office, Role.CASHIER)
    with pytest.raises(Refused, match="exists_already"):
        create_user(office, NewUser(name, "Impostor", Role.ADMINISTRATOR, PASSWORD))
    with pytest.raises(Refused, match="exists_already"):
        create_account(office, name, PASSWORD)
    assert ask(sign_in(name), "SELECT 1") == [(1,)]


@pytest.mark.parametrize("name", ["nobody", "root", "cashier_owner", "mysql.sys"])
def test_who_is_no_person_of_this_database_is_out_of_reach(office: Connection, name: str) -> None:
    acts: list[Callable[[], None]] = [
        lambda: disable_user(office, name),
        lambda: enable_user(office, name),
        lambda: reset_password(office, name, "Another-one-77"),
        lambda: create_account(office, name, "Another-one-77"),
        lambda: set_rights(office, name, {}),
        lambda: set_counters(office, name, []),
    ]
    for act in acts:
        with pytest.raises(Refused, match="no_such_user"):
            act()


def test_database_user_of_somebody_else_is_never_touched(
    office: Connection, root: Connection, sign_in: SignIn
) -> None:
    name = f"stranger{next(_numbers)}"
    root.exec_driver_sql(f"CREATE USER `{name}`@'%%' IDENTIFIED BY %s", (PASSWORD,))
    root.exec_driver_sql(f"GRANT ALL ON cashier_test.* TO `{name}`@'%%'", ())
    with pytest.raises(Refused, match="exists_already"):
        create_user(office, NewUser(name, "Taken Over", Role.CASHIER, PASSWORD))
    insert_person(root, name)
    with pytest.raises(Refused, match="other_account"):
        reset_password(office, name, "Another-one-77")
    with pytest.raises(Refused, match="other_account"):
        enable_user(office, name)
    with pytest.raises(Refused, match="exists_already"):
        create_account(office, name, "Another-one-77")
    disable_user(office, name)
    assert not facts(office, name).is_active
    assert ask(sign_in(name), "SELECT 1") == [(1,)]


def test_nobody_disables_himself(office: Connection, administrator: str) -> None:
    with pytest.raises(Refused, match="not_yourself"):
        disable_user(office, administrator)
    assert facts(office, administrator).is_active


def _take_all_rights(connection: Connection, user_name: str) -> None:
    set_rights(connection, user_name, {})


@pytest.mark.parametrize("act", [disable_user, _take_all_rights])
def test_of_two_who_end_each_others_rights_one_stays(
    act: Callable[[Connection, str], None], root: Connection, database: DatabaseAddress,
    admin: AdminFactory,
) -> None:  # fmt: skip
    """Both were let in and wait at a row; who comes second is nobody any more."""
    names = [add(root, Role.ADMINISTRATOR) for _ in range(2)]

    def end(by: str, whom: str) -> str:
        with connected(Login(database, by, PASSWORD)) as connection:
            try:
                act(connection, whom)
            except Refused as error:
                return error.code
        return ""

    def told(question: str) -> Sequence[Sequence[Any]]:
        return root.exec_driver_sql(question).all()

    holder = admin()
    with holder.cursor() as cursor, ThreadPoolExecutor(2) as pool:
        holder.begin()
        cursor.execute("SELECT 1 FROM users WHERE user_name = %s FOR UPDATE", (names[0],))
        ends = [pool.submit(end, *pair) for pair in (names, names[::-1])]
        deadline = time.monotonic() + 1.5
        # Shorter than a lock is waited for: whoever is done by then did not wait.
        while len(open_transactions(told)) < 3 and time.monotonic() < deadline:
            pass
        holder.rollback()
        found = sorted(one.result(20) for one in ends)
    assert found[0] == ""
    assert found[1] in {"person_disabled", "no_right"}


# -- passwords --------------------------------------------------------------------------


def test_passwords_may_hold_any_character(office: Connection, sign_in: SignIn) -> None:
    password = 'it\'s 100% "ünïcode" \\ `;-- 🗝'
    name = f"odd{next(_numbers)}"
    create_user(office, NewUser(name, "Odd", Role.CASHIER, password))
    assert ask(sign_in(name, password), "SELECT 1") == [(1,)]
    reset_password(office, name, password + "'")
    assert ask(sign_in(name, password + "'"), "SELECT 1") == [(1,)]


def test_passwords_stay_out_of_texts(database: DatabaseAddress) -> None:
    assert PASSWORD not in repr(NewUser("asha", "Asha", Role.CASHIER, PASSWORD))
    assert PASSWORD not in repr(Login(database, "asha", PASSWORD))


# -- all of a person or nothing ------------------------------------------------------------


def test_failure_after_create_user_takes_it_back(
    office: Connection, administrator: str, root: Connection, sign_in: SignIn
) -> None:
    twice = '[["reprint", ""], ["reprint", ""]]'
    arguments = ("leftover", "Left Over", "cashier", PASSWORD, 0)
    with pytest.raises(Refused, match="exists_already"):
        call_office(office, "add_person", *arguments, twice, "[]")
    assert not has_account(root, "leftover")
    assert "leftover" not in {user.user_name for user in list_users(office)}
    assert audited(root, "account_dropped", "leftover") == [(administrator, "leftover")]
    call_office(office, "add_person", *arguments, '[["reprint", ""]]', "[]")
    assert ask(sign_in("leftover"), "SELECT 1") == [(1,)]


def begin_person(root: Connection, name: str) -> None:
    """What a CALL leaves that was killed before it wrote the row."""
    root.exec_driver_sql("CALL make_account(NULL, %s, 'clerk', %s)", (name, PASSWORD))
    assert has_account(root, name)


def test_half_a_person_cannot_sign_in_and_is_made_whole_by_the_next_try(
    office: Connection, root: Connection, sign_in: SignIn
) -> None:
    name = f"half{next(_numbers)}"
    begin_person(root, name)
    with pytest.raises(pymysql.MySQLError) as caught:
        sign_in(name)
    assert classify(caught.value) is Kind.DENIED
    create_user(office, NewUser(name, "Whole", Role.CASHIER, "Another-one-77"))
    person = sign_in(name, "Another-one-77")
    assert "cashier_test_cashier" in str(ask(person, "SELECT CURRENT_ROLE()"))
    assert "clerk" not in str(ask(person, "SHOW GRANTS"))


def test_half_a_person_that_somebody_used_since_is_kept(
    office: Connection, root: Connection
) -> None:
    name, role = f"half{next(_numbers)}", f"foreign{next(_numbers)}"
    begin_person(root, name)
    root.exec_driver_sql(f"CREATE ROLE {role}")
    root.exec_driver_sql(f"GRANT {role} TO `{name}`@'%%'", ())
    with pytest.raises(Refused, match="exists_already"):
        create_user(office, NewUser(name, "Whole", Role.CASHIER, PASSWORD))
    assert has_account(root, name)


def test_account_for_who_stands_in_the_table_only(
    office: Connection, administrator: str, root: Connection, sign_in: SignIn
) -> None:
    name = f"restored{next(_numbers)}"
    insert_person(root, name, Role.AUDITOR)
    assert not facts(office, name).has_account
    with pytest.raises(Refused, match="no_account"):
        reset_password(office, name, PASSWORD)
    create_account(office, name, PASSWORD)
    assert "cashier_test_auditor" in str(ask(sign_in(name), "SELECT CURRENT_ROLE()"))
    assert facts(office, name).has_account
    assert audited(root, "account_added", name) == [(administrator, name)]


def test_account_of_a_disabled_person_stays_locked(
    office: Connection, root: Connection, sign_in: SignIn
) -> None:
    name = f"restored{next(_numbers)}"
    insert_person(root, name)
    disable_user(office, name)
    create_account(office, name, PASSWORD)
    with pytest.raises(pymysql.MySQLError):
        sign_in(name)
    enable_user(office, name)
    assert ask(sign_in(name), "SELECT 1") == [(1,)]


# -- the server's own administrator: the first person, and a lost administrator ------------


def test_servers_administrator_lets_a_lost_one_in_again_and_is_named(
    root: Connection, sign_in: SignIn, database: DatabaseAddress
) -> None:
    lost = add(root, Role.ADMINISTRATOR)
    ((nobody, detail),) = audited(root, "person_added", lost)
    assert (nobody, detail) == (None, f"{lost} administrator (by root@localhost)")
    disable_user(root, lost)
    enable_user(root, lost)
    reset_password(root, lost, "Another-one-77")
    with connected(Login(database, lost, "Another-one-77")) as connection:
        assert facts(connection, lost).is_active
    assert audited(root, "password_reset", lost) == [(None, f"{lost} (by root@localhost)")]


@pytest.mark.mysql_only
def test_wrong_passwords_lock_the_person_and_enable_unlocks(
    office: Connection, sign_in: SignIn, database: DatabaseAddress
) -> None:
    name = add(office, Role.CASHIER)
    for _ in range(10):
        with pytest.raises(pymysql.MySQLError):
            sign_in(name, "wrong password")
    with pytest.raises(pymysql.MySQLError) as caught:
        sign_in(name)
    assert caught.value.args[0] == 3955
    enable_user(office, name)
    assert ask(sign_in(name), "SELECT 1") == [(1,)]


def test_two_databases_on_one_server_do_not_share_people(fresh_server: PrivateServer) -> None:
    upgrade(fresh_server.admin_login(), "second")
    with (
        connected(fresh_server.admin_login("cashier_test")) as first,
        connected(fresh_server.admin_login("second")) as second,
    ):
        name = add(first, Role.CASHIER)
        with pytest.raises(Refused, match="exists_already"):
            create_user(second, NewUser(name, "Other", Role.ADMINISTRATOR, PASSWORD))
        insert_person(second, name)
        with pytest.raises(Refused, match="other_account"):
            reset_password(second, name, "Another-one-77")
