"""Brings a database to the shipped schema: tables, objects, roles and rights, behind the gate.

While the gate is closed every procedure refuses with "upgrade_running". If an upgrade
fails the gate stays closed; running it again finishes it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, delete, inspect, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from cashier_app.db.engine import LONG_READ_SECONDS, Login
from cashier_app.db.grants import (
    OWNER,
    apply_grants,
    ensure_owner,
    ensure_roles,
    is_mariadb,
    quoted,
)
from cashier_app.db.migrations import SCHEMA_VERSION
from cashier_app.db.newer import refuse_newer
from cashier_app.db.offsets import fill_offsets
from cashier_app.db.revision_steps import (
    Load,
    OtherSteps,
    RevisionSteps,
    begin_load,
    load_note,
)
from cashier_app.db.sql_objects import ObjectKind, SqlObject, drop_statement, load_objects
from cashier_app.db.tables import people

WAIT_SECONDS = 60
_LOOK_AGAIN_SECONDS = 0.05
MADE_BY_UPGRADE = frozenset(
    {people.schema_objects.name, people.schema_gate.name, people.upgrade_steps.name}
)
"""Tables whose rows say what is installed: a backup has none of them."""

# Must be the expressions of the procedure check_server, which compares with what is stored.
# An object is its body and whose rights and which mode it runs with; a trigger also where it hangs:
# moved to another table it guards nothing.
_INSTALLED = """
SELECT LOWER(routine_type), routine_name, SHA2(CONCAT_WS(' ', definer, security_type, sql_mode,
  routine_definition), 256)
FROM information_schema.routines WHERE routine_schema = DATABASE()
UNION ALL SELECT 'trigger', trigger_name, SHA2(CONCAT_WS(' ', definer, sql_mode, action_timing,
  event_manipulation, 'ON', event_object_table, 'FOR EACH ROW', action_statement), 256)
FROM information_schema.triggers WHERE event_object_schema = DATABASE()
UNION ALL SELECT 'view', table_name, SHA2(CONCAT_WS(' ', definer, security_type, view_definition),
  256)
