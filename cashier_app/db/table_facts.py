"""What the shipped tables are, in the words of information_schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import CheckConstraint, Column, Table
from sqlalchemy.dialects import mysql

from cashier_app.db.tables import metadata

KeyColumn = tuple[str, str, str]
"""A column of a key, and the table and column that it refers to; empty where it refers to none."""


class ColumnFacts(NamedTuple):
    """`kind` without character set and collation, `made` for a generated one."""

    table: str
    name: str
    kind: str
    is_nullable: bool
    made: str


class CheckFacts(NamedTuple):
    """A condition on the rows of a table, as it was written."""

    table: str
    name: str
    condition: str


def shipped_tables() -> frozenset[str]:
    """The names of all tables."""
    return frozenset(metadata.tables)


def shipped_columns() -> Iterator[ColumnFacts]:
    """Every column of every table."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            made = "" if column.computed is None else str(column.computed.sqltext)
            yield ColumnFacts(table.name, column.name, _kind(column), bool(column.nullable), made)


def _kind(column: Column[Any]) -> str:
    kind = column.type.compile(dialect=mysql.dialect()).lower()
    kind = re.sub(r" (character set|collate) \w+", "", kind).replace(", ", ",")
    return {"bool": "tinyint", "integer": "int"}.get(kind, kind)


def shipped_keys() -> dict[tuple[str, str], list[KeyColumn]]:
    """Primary, unique and foreign keys, by table and name."""
    return {key: columns for table in metadata.sorted_tables for key, columns in _keys(table)}


def _keys(table: Table) -> Iterator[tuple[tuple[str, str], list[KeyColumn]]]:
    yield (table.name, "PRIMARY"), [(column.name, "", "") for column in table.primary_key]
    for index in table.indexes:
        if index.unique:
            yield (table.name, str(index.name)), [(c.name, "", "") for c in index.columns]
    for key in table.foreign_key_constraints:
        columns = [
            (one.parent.name, one.column.table.name, one.column.name) for one in key.elements
        ]
        yield (table.name, str(key.name)), columns


def shipped_checks() -> Iterator[CheckFacts]:
    """Every CHECK of every table."""
    for table in metadata.sorted_tables:
        for check in table.constraints:
            if isinstance(check, CheckConstraint):
                yield CheckFacts(table.name, str(check.name), str(check.sqltext))
