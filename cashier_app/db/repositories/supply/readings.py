"""Readings one at a time and by route: entered, held, accepted, corrected, estimated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, text, update

from cashier_app.db.repositories.supply.desk import ENTER_READINGS, OfficeDesk, local_today
from cashier_app.db.repositories.supply.held_readings import CURVE_READINGS, held_readings
from cashier_app.db.repositories.supply.places import (
    histories,
    limits,
    standing,
    with_history,
)
from cashier_app.db.repositories.supply.sets import insert_all
from cashier_app.db.tables import supply
from cashier_app.domain.errors import ConfirmationNeeded, Refused
from cashier_app.domain.readings import (
    Kind,
    Limits,
    Place,
    Reading,
    Status,
    estimate,
    judge,
    refuse_impossible,
)
from cashier_app.domain.supply import Entered, HeldReading, RouteProgress, RouteRow

_r = supply.readings

_STANDING = """
SELECT g.register_id, g.code, g.unit, g.dials, m.meter_no, m.multiplier, f.connection_id,
  f.fitted_on, f.removed_on, k.supply, rt.code AS route, k.address,
  COALESCE(cu.name, '') AS customer_name
FROM connections k
JOIN routes rt ON rt.route_id = k.route_id
JOIN meter_fittings f ON f.connection_id = k.connection_id AND f.fitted_on <= :day
  AND (f.removed_on IS NULL OR f.removed_on > :day)
JOIN meters m ON m.meter_id = f.meter_id
JOIN registers g ON g.meter_id = m.meter_id
LEFT JOIN account_connections ac ON ac.connection_id = k.connection_id
  AND ac.liable_from <= :day AND (ac.liable_to IS NULL OR ac.liable_to >= :day)
LEFT JOIN accounts a ON a.account_id = ac.account_id
LEFT JOIN customers cu ON cu.customer_id = a.customer_id
"""

_PROGRESS = text("""
SELECT rt.route_id, rt.code, rt.name, COUNT(g.register_id) AS registers,
  COALESCE(SUM(x.status IN ('actual', 'estimated')), 0) AS readings,
  COALESCE(SUM(x.status = 'held'), 0) AS held
FROM routes rt
LEFT JOIN connections k ON k.route_id = rt.route_id
LEFT JOIN meter_fittings f ON f.connection_id = k.connection_id AND f.removed_on IS NULL
LEFT JOIN registers g ON g.meter_id = f.meter_id
LEFT JOIN (
  SELECT r.register_id, MIN(r.status) AS status FROM readings r
  WHERE r.read_on BETWEEN :first AND :last AND r.kind = 'period' GROUP BY r.register_id
) x ON x.register_id = g.register_id
GROUP BY rt.route_id, rt.code, rt.name ORDER BY rt.code
""")

_THIS_MONTH = text("""
SELECT r.reading_id, r.register_id, r.read_on, r.value, r.status, r.kind FROM readings r
WHERE r.register_id IN :registers AND r.read_on BETWEEN :first AND :last AND r.kind = 'period'
ORDER BY r.register_id, r.read_on
""").bindparams(bindparam("registers", expanding=True))


class ReadingRepository:
    """services.readings.ReadingGateway on the clerk's own connection."""

    def __init__(self, desk: OfficeDesk) -> None:
        self._desk = desk

    def today(self) -> date:
        with self._desk.looking(ENTER_READINGS) as connection:
            return local_today(connection)

    def limits(self) -> Limits:
        with self._desk.looking(ENTER_READINGS) as connection:
            return limits(connection)

    def routes(self, day: date) -> tuple[RouteProgress, ...]:
        first, last = month_of(day)
        with self._desk.looking(ENTER_READINGS) as connection:
            rows = connection.execute(_PROGRESS, {"first": first, "last": last})
            return tuple(
                RouteProgress(r.route_id, r.code, r.name, r.registers, int(r.readings), int(r.held))
                for r in rows
            )

    def held_count(self) -> int:
        with self._desk.looking(ENTER_READINGS) as connection:
            query = select(func.count()).where(_r.c.status == Status.HELD.value)
            return int(connection.execute(query).scalar_one())

    def route_rows(self, route_id: int, day: date) -> tuple[RouteRow, ...]:
        with self._desk.looking(ENTER_READINGS) as connection:
            return _route_rows(connection, route_id, day)

    def enter(self, register_id: int, read_on: date, value: Decimal, *, may_hold: bool) -> Entered:
        with self._desk.writing(ENTER_READINGS) as connection:
            return enter(connection, register_id, read_on, value, may_hold=may_hold)

    def held(self, route_id: int | None) -> tuple[HeldReading, ...]:
        with self._desk.looking(ENTER_READINGS) as connection:
            return held_readings(connection, route_id)

    def accept(self, reading_id: int) -> None:
        with self._desk.writing(ENTER_READINGS) as connection:
            row, _ = _of_reading(connection, reading_id)
            _refuse_settled(row)
            _change(connection, reading_id, row.value, Status.ACTUAL, row.note)

    def correct(self, reading_id: int, value: Decimal, *, accept: bool) -> Entered:
        with self._desk.writing(ENTER_READINGS) as connection:
            row, place = _of_reading(connection, reading_id)
            judged = judge(place, value, row.read_on, limits(connection), local_today(connection))
            if judged.hold is not None and not accept:
                raise ConfirmationNeeded("reading_odd", {"reason": judged.hold.value})
            _change(connection, reading_id, value, Status.ACTUAL, _was(row))
            return Entered(Status.ACTUAL, judged, reading_id)

    def estimate_held(self, reading_id: int) -> Decimal:
        with self._desk.writing(ENTER_READINGS) as connection:
            row, place = _of_reading(connection, reading_id)
            _refuse_settled(row)
            value = estimate(place, row.read_on)
            _change(connection, reading_id, value, Status.ESTIMATED, _was(row))
            return value

    def estimate_missing(
        self, route_id: int, day: date, progress: Callable[[int, int], object]
    ) -> tuple[int, tuple[tuple[str, str], ...]]:
        with self._desk.writing(ENTER_READINGS) as connection:
            return _estimate_missing(connection, route_id, day, progress)


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the day's month."""
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return first, following - timedelta(days=1)


