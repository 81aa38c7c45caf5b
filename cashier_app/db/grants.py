"""Database roles and what each may do.

A counter's and a kiosk's roles hold EXECUTE on procedures and nothing on tables; only the
office's clerk writes tables, and triggers stand behind those.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from cashier_app.db.sql_objects import DATABASE_ROLES, ObjectKind, SqlObject
from cashier_app.domain.utility import Role

OWNER = "cashier_owner"
"""Owns every object and is locked: nobody signs in as it, its procedures run on."""

NAME_BYTES = 32
"""Longest name of a user or role on MySQL."""

_READ = "SELECT"
_WRITE = "SELECT, INSERT, UPDATE"
_DRAFT = "SELECT, INSERT, UPDATE, DELETE"

CLERK_TABLES: dict[str, str] = {
    # Master data. Rows are closed by a date, not deleted.
    "customers": _WRITE,
    "customer_phones": _DRAFT,
    "routes": _WRITE,
    "connections": _WRITE,
    "connection_loads": _WRITE,
    # Credit moves by procedures only.
    "accounts": "SELECT, INSERT (account_id, account_no, customer_id, tariff_class, opened_on),"
    " UPDATE (customer_id, tariff_class, closed_on)",
    "former_account_numbers": "SELECT, INSERT",
    "account_connections": _WRITE,
    "meters": _WRITE,
    "registers": _WRITE,
    "meter_fittings": _WRITE,
    "readings": _WRITE,
    "file_imports": "SELECT, INSERT",
    "words": _DRAFT,
    "account_words": _DRAFT,
    "tariffs": _WRITE,
    "tariff_versions": _WRITE,
    "tariff_charges": _DRAFT,
    "tariff_charge_bases": _DRAFT,
    "tariff_blocks": _DRAFT,
    "discount_schemes": _WRITE,
    "late_payment_rules": _DRAFT,
    "connection_tariffs": _WRITE,
    "connection_schemes": _WRITE,
    # Bills are issued, corrected and cancelled by procedures only.
    "bills": _READ,
    "bill_lines": _READ,
    "bill_readings": _READ,
    "bill_late_charges": _READ,
    "bill_series": _READ,
    # A run is priced by its clerk; a procedure opens, issues and ends it.
    "bill_runs": "SELECT, UPDATE (items)",
    "bill_run_patterns": _DRAFT,
    "bill_run_lines": _DRAFT,
    "bill_run_late_charges": _DRAFT,
    "bill_run_items": _DRAFT,
    "bill_run_readings": _DRAFT,
    "bill_run_exceptions": _DRAFT,
    "utility": _READ,
    "utility_offsets": _READ,
    "settings": _READ,
    "offices": _READ,
    "schema_gate": _READ,
}
"""Rights of the clerk on tables; the one place where any role gets one."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A right of a role on one object; `target` as GRANT and REVOKE want it."""

    role: str
    rights: str
    target: str


def role_name(database: str, role: str) -> str:
    """The database role of this database: "<database>_<role>". Raises ValueError if too long."""
    name = f"{database}_{role}"
    if len(name.encode()) > NAME_BYTES:
        raise ValueError(f"the database's name is too long: {name} has over {NAME_BYTES} bytes")
    return name


def quoted(name: str) -> str:
    """An identifier for a statement: backticks doubled."""
    return "`" + name.replace("`", "``") + "`"


def wanted_grants(database: str, objects: Iterable[SqlObject]) -> Iterator[Grant]:
    """Every right that every role has."""
    for item in objects:
        for role in item.roles:
            yield _grant_on(database, item, role)
    clerk = role_name(database, Role.CLERK)
    for table, rights in CLERK_TABLES.items():
        yield Grant(clerk, rights, f"TABLE {quoted(database)}.{quoted(table)}")


def _grant_on(database: str, item: SqlObject, role: str) -> Grant:
    rights, word = "EXECUTE", item.kind.value.upper()
    if item.kind is ObjectKind.VIEW:
        rights, word = "SELECT", "TABLE"
    return Grant(
        role_name(database, role), rights, f"{word} {quoted(database)}.{quoted(item.name)}"
    )


