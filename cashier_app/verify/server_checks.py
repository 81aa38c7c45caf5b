"""Invariant 13: engines, settings, and every shipped object, untouched.

An administrator's connection reads the definitions themselves and compares them with
the shipped files. The auditor's may not see them: it asks the procedure check_server.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cashier_app.db.sql_objects import load_objects
from cashier_app.verify.definitions import changed_definitions
from cashier_app.verify.findings import Breach, CannotLook
from cashier_app.verify.reader import Reader
from cashier_app.verify.rights_checks import rights_beyond
from cashier_app.verify.table_checks import changed_tables

_SETTINGS = """
SELECT @@global.innodb_flush_log_at_trx_commit, @@global.log_bin, @@global.sync_binlog,
  @@global.sql_mode
"""
_STRICT = {"STRICT_TRANS_TABLES", "STRICT_ALL_TABLES"}
_GUARDS = {
    "autocommit": "ON",
    "check_constraint_checks": "ON",
    "foreign_key_checks": "ON",
    "init_connect": "",
    "unique_checks": "ON",
}
"""What a server must be set to, where it knows the setting: each session begins with it."""


def unsafe_server(reader: Reader) -> Iterator[Breach]:
    """Settings that could lose an acknowledged payment or forge its time."""
    ((flush, log_bin, sync, mode),) = reader.rows(_SETTINGS)
    if flush != 1:
        yield Breach(13, "server", f"innodb_flush_log_at_trx_commit is {flush}, not 1")
    if log_bin and sync != 1:
        yield Breach(13, "server", f"sync_binlog is {sync}, not 1, with a binary log")
    if not _STRICT & set(str(mode).split(",")):
        yield Breach(13, "server", f"sql_mode is not strict: {mode}")
    names = ", ".join(f"'{name}'" for name in _GUARDS)
    for name, value in reader.rows(f"SHOW GLOBAL VARIABLES WHERE Variable_name IN ({names})"):
        if value != _GUARDS[name]:
            yield Breach(13, "server", f"{name} is {value}, not {_GUARDS[name] or 'empty'}")
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
        yield from changed_tables(reader)
        yield from changed_definitions(reader)
        yield from rights_beyond(reader)
        return
    sets = reader.server_says
    if isinstance(sets, CannotLook):
        yield Breach(13, "procedure check_server", f"cannot be asked: {sets}")
        return
    settings: dict[str, str] = dict(sets[0])
    if str(settings.get("tables_not_innodb")) != "0":
        yield Breach(13, "tables", f"{settings.get('tables_not_innodb')} are not InnoDB")
    yield from _told(sets[1])


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
