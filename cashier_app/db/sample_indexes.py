"""Indexes that a large load builds at its end, sorted, instead of row by row all over the table.

A load that fails builds them all the same; `cashier verify` says so of one that is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pymysql
from sqlalchemy.dialects import mysql
from sqlalchemy.schema import CreateIndex, Index

from cashier_app.db.errors import error_number
from cashier_app.db.tables import metadata

LATER = {
    "bills": (
        "uq_bills_bill_no",
        "uq_bills_series_running_no",
        "ix_bills_running_no",
        "ix_bills_status_due_on",
        "ix_bills_issued_on",
        "ix_bills_discount_until",
    ),
    "journal": ("uq_journal_request_id", "ix_journal_business_date_kind"),
    "print_log": ("ix_print_log_stored_at",),
    "bill_adjustments": ("ix_bill_adjustments_posted_on",),
    "bill_late_charges": ("ix_bill_late_charges_post_on",),
}
"""Those whose order is not that of the copies."""
_NEEDED_BY_A_KEY = 1553


def take_away(connection: pymysql.Connection[Any], table: str) -> None:
    """Leave out the indexes of `table` that are built later; one that a key needs stays."""
    for name in LATER.get(table, ()):
        with connection.cursor() as cursor:
            try:
                cursor.execute(f"ALTER TABLE {table} DROP INDEX {name}")
            except pymysql.MySQLError as error:
                if error_number(error) != _NEEDED_BY_A_KEY:
                    raise


def build(connection: pymysql.Connection[Any], tables: Sequence[str]) -> None:
    """Make those that are missing, as the schema has them."""
    for table in tables:
        missing = [index for index in _later(table) if not _stands(connection, table, index)]
        if missing:
            # In one statement: the table is read once for all of them.
            added = ", ".join(f"ADD {_definition(index, table)}" for index in missing)
            with connection.cursor() as cursor:
                cursor.execute(f"ALTER TABLE {table} {added}")


def _definition(index: Index, table: str) -> str:
    """UNIQUE INDEX name (columns), as CREATE INDEX has it."""
    made = str(CreateIndex(index).compile(dialect=mysql.dialect()))
    return made.removeprefix("CREATE ").replace(f" ON {table} ", " ", 1)


def _later(table: str) -> list[Index]:
    wanted = LATER.get(table, ())
    return [index for index in metadata.tables[table].indexes if index.name in wanted]


def _stands(connection: pymysql.Connection[Any], table: str, index: Index) -> bool:
    with connection.cursor() as cursor:
        found = cursor.execute(f"SHOW INDEX FROM {table} WHERE key_name = %s", (index.name,))
    return bool(found)