def ensure_owner(connection: Connection, database: str, owner: str) -> None:
    """Make the locked owner; give it this database, and what its procedures need to add people."""
    account = _owner_account(owner)
    _run(connection, f"CREATE USER IF NOT EXISTS {account} ACCOUNT LOCK")
    _run(connection, f"GRANT ALL PRIVILEGES ON {_pattern(database)}.* TO {account}")
    # Finding and ending the connections of a disabled person needs the other two.
    end = "CONNECTION ADMIN" if is_mariadb(connection) else "CONNECTION_ADMIN"
    for right in ("CREATE USER", "PROCESS", end):
        _run(connection, f"GRANT {right} ON *.* TO {account}")
    _run(connection, f"GRANT SELECT (User, Host, Create_user_priv) ON mysql.user TO {account}")
    if is_mariadb(connection):
        # To say which role is somebody's default one, MariaDB wants this right and no smaller.
        _run(connection, f"GRANT UPDATE ON mysql.* TO {account}")
        _run(connection, f"GRANT SELECT ON mysql.roles_mapping TO {account}")
        return
    _run(connection, f"GRANT SELECT ON mysql.role_edges TO {account}")
    # Only somebody who has it, too, can change an account with SYSTEM_USER.
    _run(connection, f"GRANT SYSTEM_USER ON *.* TO {account}")
    # Locks of transactions that were prepared and left are found by their names only.
    _run(connection, f"GRANT XA_RECOVER_ADMIN ON *.* TO {account}")


def _owner_account(owner: str) -> str:
    return f"{quoted(owner)}@'localhost'"


def _pattern(database: str) -> str:
    """In GRANT ... ON db.* the name is a pattern: its _ and % must be escaped."""
    return quoted(database.replace("_", r"\_").replace("%", r"\%"))


def ensure_roles(connection: Connection, database: str, owner: str) -> None:
    """Make the roles, which the owner may give; a supervisor may do what a cashier may."""
    for role in DATABASE_ROLES:
        name = quoted(role_name(database, role))
        _run(connection, f"CREATE ROLE IF NOT EXISTS {name}")
        _run(connection, f"GRANT {name} TO {_owner_account(owner)} WITH ADMIN OPTION")
    cashier, supervisor = (quoted(role_name(database, r)) for r in (Role.CASHIER, Role.SUPERVISOR))
    _run(connection, f"GRANT {cashier} TO {supervisor}")


def apply_grants(connection: Connection, database: str, objects: Iterable[SqlObject]) -> None:
    """Give every role exactly what is declared: what is there too much is taken back first."""
    wanted = list(wanted_grants(database, objects))
    keep = {(grant.role, grant.target) for grant in wanted if grant.rights in {"EXECUTE", "SELECT"}}
    for role, target in _present(connection, database):
        # Rights on a table may have shrunk, so these are always given afresh.
        if (role, target) not in keep:
            _run(connection, f"REVOKE ALL PRIVILEGES ON {target} FROM {quoted(role)}")
    for grant in wanted:
        _run(connection, f"GRANT {grant.rights} ON {grant.target} TO {quoted(grant.role)}")


def _present(connection: Connection, database: str) -> list[tuple[str, str]]:
    roles = [role_name(database, role) for role in DATABASE_ROLES]
    marks = ", ".join(["%s"] * len(roles))
    rows = connection.exec_driver_sql(
        f"SELECT User, Routine_type, Routine_name FROM mysql.procs_priv"  # noqa: S608
        f" WHERE Db = %s AND User IN ({marks})"
        f" UNION ALL SELECT User, 'TABLE', Table_name FROM mysql.tables_priv"
        f" WHERE Db = %s AND User IN ({marks})",
        (database, *roles, database, *roles),
    )
    return [(_text(r[0]), f"{_text(r[1])} {quoted(database)}.{quoted(_text(r[2]))}") for r in rows]


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def is_mariadb(connection: Connection) -> bool:
    """The two servers differ in a few words, about roles and about replacing objects."""
    return bool(getattr(connection.dialect, "is_mariadb", False))


def _run(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
