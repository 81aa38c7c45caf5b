"""Readings one at a time and by route: entered, held, accepted, corrected, estimated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, text, update

from cashier_app.db.repositories.supply.desk import ENTER_READINGS, OfficeDesk, local_today
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
    actual_spans,
    estimate,
    judge,
    refuse_impossible,
)
from cashier_app.domain.supply import Entered, HeldReading, RouteProgress, RouteRow

CURVE_READINGS = 30
CURVE_PERIODS = 13
"""A year and the month before it."""
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
SELECT r.register_id, r.read_on, r.value, r.status, r.kind FROM readings r
WHERE r.register_id IN :registers AND r.read_on BETWEEN :first AND :last AND r.kind = 'period'
ORDER BY r.register_id, r.read_on
""").bindparams(bindparam("registers", expanding=True))


class ReadingRepository:
    """services.readings.ReadingGateway on the clerk's own connection."""

    def __init__(self, desk: OfficeDesk) -> None:
        self._desk = desk

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

    def route_rows(self, route_id: int, day: date) -> tuple[RouteRow, ...]:
        with self._desk.looking(ENTER_READINGS) as connection:
            return _route_rows(connection, route_id, day)

    def enter(self, register_id: int, read_on: date, value: Decimal, *, may_hold: bool) -> Entered:
        with self._desk.writing(ENTER_READINGS) as connection:
            return enter(connection, register_id, read_on, value, may_hold=may_hold)

    def held(self, route_id: int | None) -> tuple[HeldReading, ...]:
        with self._desk.looking(ENTER_READINGS) as connection:
            return _held(connection, route_id)

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
            return Entered(Status.ACTUAL, judged)

    def estimate_held(self, reading_id: int) -> Decimal:
        with self._desk.writing(ENTER_READINGS) as connection:
            row, place = _of_reading(connection, reading_id)
            _refuse_settled(row)
            value = estimate(place, row.read_on)
            _change(connection, reading_id, value, Status.ESTIMATED, _was(row))
            return value

    def estimate_missing(
        self, route_id: int, day: date, go_on: Callable[[int, int], bool]
    ) -> tuple[int, tuple[tuple[str, str], ...]]:
        with self._desk.writing(ENTER_READINGS) as connection:
            return _estimate_missing(connection, route_id, day, go_on)


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
    months: dict[int, Reading] = {}
    if ids:
        rows = connection.execute(_THIS_MONTH, {"registers": ids, "first": first, "last": last})
        for r in rows:
            months[r.register_id] = Reading(r.read_on, r.value, Status(r.status), Kind(r.kind))
    return tuple(
        RouteRow(
            row.register_id,
            row.meter_no,
            row.code,
            row.address,
            row.customer_name,
            with_history(standing(row).place, known.get(row.register_id, ())),
            months.get(row.register_id),
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
    connection.execute(
        insert(_r).values(
            register_id=register_id, read_on=read_on, value=value, kind=kind.value,
            status=status.value, hold_reason=hold,
        )
    )  # fmt: skip
    return Entered(status, judged)


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


def _held(connection: Connection, route_id: int | None) -> tuple[HeldReading, ...]:
    at_route = "AND k.route_id = :route" if route_id is not None else ""
    query = text(f"""
SELECT r.reading_id, r.read_on, r.value, r.hold_reason, g.register_id, g.code, g.unit, g.dials,
  m.meter_no, m.multiplier, f.connection_id, f.fitted_on, f.removed_on, k.supply,
  rt.code AS route, k.address, COALESCE(cu.name, '') AS customer_name
FROM readings r
JOIN registers g ON g.register_id = r.register_id
JOIN meters m ON m.meter_id = g.meter_id
JOIN meter_fittings f ON f.meter_id = m.meter_id AND f.fitted_on <= r.read_on
  AND (f.removed_on IS NULL OR f.removed_on >= r.read_on)
JOIN connections k ON k.connection_id = f.connection_id
JOIN routes rt ON rt.route_id = k.route_id
LEFT JOIN account_connections ac ON ac.connection_id = k.connection_id
  AND ac.liable_from <= r.read_on AND (ac.liable_to IS NULL OR ac.liable_to >= r.read_on)
LEFT JOIN accounts a ON a.account_id = ac.account_id
LEFT JOIN customers cu ON cu.customer_id = a.customer_id
WHERE r.status = 'held' {at_route}
ORDER BY rt.code, k.address, r.read_on, r.reading_id LIMIT 500""")  # noqa: S608 - our own words
    rows = connection.execute(query, {"route": route_id} if route_id is not None else {}).all()
    known = histories(connection, {row.register_id for row in rows}, CURVE_READINGS)
    return tuple(_held_reading(row, known.get(row.register_id, ())) for row in rows)


def _held_reading(row: Any, readings: Sequence[Reading]) -> HeldReading:
    place = with_history(standing(row).place, readings)
    before = tuple(found for found in place.history if found.read_on < row.read_on)
    return HeldReading(
        row.reading_id, row.register_id, row.meter_no, row.code, row.route, row.address,
        row.customer_name, row.read_on, row.value, row.hold_reason or "",
        replace(place, history=before),
        actual_spans(place.register, before, CURVE_PERIODS),
    )  # fmt: skip


def _estimate_missing(
    connection: Connection, route_id: int, day: date, go_on: Callable[[int, int], bool]
) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Estimate what is not read this month; returns how many, and (meter, why) of the others.

    Stopped by `go_on` it leaves nothing behind and raises Refused("cancelled").
    """
    today = local_today(connection)
    missing = [r for r in _route_rows(connection, route_id, day) if r.this_month is None]
    rows: list[dict[str, object]] = []
    left: list[tuple[str, str]] = []
    for done, row in enumerate(missing):
        if not go_on(done, len(missing)):
            raise Refused("cancelled")
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
