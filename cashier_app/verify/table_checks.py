"""Invariant 13 of the tables: engines, columns, keys and checks are as shipped."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from cashier_app.db.table_facts import (
    KeyColumn,
    shipped_checks,
    shipped_columns,
    shipped_keys,
    shipped_tables,
)
from cashier_app.verify.findings import Breach
from cashier_app.verify.reader import Reader

_TABLES = """
SELECT table_name, engine FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'
"""
_COLUMNS = """
SELECT table_name, column_name, column_type, is_nullable, COALESCE(generation_expression, '')
FROM information_schema.columns WHERE table_schema = DATABASE()
"""
_KEYS = """
SELECT table_name, constraint_name, column_name, COALESCE(referenced_table_name, ''),
  COALESCE(referenced_column_name, '')
FROM information_schema.key_column_usage WHERE table_schema = DATABASE()
ORDER BY table_name, constraint_name, ordinal_position
"""
_RULES = """
SELECT table_name, constraint_name, update_rule, delete_rule
FROM information_schema.referential_constraints
WHERE constraint_schema = DATABASE()
"""
_CHECKS = """
SELECT constraint_name, check_clause FROM information_schema.check_constraints
WHERE constraint_schema = DATABASE()
"""
_NOT_ENFORCED = """
SELECT constraint_name FROM information_schema.table_constraints
WHERE table_schema = DATABASE() AND enforced = 'NO'
"""
_PASSIVE = {"RESTRICT", "NO ACTION"}
_TOKEN = re.compile(r"'[^']*'|[a-z0-9_]+|[<>=!]+|[-+*/%]")
_CHARSET_OF_TEXT = re.compile(r"_(?:utf8mb4|utf8mb3|ascii|latin1)(?=\\?')")


def changed_tables(reader: Reader) -> Iterator[Breach]:
    """What of the tables is not as shipped. The reader must be an administrator."""
    engines: dict[str, str] = dict(reader.rows(_TABLES))
    for name, engine in engines.items():
        if engine != "InnoDB":
            yield Breach(13, f"table {name}", f"is {engine}, not InnoDB")
    for name in sorted(shipped_tables() - engines.keys()):
        yield Breach(13, f"table {name}", "is missing")
    yield from _columns(reader, engines.keys())
    yield from _keys(reader, engines.keys())
    yield from _checks(reader, engines.keys())


def _columns(reader: Reader, tables: AbstractSet[str]) -> Iterator[Breach]:
    found = {(table, name): tuple(rest) for table, name, *rest in reader.rows(_COLUMNS)}
    for wanted in shipped_columns():
        if wanted.table not in tables:
            continue
        subject = f"table {wanted.table}"
        has = found.get((wanted.table, wanted.name))
        if has is None:
            yield Breach(13, subject, f"has lost its column {wanted.name}")
            continue
        kind, nullable, made = has
        if _without_width(kind) != wanted.kind or (nullable == "YES") != wanted.is_nullable:
            fact = f"its {wanted.name} is {kind}, not {wanted.kind} as shipped"
            yield Breach(13, subject, fact)
        if _words(made) != _words(wanted.made):
            yield Breach(13, subject, f"its {wanted.name} is made in another way than shipped")


def _without_width(kind: str) -> str:
    return re.sub(r"^(\w*int)\(\d+\)", r"\1", kind.lower())


def _keys(reader: Reader, tables: AbstractSet[str]) -> Iterator[Breach]:
    found: defaultdict[tuple[str, str], list[KeyColumn]] = defaultdict(list)
    for table, name, column, to_table, to_column in reader.rows(_KEYS):
        found[table, name].append((column, to_table, to_column))
    wanted = shipped_keys()
    for (table, name), columns in wanted.items():
        has = found.get((table, name))
        if has is None and table in tables:
            yield Breach(13, f"table {table}", f"has lost {name}")
        elif has is not None and has != columns:
            yield Breach(13, f"table {table}", f"its {name} is over other columns than shipped")
    for table, name, *rules in reader.rows(_RULES):
        if (table, name) not in wanted:
            yield Breach(13, f"table {table}", f"has a key {name}, which is not one of ours")
        elif not set(rules) <= _PASSIVE:
            yield Breach(13, f"table {table}", f"its {name} changes rows behind the triggers")


def _checks(reader: Reader, tables: AbstractSet[str]) -> Iterator[Breach]:
    found: dict[str, str] = dict(reader.rows(_CHECKS))
    idle = set() if reader.is_mariadb else {name for (name,) in reader.rows(_NOT_ENFORCED)}
    for table, name, condition in shipped_checks():
        if table not in tables:
            continue
        if name not in found or name in idle:
            yield Breach(13, f"table {table}", f"has lost {name}")
        elif _words(found[name]) != _words(condition):
            yield Breach(13, f"table {table}", f"its {name} demands something else than shipped")


def _words(clause: str) -> list[str]:
    """A condition without brackets, which servers set as they like."""
    plain = _CHARSET_OF_TEXT.sub("", clause.lower().replace("`", "")).replace("\\'", "'")
    return _TOKEN.findall(plain)
