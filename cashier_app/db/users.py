"""People as database users: each has a user of their own, one role, rights and counters as rows.

These functions run on the administrator's connection to the database (autocommit).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, insert, select, update

from cashier_app.db.engine import SERVER_NOW, transaction
from cashier_app.db.grants import OWNER, is_mariadb, quoted, role_name
from cashier_app.db.tables import people, trace
from cashier_app.domain.errors import Refused
from cashier_app.domain.utility import Role

CASHIER_RIGHTS = (
    "take_payment", "open_shift", "count_shift", "close_shift", "undo_payment", "reprint",
)  # fmt: skip
DEFAULT_RIGHTS: dict[Role, tuple[str, ...]] = {
    Role.CASHIER: CASHIER_RIGHTS,
    Role.SUPERVISOR: (*CASHIER_RIGHTS, "approve", "open_drawer", "close_other"),
}
"""Activities that a person of a role starts with; the procedures check the rows."""

SHORTEST_PASSWORD = 8
FAILED_ATTEMPTS = 10
"""Wrong passwords until MySQL locks an account for a day; MariaDB cannot count them by person."""
_NAME = re.compile(r"[a-z][a-z0-9._-]{1,31}")
_RESERVED = re.compile(r"root|public|none|mysql.*|mariadb.*|cashier_.*")


@dataclass(frozen=True, slots=True)
class NewUser:
    """A person to be added. `counters` are codes; none means that money is not their work."""

    user_name: str
    full_name: str
    role: Role
    password: str = field(repr=False)
    counters: tuple[str, ...] = ()
    must_change_password: bool = True


@dataclass(frozen=True, slots=True)
class UserFacts:
    """A person as `cashier db users` lists them."""

    user_name: str
    full_name: str
    role: Role
    is_active: bool
    counters: tuple[str, ...]


def create_user(connection: Connection, new: NewUser) -> int:
    """Add the database user with its role, the row, the rights; returns the user's key.

    Raises Refused: bad_user_name, password_too_short, password_has_name, exists_already,
    no_such_counter.
    """
    _check(new)
    counter_ids = _counter_ids(connection, new.counters)
    if _exists(connection, new.user_name):
        raise Refused("exists_already", {"user_name": new.user_name})
    account = _account(new.user_name)
    try:
        _create_account(connection, new)
        with transaction(connection):
            user_id = _insert_rows(connection, new, counter_ids)
    except BaseException:
        # Half a person must not be left: with an account but without a row.
        connection.exec_driver_sql(f"DROP USER IF EXISTS {account}")
        raise
    return user_id


def create_account(
    connection: Connection, user_name: str, password: str, *, must_change: bool = True
) -> None:
    """Make the database user of a person who stands in the table only.

    A sample brings its people so, and a backup that is restored on another server.
    Raises Refused: no_such_user, exists_already, password_too_short, password_has_name.
    """
    _check_password(user_name, password)
    _known_user(connection, user_name)
    if _has_account(connection, user_name):
        raise Refused("exists_already", {"user_name": user_name})
    users = people.users.c
    name, role = connection.execute(
        select(users.full_name, users.role).where(users.user_name == user_name)
    ).one()
    _create_account(connection, NewUser(user_name, name, Role(role), password))
    _set_row(connection, user_name, must_change_password=must_change)
    _audit(connection, "account_created", user_name)


def reset_password(
    connection: Connection, user_name: str, password: str, *, must_change: bool = True
) -> None:
    """Give a person a new password, to be changed at the next sign-in. Raises Refused."""
    _check_password(user_name, password)
    _known_user(connection, user_name)
    connection.exec_driver_sql(f"ALTER USER {_account(user_name)} IDENTIFIED BY %s", (password,))
    _set_row(connection, user_name, must_change_password=must_change)
    _audit(connection, "password_reset", user_name)


def disable_user(connection: Connection, user_name: str) -> None:
    """Take effect at the person's next CALL: the row comes before the account. Raises Refused."""
    _known_user(connection, user_name)
    _set_row(connection, user_name, is_active=False)
    connection.exec_driver_sql(f"ALTER USER {_account(user_name)} ACCOUNT LOCK")
    _audit(connection, "user_disabled", user_name)


def enable_user(connection: Connection, user_name: str) -> None:
    """Let a person in again, also after too many wrong passwords. Raises Refused."""
    _known_user(connection, user_name)
    connection.exec_driver_sql(f"ALTER USER {_account(user_name)} ACCOUNT UNLOCK")
    _set_row(connection, user_name, is_active=True)
    _audit(connection, "user_enabled", user_name)


