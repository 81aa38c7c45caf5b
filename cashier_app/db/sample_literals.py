"""Rows as SQL literals. Values come from our own generator, and are quoted all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

ROWS_A_STATEMENT = 1_000


def inserts(
    table: str, names: Sequence[str], rows: Sequence[tuple[object, ...]], tail: str = ""
) -> Iterator[str]:
    """The statements that store `rows`, many at once."""
    values = [row_literal(row) for row in rows]
    head = f"INSERT INTO {table} ({', '.join(names)}) VALUES "  # noqa: S608 - names of our schema
    for start in range(0, len(values), ROWS_A_STATEMENT):
        yield head + ",".join(values[start : start + ROWS_A_STATEMENT]) + tail


def row_literal(row: tuple[object, ...]) -> str:
    """One row between brackets."""
    return "(" + ",".join([_LITERALS.get(type(v), _text)(v) for v in row]) + ")"


def _text(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


_LITERALS: dict[type, Callable[[Any], str]] = {
    int: str,
    Decimal: "{:f}".format,
    date: "'{}'".format,
    datetime: "'{}'".format,
    bytes: lambda value: f"x'{value.hex()}'",
    bool: lambda value: "1" if value else "0",
    type(None): lambda _: "NULL",
}
