"""Registers with where they stand and what was read there: what a new reading is judged by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from cashier_app.db.repositories.supply.desk import chunks
from cashier_app.db.tables import people, supply
from cashier_app.domain.readings import Kind, Limits, Place, Reading, Register, Status

KEPT_READINGS = 10
"""Of each register: three actual periods, with two estimates in each of them."""

_HISTORY = text("""
SELECT h.register_id, h.read_on, h.value, h.kind, h.status FROM (
  SELECT r.register_id, r.read_on, r.value, r.kind, r.status,
    ROW_NUMBER() OVER (PARTITION BY r.register_id
      ORDER BY r.read_on DESC, r.kind = 'initial' DESC) AS newest
  FROM readings r WHERE r.register_id IN :registers AND r.status <> 'held'
) h WHERE h.newest <= :most
ORDER BY h.register_id, h.newest DESC
""").bindparams(bindparam("registers", expanding=True))

_LIMITS = {
    "reading_high_factor": "high_factor",
    "reading_low_factor": "low_factor",
    "reading_small_per_day": "small_per_day",
    "reading_first_per_day": "first_per_day",
    "reading_wrap_share": "wrap_share",
}


@dataclass(frozen=True, slots=True)
class StandingRegister:
    """A register in one of its meter's fittings; `connection_id` is None in the store."""

    register_id: int
    meter_no: str
    code: str
    connection_id: int | None
    route: str
    place: Place


def limits(connection: Connection) -> Limits:
    """The utility's limits, the program's own where nothing is set."""
    s = people.settings
    rows = connection.execute(select(s).where(s.c.setting.in_(_LIMITS)))
    return replace(Limits(), **{_LIMITS[row.setting]: Decimal(row.value) for row in rows})


def registers_of_meters(
    connection: Connection, meter_nos: Iterable[str]
) -> dict[str, list[StandingRegister]]:
    """Every register in every fitting of these meters, newest fitting first, without history."""
    m, g, fit, k, rt = (
        supply.meters, supply.registers, supply.meter_fittings, supply.connections, supply.routes,
    )  # fmt: skip
    query = (
        select(
            g.c.register_id, g.c.code, g.c.unit, g.c.dials, m.c.meter_no, m.c.multiplier,
            fit.c.connection_id, fit.c.fitted_on, fit.c.removed_on, k.c.supply,
            rt.c.code.label("route"),
        )
        .join(m, m.c.meter_id == g.c.meter_id)
        .outerjoin(fit, fit.c.meter_id == m.c.meter_id)
        .outerjoin(k, k.c.connection_id == fit.c.connection_id)
        .outerjoin(rt, rt.c.route_id == k.c.route_id)
        .order_by(m.c.meter_no, fit.c.fitted_on.desc(), g.c.register_id)
    )  # fmt: skip
    found: dict[str, list[StandingRegister]] = defaultdict(list)
    for part in chunks(sorted(set(meter_nos))):
        for row in connection.execute(query.where(m.c.meter_no.in_(part))):
            found[row.meter_no].append(standing(row))
    return found


def standing(row: Any) -> StandingRegister:
    """From a row with the columns of `registers_of_meters`."""
    place = Place(
        Register(row.dials, row.multiplier, row.unit),
        fitted_on=row.fitted_on,
        removed_on=row.removed_on,
        supply_on=row.supply != "off",
    )
    return StandingRegister(
        row.register_id, row.meter_no, row.code, row.connection_id, row.route or "", place
    )


def histories(
    connection: Connection, register_ids: Iterable[int], most: int = KEPT_READINGS
) -> dict[int, list[Reading]]:
    """The newest readings that count, oldest first, whatever fitting they belong to."""
    found: dict[int, list[Reading]] = defaultdict(list)
    for part in chunks(sorted(set(register_ids))):
        for row in connection.execute(_HISTORY, {"registers": part, "most": most}):
            found[row.register_id].append(
                Reading(row.read_on, row.value, Status(row.status), Kind(row.kind))
            )
    return found


def with_history(place: Place, readings: Sequence[Reading]) -> Place:
    """The place with those readings that were taken in its own fitting."""
    return replace(place, history=tuple(r for r in readings if _in_fitting(place, r)))


def _in_fitting(place: Place, reading: Reading) -> bool:
    first, last = place.fitted_on, place.removed_on
    if first is None or reading.read_on < first or (last is not None and reading.read_on > last):
        return False
    if reading.read_on == first and reading.kind is Kind.FINAL and first != last:
        return False
    return not (reading.read_on == last and reading.kind is Kind.INITIAL and first != last)


def on_day(fittings: Sequence[StandingRegister], day: date) -> StandingRegister:
    """The fitting of a register in which a day falls, else the newest one."""
    for found in fittings:
        if found.place.fitted_on is not None and found.place.fitted_on <= day:
            return found
    return fittings[0]


Histories = Mapping[int, Sequence[Reading]]