def list_users(connection: Connection) -> list[UserFacts]:
    """Everybody, by name."""
    users, link, counters = people.users.c, people.user_counters.c, people.counters.c
    codes = func.group_concat(counters.code.distinct())
    rows = connection.execute(
        select(users.user_name, users.full_name, users.role, users.is_active, codes)
        .select_from(
            people.users.outerjoin(people.user_counters, link.user_id == users.user_id).outerjoin(
                people.counters, counters.counter_id == link.counter_id
            )
        )
        .group_by(users.user_name, users.full_name, users.role, users.is_active)
        .order_by(users.user_name)
    )
    return [
        UserFacts(
            name,
            full,
            Role(role),
            bool(active),
            tuple(sorted(filter(None, (found or "").split(",")))),
        )
        for name, full, role, active, found in rows
    ]


def _check(new: NewUser) -> None:
    if not _NAME.fullmatch(new.user_name) or _RESERVED.fullmatch(new.user_name):
        raise Refused("bad_user_name", {"user_name": new.user_name})
    if new.user_name == OWNER or not new.full_name.strip():
        raise Refused("bad_user_name", {"user_name": new.user_name})
    _check_password(new.user_name, new.password)


def _check_password(user_name: str, password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise Refused("password_too_short", {"length": str(SHORTEST_PASSWORD)})
    if user_name in password.lower():
        raise Refused("password_has_name", {"user_name": user_name})


def _account(user_name: str) -> str:
    """For a statement with parameters, where a lone % would be read as one."""
    return f"{quoted(user_name)}@'%%'"


def _exists(connection: Connection, user_name: str) -> bool:
    return _has_account(connection, user_name) or _user_id(connection, user_name) is not None


def _has_account(connection: Connection, user_name: str) -> bool:
    row = connection.exec_driver_sql(
        "SELECT COUNT(*) FROM mysql.user WHERE user = %s", (user_name,)
    ).scalar_one()
    return bool(row)


def _user_id(connection: Connection, user_name: str) -> int | None:
    users = people.users.c
    return connection.execute(
        select(users.user_id).where(users.user_name == user_name)
    ).scalar_one_or_none()


def _known_user(connection: Connection, user_name: str) -> int:
    found = _user_id(connection, user_name)
    if found is None:
        raise Refused("no_such_user", {"user_name": user_name})
    return found


def _create_account(connection: Connection, new: NewUser) -> None:
    database = connection.exec_driver_sql("SELECT DATABASE()").scalar_one()
    account, role = _account(new.user_name), quoted(role_name(database, new.role))
    limit = (
        "" if is_mariadb(connection)
        else f" FAILED_LOGIN_ATTEMPTS {FAILED_ATTEMPTS} PASSWORD_LOCK_TIME 1"
    )  # fmt: skip
    connection.exec_driver_sql(f"CREATE USER {account} IDENTIFIED BY %s{limit}", (new.password,))
    connection.exec_driver_sql(f"GRANT {role} TO {account}")
    word = "FOR" if is_mariadb(connection) else "TO"
    connection.exec_driver_sql(f"SET DEFAULT ROLE {role} {word} {account}")


def _insert_rows(connection: Connection, new: NewUser, counter_ids: Iterable[int]) -> int:
    connection.execute(
        insert(people.users).values(
            user_name=new.user_name,
            full_name=new.full_name.strip(),
            role=new.role.value,
            must_change_password=new.must_change_password,
            created_at=SERVER_NOW,
        )
    )
    user_id = _known_user(connection, new.user_name)
    rights = [{"user_id": user_id, "activity": a} for a in DEFAULT_RIGHTS.get(new.role, ())]
    counters = [{"user_id": user_id, "counter_id": counter} for counter in counter_ids]
    if rights:
        connection.execute(insert(people.rights), rights)
    if counters:
        connection.execute(insert(people.user_counters), counters)
    _audit(connection, "user_created", f"{new.user_name} {new.role.value}")
    return user_id


def _counter_ids(connection: Connection, codes: tuple[str, ...]) -> list[int]:
    counters = people.counters.c
    rows = connection.execute(
        select(counters.code, counters.counter_id).where(counters.code.in_(codes))
    )
    known = {row.code: row.counter_id for row in rows}
    for code in codes:
        if code not in known:
            raise Refused("no_such_counter", {"counter": code})
    return list(known.values())


def _set_row(connection: Connection, user_name: str, **values: bool) -> None:
    users = people.users
    connection.execute(update(users).where(users.c.user_name == user_name).values(**values))


def _audit(connection: Connection, act: str, detail: str) -> None:
    by = connection.exec_driver_sql("SELECT USER()").scalar_one()
    connection.execute(
        insert(trace.audit_events).values(
            stored_at=SERVER_NOW, act=act, detail=f"{detail} (by {by})"[:255]
        )
    )
