"""Meters of a file, with their registers and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from cashier_app.db.repositories.supply.desk import chunks
from cashier_app.db.repositories.supply.sets import insert_all, keys_by, rows_by
from cashier_app.db.tables import supply
from cashier_app.domain.readings import Kind, Status
from cashier_app.services.imports.rows import MeterRow
from cashier_app.services.imports.table import RowRefusal

Refusal = tuple[str, str, Mapping[str, str]]
_OPEN_END = date.max


@dataclass(slots=True)
class KnownMeters:
    """What stands in the database of the meters and connections in a file."""

    meters: dict[str, Any]
    registers: dict[tuple[str, str], Any]
    connections: dict[str, int]
    of_meter: dict[str, list[Any]]
    """Fittings by meter number."""
    of_place: dict[tuple[str, int], list[Any]]
    """Fittings by connection number and position."""


@dataclass(slots=True)
class CheckedMeters:
    """Records sorted into new ones, ones that stand, and refused ones."""

    new: list[MeterRow]
    there: int
    refusals: list[RowRefusal]


def read_known_meters(connection: Connection, rows: Sequence[MeterRow]) -> KnownMeters:
    """A few set reads for the whole file."""
    m, g, fit, k = (
        supply.meters, supply.registers, supply.meter_fittings, supply.connections,
    )  # fmt: skip
    numbers = {row.meter_no for row in rows}
    places = {row.connection_no for row in rows if row.connection_no}
    known = KnownMeters(
        rows_by(connection, m, "meter_no", numbers),
        {},
        keys_by(connection, k, "connection_no", places),
        {},
        {},
    )
    for part in chunks(sorted(numbers)):
        query = select(g, m.c.meter_no).join(m, m.c.meter_id == g.c.meter_id)
        for found in connection.execute(query.where(m.c.meter_no.in_(part))):
            known.registers[found.meter_no, found.code] = found
    fittings = (
        select(m.c.meter_no, k.c.connection_no, fit.c.position, fit.c.fitted_on, fit.c.removed_on)
        .join(m, m.c.meter_id == fit.c.meter_id)
        .join(k, k.c.connection_id == fit.c.connection_id)
    )
    for part in chunks(sorted(numbers)):
        for found in connection.execute(fittings.where(m.c.meter_no.in_(part))):
            known.of_meter.setdefault(found.meter_no, []).append(found)
    for part in chunks(sorted(places)):
        for found in connection.execute(fittings.where(k.c.connection_no.in_(part))):
            known.of_place.setdefault((found.connection_no, found.position), []).append(found)
    return known


def check_meters(rows: Sequence[MeterRow], known: KnownMeters, today: date) -> CheckedMeters:
    """Every record against the database and against the records before it."""
    checker = _Checker(known, today)
    checked = CheckedMeters([], 0, [])
    for row in rows:
        refusal = next((r for r in checker.reasons(row) if r is not None), None)
        if refusal is not None:
            code, column, facts = refusal
            checked.refusals.append(RowRefusal(row.line, code, column, facts))
        elif checker.stands(row):
            checked.there += 1
        else:
            checked.new.append(row)
            checker.remember(row)
    return checked


class _Checker:
    """Knows the file so far."""

    def __init__(self, known: KnownMeters, today: date) -> None:
        self._known = known
        self._today = today
        self._meters: dict[str, MeterRow] = {}
        self._registers: dict[tuple[str, str], int] = {}
        self._places: dict[tuple[str, int], str] = {}

    def remember(self, row: MeterRow) -> None:
        self._meters.setdefault(row.meter_no, row)
        self._registers[row.meter_no, row.register] = row.line
        if row.connection_no:
            self._places[row.connection_no, row.position] = row.meter_no

    def stands(self, row: MeterRow) -> bool:
        """True when register and fitting are in the database already."""
        if (row.meter_no, row.register) not in self._known.registers:
            return False
        return row.connection_no is None or self._fitting(row) is not None

    def _fitting(self, row: MeterRow) -> Any | None:
        wanted = (row.connection_no, row.position, row.fitted_on)
        for found in self._known.of_meter.get(row.meter_no, ()):
            if (found.connection_no, found.position, found.fitted_on) == wanted:
                return found
        return None

    def reasons(self, row: MeterRow) -> Iterator[Refusal | None]:
        line = self._registers.get((row.meter_no, row.register))
        yield ("twice_in_file", "register", {"line": str(line)}) if line else None
        yield self._same_meter(row)
        yield self._same_register(row)
        if row.connection_no is None or row.fitted_on is None:
            return
        if row.connection_no not in self._known.connections:
            yield "no_such_connection", "connection_no", {"value": row.connection_no}
            return
        if row.fitted_on > self._today:
            yield "day_in_future", "fitted_on", {"value": row.fitted_on.isoformat()}
        if self._fitting(row) is None:
            yield self._meter_free(row, row.fitted_on)
            yield self._place_free(row, row.connection_no, row.fitted_on)

    def _same_meter(self, row: MeterRow) -> Refusal | None:
        stands: Any = self._known.meters.get(row.meter_no) or self._meters.get(row.meter_no)
        if stands is None:
            return None
        for column in ("multiplier", "maker"):
            if getattr(stands, column) != getattr(row, column):
                return "meter_differs", column, {"stands": f"{getattr(stands, column)}"}
        in_file = self._meters.get(row.meter_no)
        for column in ("connection_no", "position", "fitted_on"):
            if in_file is not None and getattr(in_file, column) != getattr(row, column):
                return "meter_differs", column, {"stands": f"{getattr(in_file, column)}"}
        return None

    def _same_register(self, row: MeterRow) -> Refusal | None:
        stands = self._known.registers.get((row.meter_no, row.register))
        if stands is not None:
            for column in ("dials", "unit"):
                if getattr(stands, column) != getattr(row, column):
                    return "meter_differs", column, {"stands": str(getattr(stands, column))}
        return None

    def _meter_free(self, row: MeterRow, fitted_on: date) -> Refusal | None:
        for found in self._known.of_meter.get(row.meter_no, ()):
            if (found.removed_on or _OPEN_END) > fitted_on:
                return "meter_taken", "meter_no", {"connection": found.connection_no}
        return None

    def _place_free(self, row: MeterRow, connection_no: str, fitted_on: date) -> Refusal | None:
        place = connection_no, row.position
        for found in self._known.of_place.get(place, ()):
            if (found.removed_on or _OPEN_END) > fitted_on:
                return "position_taken", "connection_no", {"meter": found.meter_no}
        other = self._places.get(place)
        if other is not None and other != row.meter_no:
            return "position_taken", "connection_no", {"meter": other}
        return None


def write_meters(connection: Connection, rows: Sequence[MeterRow], known: KnownMeters) -> None:
    """Store new meters, registers, fittings and what the dials showed then."""
    first = {row.meter_no: row for row in reversed(rows)}
    fresh = (
        {"meter_no": row.meter_no, "multiplier": row.multiplier, "maker": row.maker}
        for number, row in first.items()
        if number not in known.meters
    )
    insert_all(connection, supply.meters, fresh)
    meter_ids = keys_by(connection, supply.meters, "meter_no", first)
    registers = (
        {"meter_id": meter_ids[r.meter_no], "code": r.register, "unit": r.unit, "dials": r.dials}
        for r in rows
        if (r.meter_no, r.register) not in known.registers
    )
    insert_all(connection, supply.registers, registers)
    fitted = {row.meter_no: row for row in rows if _is_fitted_now(row, known)}
    fittings = (
        {
            "meter_id": meter_ids[row.meter_no],
            "connection_id": known.connections[row.connection_no or ""],
            "fitted_on": row.fitted_on,
            "position": row.position,
        }
        for row in fitted.values()
    )
    insert_all(connection, supply.meter_fittings, fittings)
    _first_readings(connection, [row for row in rows if row.connection_no], meter_ids)


def _is_fitted_now(row: MeterRow, known: KnownMeters) -> bool:
    if row.connection_no is None:
        return False
    stands = known.of_meter.get(row.meter_no, ())
    return all(found.fitted_on != row.fitted_on for found in stands)


def _first_readings(
    connection: Connection, rows: Sequence[MeterRow], meter_ids: Mapping[str, int]
) -> None:
    g = supply.registers
    register_ids: dict[tuple[int, str], int] = {}
    for part in chunks(sorted({meter_ids[row.meter_no] for row in rows})):
        query = select(g.c.meter_id, g.c.code, g.c.register_id).where(g.c.meter_id.in_(part))
        register_ids.update(
            ((r.meter_id, r.code), r.register_id) for r in connection.execute(query)
        )
    readings = (
        {
            "register_id": register_ids[meter_ids[row.meter_no], row.register],
            "read_on": row.fitted_on,
            "value": row.reading,
            "kind": Kind.INITIAL.value,
            "status": Status.ACTUAL.value,
        }
        for row in rows
    )
    insert_all(connection, supply.readings, readings)