FROM information_schema.views WHERE table_schema = DATABASE()
"""


_UNENDED = {
    Load.RESTORE: "A restore of the database {database} was broken off: it holds part of a backup."
    " Start it anew: cashier db restore FILE --replace.",
    Load.SAMPLE: "A sample of the database {database} was broken off: it holds part of one."
    " Begin it anew: cashier sample; for training: cashier db training --fresh.",
}


class UpgradeBlocked(RuntimeError):
    """Statements of others did not end in time, or another upgrade runs. Nothing was changed."""


class LoadUnended(RuntimeError):
    """The database holds part of a backup or sample; the text says so. Nothing was changed."""


class SchemaBroken(RuntimeError):
    """After an upgrade the database is not what was shipped; the text names the objects."""


@dataclass(frozen=True, slots=True)
class UpgradeReport:
    """What an upgrade did."""

    from_version: str
    to_version: str
    objects_made: tuple[str, ...]
    objects_dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _StoredObject:
    checksum: str
    installed: str


def upgrade(
    admin: Login,
    database: str,
    owner: str = OWNER,
    *,
    force: bool = False,
    keep_closed: bool = False,
) -> UpgradeReport:
    """Install or upgrade `database` on the administrator's server. `force` makes all objects again.

    With `keep_closed` nobody is let in until `open_gate`. Raises NewerDatabase, LoadUnended,
    UpgradeBlocked, SchemaBroken.
    """
    _create_database(admin, database)
    with alone(admin, database) as connection:
        if not keep_closed:
            refuse_unended(connection, database, *Load)
        return _upgrade(connection, database, owner, force, is_open=not keep_closed)


def install_tables(admin: Login, database: str) -> None:
    """Make a new database with its tables and nothing else: a backup is loaded into them next.

    Until `end_load` no upgrade lets anybody in. Raises UpgradeBlocked.
    """
    _create_database(admin, database)
    with alone(admin, database) as connection:
        begin_load(connection, Load.RESTORE)
        _migrate(connection)


def refuse_unended(connection: Connection, database: str, *loads: Load) -> None:
    """Raises LoadUnended where one of `loads` is under way or was broken off."""
    for load in loads:
        if load_note(connection, load) is not None:
            raise LoadUnended(_UNENDED[load].format(database=database))


@contextmanager
def alone(admin: Login, database: str) -> Iterator[Connection]:
    """A connection beside which nobody else upgrades or loads it. Raises UpgradeBlocked."""
    engine = admin.engine(database, LONG_READ_SECONDS)
    try:
        with engine.connect() as connection, _one_at_a_time(connection, database):
            yield connection
    finally:
        engine.dispose()


def _create_database(admin: Login, database: str) -> None:
    engine = admin.engine("")
    try:
        with engine.connect() as connection:
            _run(
                connection,
                f"CREATE DATABASE IF NOT EXISTS {quoted(database)}"
                " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
            )
    finally:
        engine.dispose()


def _upgrade(
    connection: Connection, database: str, owner: str, force: bool, *, is_open: bool
) -> UpgradeReport:
    before = current_version(connection)
    refuse_newer(before)
    ensure_owner(connection, database, owner)
    ensure_roles(connection, database, owner)
    shipped = load_objects()
    changed = _to_make(connection, shipped, force)
    surplus = _to_drop(connection, shipped)
    if before == SCHEMA_VERSION and not changed and not surplus and _gate_is_open(connection):
        apply_grants(connection, database, shipped)
        fill_offsets(connection)
        return UpgradeReport(before, before, (), ())
    close_gate(connection, database)
    _migrate(connection)
    # A revision may have dropped a trigger to fill a column.
    changed = _to_make(connection, shipped, force)
    _drop_surplus(connection, surplus)
    _make_objects(connection, changed, owner)
    apply_grants(connection, database, shipped)
    fill_offsets(connection)
    problems = find_problems(connection)
    if problems:
        raise SchemaBroken("; ".join(problems))
    if _let_in_last(connection) not in ("", SCHEMA_VERSION):
        # Programs of the older release that are open connect again, and are told the new version.
        _set_gate(connection, is_open=False)
        end_sessions(connection, database)
    _set_gate(connection, is_open=is_open)
    return UpgradeReport(
        before,
        SCHEMA_VERSION,
        tuple(item.name for item in changed),
        tuple(name for _, name in surplus),
    )


def current_version(connection: Connection) -> str:
    """The revision of the tables; empty for a new database."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def find_problems(connection: Connection) -> list[str]:
    """How the connected database differs from what is shipped; empty when it does not."""
    if not _has_tables(connection):
        return ["the tables are missing"]
    stored, installed = _stored(connection), _installed(connection)
    shipped = {(item.kind, item.name): item.checksum for item in load_objects()}
    problems = [f"{k} {n}: missing" for k, n in shipped if (k, n) not in installed]
    for key in shipped.keys() & installed.keys():
        kind, name = key
        if key not in stored or stored[key].checksum != shipped[key]:
            problems.append(f"{kind} {name}: of another version")
        elif stored[key].installed != installed[key]:
            problems.append(f"{kind} {name}: changed after it was installed")
    problems += [f"{k} {n}: not one of ours" for k, n in installed if (k, n) not in shipped]
    version = current_version(connection)
    if version != SCHEMA_VERSION:
        problems.append(f"tables of version {version or 'none'} instead of {SCHEMA_VERSION}")
    return sorted(problems)


# -- one upgrade at a time, and nobody selling --------------------------------------


def upgrade_lock(database: str) -> str:
    """The server's lock that whoever changes the tables of `database` holds."""
    return f"cashier_upgrade_{database}"


@contextmanager
def _one_at_a_time(connection: Connection, database: str) -> Iterator[None]:
    name = upgrade_lock(database)
    taken = connection.exec_driver_sql("SELECT GET_LOCK(%s, 0)", (name,)).scalar_one()
    if taken != 1:
        raise UpgradeBlocked("Another upgrade of this database is running.")
    try:
        yield
    finally:
        # Where the connection is gone, the lock is: what ended it is to be told, not this.
        with suppress(SQLAlchemyError):
            connection.exec_driver_sql("SELECT RELEASE_LOCK(%s)", (name,))


def close_gate(connection: Connection, database: str) -> None:
    """Let nobody in any more, wait for acts under way. Raises UpgradeBlocked: nothing changed."""
    if not _has_tables(connection):
        return
    _run(connection, "UPDATE schema_gate SET is_open = 0, changed_at = SYSDATE(6)")
    try:
        _wait_for_others(connection, database)
    except UpgradeBlocked:
        _run(connection, "UPDATE schema_gate SET is_open = 1, changed_at = SYSDATE(6)")
        raise


def _wait_for_others(connection: Connection, database: str) -> None:
    """Wait for every statement that began before the gate closed."""
    deadline = time.monotonic() + WAIT_SECONDS
    while busy := _busy_connections(connection, database):
        if time.monotonic() > deadline:
            raise UpgradeBlocked(f"These connections are still at work: {busy}")
        time.sleep(_LOOK_AGAIN_SECONDS)


def _busy_connections(connection: Connection, database: str) -> list[int]:
    # Not their statements: a secret's bytes within one are no text that could be read.
    return list(
        connection.exec_driver_sql(
            "SELECT id FROM information_schema.processlist"
            " WHERE db = %s AND command <> 'Sleep' AND id <> CONNECTION_ID()",
            (database,),
        ).scalars()
    )