def _route_rows(connection: Connection, route_id: int, day: date) -> tuple[RouteRow, ...]:
    query = text(f"{_STANDING} WHERE k.route_id = :route ORDER BY k.address, f.position, g.code")
    found = connection.execute(query, {"route": route_id, "day": day}).all()
    ids = [row.register_id for row in found]
    known = histories(connection, ids, CURVE_READINGS)
    first, last = month_of(day)
    months: dict[int, tuple[Reading, int]] = {}
    if ids:
        rows = connection.execute(_THIS_MONTH, {"registers": ids, "first": first, "last": last})
        for r in rows:
            reading = Reading(r.read_on, r.value, Status(r.status), Kind(r.kind))
            months[r.register_id] = reading, r.reading_id
    return tuple(
        RouteRow(
            row.register_id,
            row.meter_no,
            row.code,
            row.address,
            row.customer_name,
            with_history(standing(row).place, known.get(row.register_id, ())),
            *months.get(row.register_id, (None, 0)),
        )
        for row in found
    )


def enter(
    connection: Connection,
    register_id: int,
    read_on: date,
    value: Decimal,
    *,
    may_hold: bool,
    kind: Kind = Kind.PERIOD,
    accept: bool = False,
) -> Entered:
    """Judge and store an actual reading; an odd one is held, or with `accept` counts as it is.

    Raises Refused (see `judge`; reading_stands), and ConfirmationNeeded("reading_odd") where it
    would be held and neither `may_hold` nor `accept` is given.
    """
    place = _locked_place(connection, register_id, read_on)
    judged = judge(place, value, read_on, limits(connection), local_today(connection))
    if judged.hold is not None and not (may_hold or accept):
        raise ConfirmationNeeded("reading_odd", {"reason": judged.hold.value})
    status = Status.ACTUAL if accept else judged.status
    hold = judged.hold.value if status is Status.HELD and judged.hold else None
    _refuse_stands(connection, register_id, read_on, kind)
    stored = connection.execute(
        insert(_r).values(
            register_id=register_id, read_on=read_on, value=value, kind=kind.value,
            status=status.value, hold_reason=hold,
        )
    )  # fmt: skip
    key = stored.inserted_primary_key
    return Entered(status, judged, int(key[0]) if key else 0)


def _refuse_stands(connection: Connection, register_id: int, read_on: date, kind: Kind) -> None:
    """A held reading does not count yet, but it has this day."""
    stands = connection.execute(
        select(_r.c.value, _r.c.status).where(
            _r.c.register_id == register_id, _r.c.read_on == read_on, _r.c.kind == kind.value
        )
    ).first()
    if stands is not None:
        raise Refused(
            "reading_stands", {"stands": f"{stands.value.normalize():f}", "status": stands.status}
        )


