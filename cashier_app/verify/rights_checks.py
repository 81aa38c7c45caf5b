"""Invariant 13 of rights: nobody but the locked owner may more than was shipped.

A counter's person has one role, and no right besides. Who owns the whole server is not ours to
judge: he grants himself what he wants.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from cashier_app.db.grants import OWNER, role_name, wanted_grants
from cashier_app.db.sql_objects import DATABASE_ROLES, KIOSK, load_objects
from cashier_app.domain.utility import Role
from cashier_app.verify.findings import Breach, CannotLook
from cashier_app.verify.reader import Reader, as_text

_PEOPLE = "SELECT user_name, role FROM users UNION ALL SELECT user_name, %(kiosk)s FROM kiosks"
_ON_DATABASE = "SELECT * FROM mysql.db WHERE DATABASE() LIKE Db"
_ON_OBJECTS = """
SELECT User, Table_name, Table_priv FROM mysql.tables_priv WHERE Db = DATABASE()
UNION ALL SELECT User, Routine_name, Proc_priv FROM mysql.procs_priv WHERE Db = DATABASE()
"""
_ON_COLUMNS = """
SELECT User, Table_name, Column_name, Column_priv FROM mysql.columns_priv WHERE Db = DATABASE()
"""
_COLUMNS_OF = """
SELECT column_name FROM information_schema.columns
WHERE table_schema = 'mysql' AND table_name = %(table)s ORDER BY ordinal_position
"""
_HOLDERS = {
    True: "SELECT User, Role FROM mysql.roles_mapping",
    False: "SELECT TO_USER, FROM_USER FROM mysql.role_edges",
}
_READING = {"select", "show view", "references", "lock tables", "show create routine"}
_SERVER_ADMINISTRATOR = {"create user", "super"}
_WRITING = {
    "insert", "update", "delete", "create", "drop", "alter", "index", "trigger", "event",
    "create routine", "alter routine", "create view", "execute", "delete history", "file",
}  # fmt: skip
_OF_OWNER = {"create user", "process", "super"}
"""MariaDB's mysql.user counts CONNECTION ADMIN as a part of SUPER."""

Rights = dict[tuple[str, str], set[str]]
"""By database user and object. A right on one column has it in brackets: insert(account_no)."""


def rights_beyond(reader: Reader) -> Iterator[Breach]:
    """Rights that were not shipped. The reader must be an administrator."""
    try:
        yield from _beyond(reader)
    except CannotLook as error:
        yield Breach(13, "rights", f"cannot be read: {error}")


def _beyond(reader: Reader) -> Iterator[Breach]:
    ((database,),) = reader.rows("SELECT DATABASE()")
    roles = {role_name(database, role): role for role in DATABASE_ROLES}
    people: dict[str, str] = dict(reader.rows(_PEOPLE, kiosk=KIOSK))
    everywhere = _flags(reader, "user", "SELECT * FROM mysql.user")
    administrators = {user for user, rights in everywhere.items() if "create user" in rights}
    administrators -= {OWNER, *roles, *people}
    for user, rights in sorted(everywhere.items()):
        if user in roles or user in people:
            surplus = rights
        elif user == OWNER:
            surplus = rights - _OF_OWNER
        else:
            surplus = rights & _WRITING if user not in administrators else set()
        if surplus:
            yield _breach(user, surplus, "the whole server")
    ours = {OWNER, *administrators}
    for user, rights in sorted(_flags(reader, "db", _ON_DATABASE).items()):
        surplus = rights if user in roles or user in people else rights - _READING
        if surplus and user not in ours:
            yield _breach(user, surplus, "the whole database")
    wanted = _wanted(database)
    for (user, name), rights in sorted(_granted(reader).items()):
        surplus = rights - wanted.get((user, name), set())
        if user not in roles and user not in people:
            surplus -= _READING
        if surplus and user not in ours:
            yield _breach(user, surplus, name)
    yield from _second_accounts(reader, people)
    yield from _holders(reader, roles, people, ours)
    yield from _owner(reader)


def _breach(user: str, rights: set[str], on: str) -> Breach:
    words = ", ".join(sorted(rights)).upper()
    return Breach(13, f"database user {user or '(anybody)'}", f"has {words} on {on}")


def _second_accounts(reader: Reader, people: dict[str, str]) -> Iterator[Breach]:
    """A person is known by name: an account of that name from elsewhere has its own password."""
    for user, host in reader.rows("SELECT User, Host FROM mysql.user"):
        name = f"{as_text(user)}@{as_text(host)}"
        if as_text(user) in people and as_text(host) != "%":
            yield Breach(13, f"database user {name}", "signs in as a person with another password")


def _flags(reader: Reader, table: str, sql: str) -> dict[str, set[str]]:
    """The rights of each user in a table of mysql that has a column for each right."""
    columns = [str(name) for (name,) in reader.rows(_COLUMNS_OF, table=table)]
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in reader.rows(sql):
        values = dict(zip(columns, row, strict=True))
        found[as_text(values["User"])] |= {
            name.removesuffix("_priv").replace("_", " ").lower()
            for name, value in values.items()
            if name.endswith("_priv") and value == "Y"
        }
    return found


def _granted(reader: Reader) -> Rights:
    found: Rights = defaultdict(set)
    for user, name, rights in reader.rows(_ON_OBJECTS):
        found[as_text(user), as_text(name)] |= set(filter(None, as_text(rights).lower().split(",")))
    for user, name, column, rights in reader.rows(_ON_COLUMNS):
        found[as_text(user), as_text(name)] |= {
            f"{right}({as_text(column)})" for right in as_text(rights).lower().split(",")
        }
    return found


def _wanted(database: str) -> Rights:
    found: Rights = defaultdict(set)
    for grant in wanted_grants(database, load_objects()):
        name = grant.target.rpartition(".")[2].strip("`")
        for right, columns in re.findall(r"(\w+)(?: \(([^)]*)\))?", grant.rights):
            each = [f"({column})" for column in columns.split(", ")] if columns else [""]
            found[grant.role, name] |= {right.lower() + column for column in each}
    return found


def _holders(
    reader: Reader, roles: dict[str, str], people: dict[str, str], ours: set[str]
) -> Iterator[Breach]:
    for holder, name in reader.rows(_HOLDERS[reader.is_mariadb]):
        user, role = as_text(holder), roles.get(as_text(name))
        is_shipped = user in ours or (roles.get(user), role) == (Role.SUPERVISOR, Role.CASHIER)
        if role and not is_shipped and people.get(user) != role:
            yield Breach(13, f"database user {user}", f"has the role of a {role}")


def _owner(reader: Reader) -> Iterator[Breach]:
    ((text,),) = reader.rows(f"SHOW CREATE USER `{OWNER}`@`localhost`")
    if "ACCOUNT LOCK" not in text:
        yield Breach(13, f"database user {OWNER}", "is not locked: somebody can sign in as it")