def end_sessions(connection: Connection, database: str) -> None:
    """End every other connection to `database`."""
    threads = connection.exec_driver_sql(
        "SELECT id FROM information_schema.processlist WHERE db = %s AND id <> CONNECTION_ID()",
        (database,),
    ).scalars()
    for thread in threads.all():
        # It may have ended by itself.
        with suppress(DBAPIError):
            connection.exec_driver_sql("KILL %s", (thread,))


def _gate_is_open(connection: Connection) -> bool:
    return bool(connection.execute(select(people.schema_gate.c.is_open)).scalar_one_or_none())


def _let_in_last(connection: Connection) -> str:
    """The version whose programs were let in last, also where an upgrade was broken off since."""
    return (
        connection.execute(select(people.schema_gate.c.schema_version)).scalar_one_or_none() or ""
    )


def open_gate(connection: Connection) -> None:
    """Let counters in."""
    _set_gate(connection, is_open=True)


def _set_gate(connection: Connection, *, is_open: bool) -> None:
    connection.exec_driver_sql(
        "INSERT INTO schema_gate (gate_id, is_open, schema_version, changed_at)"
        " VALUES (1, %s, %s, SYSDATE(6)) ON DUPLICATE KEY UPDATE"
        " is_open = VALUES(is_open), schema_version = VALUES(schema_version),"
        " changed_at = SYSDATE(6)",
        (is_open, SCHEMA_VERSION),
    )


# -- tables and objects --------------------------------------------------------------


def _migrate(connection: Connection) -> None:
    steps = RevisionSteps(connection)
    config = Config(attributes={"connection": connection, "steps": steps})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    try:
        command.upgrade(config, "head")
    except OtherSteps as error:
        raise UpgradeBlocked(str(error)) from error
    steps.end()


def _has_tables(connection: Connection) -> bool:
    return inspect(connection).has_table(people.schema_objects.name)


def _stored(connection: Connection) -> dict[tuple[ObjectKind, str], _StoredObject]:
    if not _has_tables(connection):
        return {}
    rows = connection.execute(select(people.schema_objects))
    return {
        (ObjectKind(row.kind), row.name): _StoredObject(row.checksum, row.installed_checksum)
        for row in rows
    }


def _installed(connection: Connection) -> dict[tuple[ObjectKind, str], str]:
    rows = connection.exec_driver_sql(_INSTALLED)
    return {(ObjectKind(kind), name): checksum for kind, name, checksum in rows}


def _to_make(
    connection: Connection, shipped: tuple[SqlObject, ...], force: bool
) -> list[SqlObject]:
    """Objects that are new, of another version, or changed behind our back."""
    stored, installed = _stored(connection), _installed(connection)

    def is_current(item: SqlObject) -> bool:
        key = (item.kind, item.name)
        known = stored.get(key)
        return known == _StoredObject(item.checksum, installed.get(key, "")) and not force

    return [item for item in shipped if not is_current(item)]


def _to_drop(
    connection: Connection, shipped: tuple[SqlObject, ...]
) -> list[tuple[ObjectKind, str]]:
    """Objects of ours that are not shipped any more. Strangers are reported, not dropped."""
    names = {(item.kind, item.name) for item in shipped}
    return [key for key in _stored(connection) if key not in names]


def _drop_surplus(connection: Connection, surplus: list[tuple[ObjectKind, str]]) -> None:
    objects = people.schema_objects.c
    for kind, name in surplus:
        _run(connection, drop_statement(kind, name))
        connection.execute(
            delete(people.schema_objects).where(objects.kind == kind, objects.name == name)
        )


def _make_objects(connection: Connection, objects: list[SqlObject], owner: str) -> None:
    definer = f"{quoted(owner)}@'localhost'"
    # With a DROP a procedure loses its grants on MariaDB, and until the end of the upgrade a
    # counter would be told that its person may not pay. A trigger has none, and cannot be
    # replaced where somebody has moved it to another table.
    replaces = is_mariadb(connection)
    for item in objects:
        is_replaced = replaces and item.kind is not ObjectKind.TRIGGER
        if not is_replaced:
            _run(connection, item.drop_statement())
        _run(connection, item.create_statement(definer, replace=is_replaced))
    installed = _installed(connection)
    for item in objects:
        connection.exec_driver_sql(
            "REPLACE INTO schema_objects (kind, name, checksum, installed_checksum)"
            " VALUES (%s, %s, %s, %s)",
            (item.kind, item.name, item.checksum, installed[item.kind, item.name]),
        )


def _run(connection: Connection, statement: str) -> None:
    """One statement, its % left alone."""
    connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