def _locked_place(connection: Connection, register_id: int, day: date) -> Place:
    """The register's place on a day; its row is locked so that two entries come in turn."""
    g = supply.registers
    connection.execute(select(g.c.meter_id).where(g.c.register_id == register_id).with_for_update())
    return place_on(connection, register_id, day)


def place_on(connection: Connection, register_id: int, day: date) -> Place:
    """Where a register stood on a day, with its readings. Raises Refused (meter_not_fitted)."""
    m, g, f, k = (
        supply.meters, supply.registers, supply.meter_fittings, supply.connections,
    )  # fmt: skip
    row = connection.execute(
        select(
            g.c.register_id, g.c.code, g.c.unit, g.c.dials, m.c.meter_no, m.c.multiplier,
            f.c.connection_id, f.c.fitted_on, f.c.removed_on, k.c.supply,
            k.c.connection_no.label("route"),
        )
        .join(m, m.c.meter_id == g.c.meter_id)
        .join(f, f.c.meter_id == m.c.meter_id)
        .join(k, k.c.connection_id == f.c.connection_id)
        .where(g.c.register_id == register_id, f.c.fitted_on <= day)
        .order_by(f.c.fitted_on.desc())
        .limit(1)
    ).first()  # fmt: skip
    if row is None:
        raise Refused("meter_not_fitted", {"day": day.isoformat()})
    known = histories(connection, [register_id], CURVE_READINGS)
    return with_history(standing(row).place, known.get(register_id, ()))


def _of_reading(connection: Connection, reading_id: int) -> tuple[Any, Place]:
    """A reading with its register locked, and its place as it was before it.

    Raises Refused: no_such_reading, reading_billed, later_reading_stands.
    """
    row = connection.execute(select(_r).where(_r.c.reading_id == reading_id)).first()
    if row is None:
        raise Refused("no_such_reading")
    place = _locked_place(connection, row.register_id, row.read_on)
    row = connection.execute(select(_r).where(_r.c.reading_id == reading_id)).one()
    if is_billed(connection, reading_id):
        raise Refused("reading_billed")
    if any(found.read_on > row.read_on for found in place.history):
        raise Refused("later_reading_stands")
    before = tuple(found for found in place.history if found.read_on < row.read_on)
    return row, replace(place, history=before)


def is_billed(connection: Connection, reading_id: int) -> bool:
    """True when an issued bill stands on the reading."""
    query = text(
        "SELECT 1 FROM bill_readings br JOIN bills b ON b.bill_id = br.bill_id"
        " WHERE (br.to_reading_id = :id OR br.from_reading_id = :id)"
        " AND b.status NOT IN ('draft', 'cancelled') LIMIT 1"
    )
    return connection.execute(query, {"id": reading_id}).first() is not None


def _refuse_settled(row: Any) -> None:
    if row.status != Status.HELD.value:
        raise Refused("reading_not_held")


def _change(
    connection: Connection, reading_id: int, value: Decimal, status: Status, note: str | None
) -> None:
    connection.execute(
        update(_r)
        .where(_r.c.reading_id == reading_id)
        .values(value=value, status=status.value, hold_reason=None, note=note)
    )


def _was(row: Any) -> str:
    """The note of a changed reading names what was read first."""
    return f"read {row.value.normalize():f}; {row.note or ''}".removesuffix("; ")[:160]


def _estimate_missing(
    connection: Connection, route_id: int, day: date, progress: Callable[[int, int], object]
) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Estimate what is not read this month; returns how many, and (meter, why) of the others.

    What `progress` raises stops it, and nothing is left behind.
    """
    today = local_today(connection)
    missing = [r for r in _route_rows(connection, route_id, day) if r.this_month is None]
    rows: list[dict[str, object]] = []
    left: list[tuple[str, str]] = []
    for done, row in enumerate(missing):
        progress(done, len(missing))
        try:
            value = estimate(row.place, day)
            refuse_impossible(row.place, value, day, today)
        except Refused as refusal:
            left.append((row.meter_no, refusal.code))
            continue
        rows.append(
            {
                "register_id": row.register_id,
                "read_on": day,
                "value": value,
                "kind": Kind.PERIOD.value,
                "status": Status.ESTIMATED.value,
            }
        )
    insert_all(connection, _r, rows)
    return len(rows), tuple(left)
