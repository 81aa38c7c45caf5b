"""Many rows at once: look up by numbers, insert in few statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from cashier_app.db.repositories.supply.desk import chunks

ROWS_A_STATEMENT = 5_000


def rows_by(
    connection: Connection, table: Table, column: str, keys: Iterable[str]
) -> dict[str, Any]:
    """Rows of `table` under the value of a unique column."""
    found: dict[str, Any] = {}
    for part in chunks(sorted(keys)):
        rows = connection.execute(select(table).where(table.c[column].in_(part)))
        found.update((getattr(row, column), row) for row in rows)
    return found


def keys_by(
    connection: Connection, table: Table, column: str, values: Iterable[Any]
) -> dict[str, int]:
    """Surrogate keys of `table` under the value of a unique column."""
    key = next(iter(table.primary_key))
    found: dict[str, int] = {}
    for part in chunks(sorted(values)):
        rows = connection.execute(select(table.c[column], key).where(table.c[column].in_(part)))
        found.update((number, row_id) for number, row_id in rows)
    return found


def insert_all(connection: Connection, table: Table, rows: Iterable[Mapping[str, object]]) -> None:
    """Insert every row; each has the same columns."""
    for part in chunks(rows, ROWS_A_STATEMENT):
        connection.execute(insert(table), [dict(row) for row in part])
