"""Invariant 13: engines, settings, and every shipped object, untouched.

An administrator's connection reads the definitions themselves and compares them with
the shipped files. The auditor's may not see them: it asks the procedure check_server.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cashier_app.db.sql_objects import ObjectKind, SqlObject, load_objects
from cashier_app.db.tables import metadata
from cashier_app.verify.findings import Breach, CannotLook
from cashier_app.verify.reader import Reader

_SETTINGS = """
SELECT @@global.innodb_flush_log_at_trx_commit, @@global.log_bin, @@global.sync_binlog,
  @@global.sql_mode
"""
_STRICT = {"STRICT_TRANS_TABLES", "STRICT_ALL_TABLES"}
_TABLES = """
SELECT table_name, engine FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'
"""
_DEFINITIONS = """
SELECT LOWER(routine_type), routine_name, routine_definition, SHA2(routine_definition, 256)
FROM information_schema.routines WHERE routine_schema = DATABASE()
UNION ALL SELECT 'trigger', t.trigger_name, t.definition, SHA2(t.definition, 256)
FROM (SELECT trigger_name, CONCAT_WS(' ', action_timing, event_manipulation, 'ON',
    event_object_table, 'FOR EACH ROW', action_statement) AS definition
  FROM information_schema.triggers WHERE trigger_schema = DATABASE()) t
UNION ALL SELECT 'view', table_name, NULL, SHA2(view_definition, 256)
FROM information_schema.views WHERE table_schema = DATABASE()
UNION ALL SELECT 'event', event_name, NULL, NULL
FROM information_schema.events WHERE event_schema = DATABASE()
"""
"""A trigger with the table and the moment that it guards: moved away, it guards nothing."""
_CONSTRAINTS = """
SELECT table_name, constraint_name FROM information_schema.table_constraints
WHERE table_schema = DATABASE() AND constraint_type IN ('FOREIGN KEY', 'UNIQUE')
"""
_REWRITTEN = re.compile(r"/\*M?!\d*|\*/|_(?:utf8mb4|utf8mb3|ascii|latin1|binary)(?=')")
"""Marks of version comments, and the character sets that MariaDB leaves out."""

Key = tuple[str, str]


def unsafe_server(reader: Reader) -> Iterator[Breach]:
    """Settings that could lose an acknowledged payment or forge its time."""
    ((flush, log_bin, sync, mode),) = reader.rows(_SETTINGS)
    if flush != 1:
        yield Breach(13, "server", f"innodb_flush_log_at_trx_commit is {flush}, not 1")
    if log_bin and sync != 1:
        yield Breach(13, "server", f"sync_binlog is {sync}, not 1, with a binary log")
    if not _STRICT & set(str(mode).split(",")):
        yield Breach(13, "server", f"sql_mode is not strict: {mode}")
    if _time_can_be_forged(reader):
        yield Breach(13, "server", "sysdate_is_now is on: a session could forge the time")


def _time_can_be_forged(reader: Reader) -> bool:
    """Tried, because MariaDB does not tell whether it was started with sysdate_is_now."""
    reader.rows("SET timestamp = 1000000000")
    ((year,),) = reader.rows("SELECT YEAR(SYSDATE())")
    reader.rows("SET timestamp = DEFAULT")
    return bool(year == 2001)


def changed_schema(reader: Reader) -> Iterator[Breach]:
    """Tables, triggers, procedures, functions and views that are not as shipped."""
    if reader.is_administrator:
        yield from _tables(reader)
        yield from _constraints(reader)
        yield from _definitions(reader)
        return
    sets = reader.server_says
    if isinstance(sets, CannotLook):
        yield Breach(13, "procedure check_server", f"cannot be asked: {sets}")
        return
    settings: dict[str, str] = dict(sets[0])
    if str(settings.get("tables_not_innodb")) != "0":
        yield Breach(13, "tables", f"{settings.get('tables_not_innodb')} are not InnoDB")
    yield from _told(sets[1])


def _tables(reader: Reader) -> Iterator[Breach]:
    engines: dict[str, str] = dict(reader.rows(_TABLES))
    for name, engine in engines.items():
        if engine != "InnoDB":
            yield Breach(13, f"table {name}", f"is {engine}, not InnoDB")
    for name in sorted(metadata.tables.keys() - engines.keys()):
        yield Breach(13, f"table {name}", "is missing")


def _constraints(reader: Reader) -> Iterator[Breach]:
    """Foreign keys and unique indexes of our tables that somebody dropped."""
    present = {(table, name) for table, name in reader.rows(_CONSTRAINTS)}
    for table in metadata.sorted_tables:
        wanted = {str(index.name) for index in table.indexes if index.unique}
        wanted |= {str(key.name) for key in table.foreign_key_constraints if key.name}
        for name in sorted(wanted):
            if (table.name, name) not in present:
                yield Breach(13, f"table {table.name}", f"has lost {name}")


def _definitions(reader: Reader) -> Iterator[Breach]:
    """What the server runs, against the files that were shipped."""
    found: dict[Key, tuple[Any, ...]] = {
        (kind, name): tuple(rest) for kind, name, *rest in reader.rows(_DEFINITIONS)
    }
    noted = {
        (kind, name): rest
        for kind, name, *rest in reader.rows(
            "SELECT kind, name, checksum, installed_checksum FROM audit_schema_objects"
        )
    }
    shipped: dict[Key, SqlObject] = {(item.kind.value, item.name): item for item in load_objects()}
    for key, item in shipped.items():
        fault = _fault(item, found.get(key), noted.get(key))
        if fault:
            yield Breach(13, " ".join(key), fault)
    for key in found.keys() - shipped.keys():
        yield Breach(13, " ".join(key), "is not one of ours")


def _fault(item: SqlObject, found: Any, noted: Any) -> str:
    if found is None:
        return "is missing"
    body, checksum = found
    if item.kind is not ObjectKind.VIEW and not _is_body(item, str(body)):
        return "is not the one shipped"
    if noted is None or noted[0] != item.checksum:
        return "was installed from another file"
    return "" if noted[1] == checksum else "was changed after it was installed"


def _is_body(item: SqlObject, body: str) -> bool:
    """True if the server's body is the end of the shipped CREATE, and not just its last word."""
    text = _plain(item.create_statement(""))
    shown = _plain(body).removesuffix(";")
    return text.endswith(shown) and not _has_body(text[: len(text) - len(shown)])


def _plain(definition: str) -> str:
    """Without what a server rewrites when it stores a definition.

    MariaDB and MySQL give a backslash in a literal back as it was meant, not as written.
    """
    return " ".join(_REWRITTEN.sub(" ", definition.replace("\\\\", "\\")).split())


def _has_body(head: str) -> bool:
    """True when the part before the body already holds statements."""
    return "BEGIN" in head.split() or "RETURN" in head.split()


def _told(objects: tuple[tuple[Any, ...], ...]) -> Iterator[Breach]:
    """What check_server says about each object, against the files."""
    told = {(kind, name): (checksum, intact) for kind, name, checksum, intact in objects}
    shipped = {(item.kind.value, item.name): item.checksum for item in load_objects()}
    for key, checksum in shipped.items():
        has, intact = told.get(key, ("", 0))
        if has != checksum:
            fact = "was installed from another file" if has else "is missing"
            yield Breach(13, " ".join(key), fact)
        elif not int(intact):
            yield Breach(13, " ".join(key), "is missing or was changed after it was installed")
    for key in told.keys() - shipped.keys():
        yield Breach(13, " ".join(key), "is not one of ours")
