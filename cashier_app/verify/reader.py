"""One connection of a verification: reads views, in one consistent snapshot, and counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

import pymysql

from cashier_app.verify.findings import Breach, CannotLook, Check, Span

SPAN = 10_000
"""Ids a statement goes through at once; the audit_…_spans views count by the same step."""
WITHIN = "BETWEEN %(lo)s AND %(hi)s"
"""A statement's range of ids."""
_MEMORY = 64 * 1024 * 1024

_SETTINGS = (
    # As the views were made: the server says what it understands of them in this collation.
    "collation_connection = utf8mb4_bin",
    # What is listed of a span must not be cut short.
    f"group_concat_max_len = {_MEMORY}",
    # A long list of ids stays a range of the key; MySQL knows no other way.
    "sql_warnings = 0 /*M! , in_predicate_conversion_threshold = 0 */",
)
_SPAN_VIEWS = {
    Span.ENTRIES: "audit_entry_spans",
    Span.SHIFTS: "audit_shift_spans",
    Span.BILLS: "audit_bill_spans",
    Span.ADJUSTMENTS: "audit_adjustment_spans",
    Span.ACCOUNTS: "audit_account_spans",
}

Rows = tuple[tuple[Any, ...], ...]


_SEES_TABLES = """
SELECT 1 FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_name = 'journal' AND table_type = 'BASE TABLE'
"""


class Reader:
    """Statements over an open connection, and how much they read.

    The connection may be in a transaction of the caller's: then it is left as it is.
    """

    def __init__(
        self,
        connection: pymysql.Connection[Any],
        before_statement: Callable[[], None] = lambda: None,
    ) -> None:
        """What `before_statement` raises ends the reading."""
        self._connection = connection
        self._before_statement = before_statement
        self._spans: dict[Span, tuple[int, ...]] = {}
        self._is_stopped = False
        self.statements = 0
        self.rows_read = 0
        for setting in _SETTINGS:
            self._set(setting)

    def _set(self, setting: str) -> None:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(f"SET SESSION {setting}")
        except (pymysql.MySQLError, OSError) as error:
            raise CannotLook(f"{error} in: {setting}") from error

    def stop(self) -> None:
        """No statement after the one under way, which another thread may be waiting for."""
        self._is_stopped = True

    @cached_property
    def is_administrator(self) -> bool:
        """True when the connection sees the tables below the views, and their triggers."""
        return bool(self.rows(_SEES_TABLES))

    @cached_property
    def table_rows(self) -> dict[str, int]:
        """How many rows each table of money has."""
        return dict(self.rows("SELECT table_name, row_count FROM audit_table_rows"))

    @cached_property
    def is_mariadb(self) -> bool:
        """The two servers differ in a few words, and in what they keep rights in."""
        return "MariaDB" in str(self.rows("SELECT VERSION()")[0][0])

    @cached_property
    def server_says(self) -> list[Rows] | CannotLook:
        """What check_server answers, or why it does not; it ends the caller's transaction."""
        try:
            return self.result_sets("CALL check_server()")
        except CannotLook as error:
            return error

    def begin_snapshot(self) -> None:
        """See the database as of now to the end, whatever the counters store meanwhile."""
        if not self.is_administrator:
            # Asked before: its answer is kept, and the snapshot is not ended by it.
            _ = self.server_says
        self.rows("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        self.rows(f"SET SESSION tmp_table_size = {_MEMORY}")
        self.rows(f"SET SESSION max_heap_table_size = {_MEMORY}")
        # A range must reach the table below a view, also where the view is joined from outside.
        self.rows("SET SESSION optimizer_switch = 'derived_merge=off'")
        self.rows("SET SESSION time_zone = '+00:00'")
        self.rows("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")

    def rows(self, sql: str, **values: object) -> Rows:
        """All rows of one statement. Raises CannotLook with the server's words."""
        if self._is_stopped:
            raise CannotLook("the verification was stopped")
        self._before_statement()
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(sql, values or None)
                found = tuple(cursor.fetchall())
        except (pymysql.MySQLError, OSError) as error:
            raise CannotLook(f"{error} in: {' '.join(sql.split())[:160]}") from error
        self.statements += 1
        self.rows_read += len(found)
        return found

    def rows_of(self, sql: str, ids: Sequence[int]) -> Rows:
        """All rows of a statement whose every range is WITHIN, of these ids alone."""
        if not ids:
            return ()
        return self.rows(sql.replace(WITHIN, in_list(ids)))

    def result_sets(self, call: str) -> list[Rows]:
        """Every result set of a CALL."""
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(call)
                found = [tuple(cursor.fetchall())]
                while cursor.nextset():
                    found.append(tuple(cursor.fetchall()))
        except (pymysql.MySQLError, OSError) as error:
            raise CannotLook(f"{error} in: {call}") from error
        return found

    def spans(self, span: Span) -> Iterator[dict[str, int]]:
        """The bounds that a check of this span goes through, in order."""
        if span is Span.ONCE:
            yield {}
            return
        if span not in self._spans:
            found = self.rows(f"SELECT span FROM {_SPAN_VIEWS[span]}")
            self._spans[span] = tuple(sorted(int(row[0]) for row in found))
        for number in self._spans[span]:
            yield {"lo": number * SPAN, "hi": number * SPAN + SPAN - 1}


def in_list(ids: Sequence[int]) -> str:
    """A condition, written out: the driver would ask of each what it is."""
    return f"IN ({','.join(map(str, ids)) or 'NULL'})"


def as_text(value: str | bytes) -> str:
    """Tables of the server itself keep some of their words as bytes."""
    return value.decode() if isinstance(value, bytes) else value


def run_check(reader: Reader, check: Check) -> Iterator[Breach]:
    """The breaches of one statement, span by span."""
    for bounds in reader.spans(check.span):
        for row in reader.rows(check.sql, **bounds):
            yield check.breach(row)
