"""Meters of a file that passed, with their registers and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, select, update

from cashier_app.db.repositories.supply.check_meters import old_register, replaced_fitting
from cashier_app.db.repositories.supply.desk import chunks
from cashier_app.db.repositories.supply.known_meters import KnownMeters
from cashier_app.db.repositories.supply.sets import insert_all, keys_by
from cashier_app.db.tables import supply
from cashier_app.domain.readings import Kind, Status
from cashier_app.services.imports.rows import MeterRow

Written = Callable[[int], object]


def write_meters(
    connection: Connection, rows: Sequence[MeterRow], known: KnownMeters, written: Written
) -> None:
    """Store new meters, registers, fittings and what the dials showed then."""
    _take_out(connection, rows, known)
    first = {row.meter_no: row for row in reversed(rows)}
    fresh = (
        {"meter_no": row.meter_no, "multiplier": row.multiplier, "maker": row.maker}
        for number, row in first.items()
        if number not in known.meters
    )
    insert_all(connection, supply.meters, fresh, written)
    meter_ids = keys_by(connection, supply.meters, "meter_no", first)
    registers = (
        {"meter_id": meter_ids[r.meter_no], "code": r.register, "unit": r.unit, "dials": r.dials}
        for r in rows
        if (r.meter_no, r.register) not in known.registers
    )
    insert_all(connection, supply.registers, registers, written)
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
    insert_all(connection, supply.meter_fittings, fittings, written)
    _first_readings(connection, [row for row in rows if row.connection_no], meter_ids, written)


def _take_out(connection: Connection, rows: Sequence[MeterRow], known: KnownMeters) -> None:
    """The replaced meters, each register with its last reading; before the new ones come."""
    f = supply.meter_fittings
    finals: dict[int, dict[str, object]] = {}
    days: dict[int, dict[str, object]] = {}
    for row in rows:
        if row.replaces is None:
            continue
        fitting, register = replaced_fitting(known, row), old_register(known, row)
        if fitting is None or register is None:
            continue
        days[fitting.fitting_id] = {"key": fitting.fitting_id, "day": row.fitted_on}
        finals[register.register_id] = {
            "register_id": register.register_id,
            "read_on": row.fitted_on,
            "value": row.final_reading,
            "kind": Kind.FINAL.value,
            "status": Status.ACTUAL.value,
        }
    insert_all(connection, supply.readings, finals.values())
    if days:
        query = update(f).where(f.c.fitting_id == bindparam("key"))
        connection.execute(query.values(removed_on=bindparam("day")), list(days.values()))


def _is_fitted_now(row: MeterRow, known: KnownMeters) -> bool:
    if row.connection_no is None:
        return False
    stands = known.of_meter.get(row.meter_no, ())
    return all(found.fitted_on != row.fitted_on for found in stands)


def _first_readings(
    connection: Connection,
    rows: Sequence[MeterRow],
    meter_ids: Mapping[str, int],
    written: Written,
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
    insert_all(connection, supply.readings, readings, written)
