"""Reading a file in: every refused record is told, and a file is stored whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from cashier_app.domain.readings import Hold
from cashier_app.services.imports.rows import (
    CustomerRow,
    FileKind,
    MeterRow,
    ReadingRow,
    customer_rows,
    known_columns,
    meter_rows,
    needed_columns,
    reading_rows,
)
from cashier_app.services.imports.table import RowRefusal, TextTable, read_table

Progress = Callable[[int, int], object]
"""Called with records done and all records."""


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What to read in, and how."""

    kind: FileKind
    path: Path
    dry_run: bool = False
    """Check everything against the database, store nothing."""
    leave_out_refused: bool = False
    """Store the others when some records are refused; without it nothing is stored then."""
    route: str = ""
    """Of readings: every meter must stand on this round."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the database keeps of a file, and whether it may be stored."""

    kind: FileKind
    name: str
    content_hash: bytes
    may_store: bool
    leave_out_refused: bool
    route: str = ""


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A reading that was stored but waits for a person."""

    line: int
    meter_no: str
    reason: Hold


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database made of a file's records."""

    new: int = 0
    """Records that are new; stored when `is_written`."""
    there: int = 0
    """Records that stand in the database already, just so."""
    held: tuple[HeldRow, ...] = ()
    refusals: tuple[RowRefusal, ...] = ()
    is_written: bool = False
    before: datetime | None = None
    """When this very file was read in before (UTC); nothing else was looked at then."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The whole outcome; `refusals` in the order of their lines."""

    order: ImportOrder
    records: int
    stored: Stored
    refusals: tuple[RowRefusal, ...]


class ImportGateway(Protocol):
    """Stores checked records in one transaction. Raises Refused, Busy, Unavailable."""

    def store_customers(
        self, file: FileFacts, rows: Sequence[CustomerRow], progress: Progress
    ) -> Stored: ...

    def store_meters(
        self, file: FileFacts, rows: Sequence[MeterRow], progress: Progress
    ) -> Stored: ...

    def store_readings(
        self, file: FileFacts, rows: Sequence[ReadingRow], progress: Progress
    ) -> Stored: ...


def _silent(_done: int, _all: int) -> None:
    """Nobody watches."""


class ImportService:
    """Reads a file, checks every record, and has the good ones stored."""

    def __init__(self, gateway: ImportGateway) -> None:
        self._gateway = gateway

    def run(self, order: ImportOrder, progress: Progress = _silent) -> ImportReport:
        """The outcome. Raises Refused for a file that is no table of this kind (see read_table)."""
        kind = order.kind
        table = read_table(order.path, known_columns(kind), needed_columns(kind))
        if kind is FileKind.CUSTOMERS:
            customers, refused = customer_rows(table.rows)
            file = _facts(order, table, refused)
            stored = self._gateway.store_customers(file, customers, progress)
        elif kind is FileKind.METERS:
            meters, refused = meter_rows(table.rows)
            file = _facts(order, table, refused)
            stored = self._gateway.store_meters(file, meters, progress)
        else:
            readings, refused = reading_rows(table.rows)
            file = _facts(order, table, refused)
            stored = self._gateway.store_readings(file, readings, progress)
        refusals = () if stored.before else (*table.refusals, *refused, *stored.refusals)
        in_order = tuple(sorted(refusals, key=lambda found: found.line))
        return ImportReport(order, len(table.rows) + len(table.refusals), stored, in_order)


def _facts(order: ImportOrder, table: TextTable, refused: Sequence[RowRefusal]) -> FileFacts:
    is_whole = not (refused or table.refusals)
    return FileFacts(
        order.kind,
        table.name,
        table.content_hash,
        may_store=not order.dry_run and (is_whole or order.leave_out_refused),
        leave_out_refused=order.leave_out_refused,
        route=order.route,
    )
