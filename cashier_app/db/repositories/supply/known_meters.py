"""What stands in the database of the meters and connections in a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from cashier_app.db.repositories.supply.desk import chunks
from cashier_app.db.repositories.supply.places import (
    StandingRegister,
    billed_to,
    histories,
    limits,
    registers_of_meters,
    with_history,
)
from cashier_app.db.repositories.supply.sets import keys_by, rows_by
from cashier_app.db.tables import supply
from cashier_app.domain.readings import Kind, Limits, Place
from cashier_app.services.imports.rows import MeterRow


@dataclass(frozen=True, slots=True)
class OldRegister:
    """A register of a meter that is to be replaced, where it stands."""

    register_id: int
    place: Place


@dataclass(slots=True)
class KnownMeters:
    """A few set reads for the whole file."""

    meters: dict[str, Any]
    registers: dict[tuple[str, str], Any]
    first_readings: dict[tuple[int, date], Decimal]
    """(register, day) → what it showed when it was fitted."""
    connections: dict[str, int]
    of_meter: dict[str, list[Any]]
    """Fittings by meter number."""
    of_place: dict[tuple[str, int], list[Any]]
    """Fittings by connection number and position."""
    replaced: dict[str, dict[str, OldRegister]]
    """Meter number → its registers by code."""
    billed_to: dict[str, date]
    """Connection number → the last day of an issued bill."""
    limits: Limits
    today: date


def read_known_meters(connection: Connection, rows: Sequence[MeterRow], today: date) -> KnownMeters:
    """All of it."""
    numbers = {row.meter_no for row in rows}
    places = {row.connection_no for row in rows if row.connection_no}
    replaced = {row.replaces for row in rows if row.replaces}
    of_meter, of_place = _fittings(connection, numbers | replaced, places)
    registers, first = _registers(connection, numbers)
    return KnownMeters(
        rows_by(connection, supply.meters, "meter_no", numbers | replaced),
        registers,
        first,
        keys_by(connection, supply.connections, "connection_no", places),
        of_meter,
        of_place,
        _replaced(connection, replaced),
        billed_to(connection, {row.connection_no or "" for row in rows if row.replaces}),
        limits(connection),
        today,
    )


def _registers(
    connection: Connection, numbers: Iterable[str]
) -> tuple[dict[tuple[str, str], Any], dict[tuple[int, date], Decimal]]:
    m, g, r = supply.meters, supply.registers, supply.readings
    registers: dict[tuple[str, str], Any] = {}
    first: dict[tuple[int, date], Decimal] = {}
    query = select(g, m.c.meter_no).join(m, m.c.meter_id == g.c.meter_id)
    for part in chunks(sorted(numbers)):
        found = connection.execute(query.where(m.c.meter_no.in_(part))).all()
        registers.update(((row.meter_no, row.code), row) for row in found)
        initial = select(r.c.register_id, r.c.read_on, r.c.value).where(
            r.c.register_id.in_([row.register_id for row in found]),
            r.c.kind == Kind.INITIAL.value,
        )
        for row in connection.execute(initial):
            first[row.register_id, row.read_on] = row.value
    return registers, first


def _fittings(
    connection: Connection, numbers: Iterable[str], places: Iterable[str]
) -> tuple[dict[str, list[Any]], dict[tuple[str, int], list[Any]]]:
    m, fit, k = supply.meters, supply.meter_fittings, supply.connections
    query = (
        select(
            m.c.meter_no, k.c.connection_no, fit.c.fitting_id, fit.c.position, fit.c.fitted_on,
            fit.c.removed_on,
        )
        .join(m, m.c.meter_id == fit.c.meter_id)
        .join(k, k.c.connection_id == fit.c.connection_id)
    )  # fmt: skip
    of_meter: dict[str, list[Any]] = defaultdict(list)
    of_place: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for part in chunks(sorted(numbers)):
        for row in connection.execute(query.where(m.c.meter_no.in_(part))):
            of_meter[row.meter_no].append(row)
    for part in chunks(sorted(places)):
        for row in connection.execute(query.where(k.c.connection_no.in_(part))):
            of_place[row.connection_no, row.position].append(row)
    return of_meter, of_place


def _replaced(connection: Connection, numbers: Iterable[str]) -> dict[str, dict[str, OldRegister]]:
    fittings = registers_of_meters(connection, numbers)
    newest: dict[str, dict[str, StandingRegister]] = {}
    for number, found in fittings.items():
        for standing in found:
            newest.setdefault(number, {}).setdefault(standing.code, standing)
    ids = {one.register_id for codes in newest.values() for one in codes.values()}
    known = histories(connection, ids)
    return {
        number: {
            code: OldRegister(one.register_id, with_history(one.place, known[one.register_id]))
            for code, one in codes.items()
        }
        for number, codes in newest.items()
    }
