"""Readings that wait for a person, each with its place as it was before and its last year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, text

from cashier_app.db.repositories.supply.places import histories, standing, with_history
from cashier_app.domain.readings import Reading, actual_spans
from cashier_app.domain.supply import HeldReading

CURVE_READINGS = 30
CURVE_PERIODS = 13
"""A year and the month before it."""


def held_readings(connection: Connection, route_id: int | None) -> tuple[HeldReading, ...]:
    """At most 500, by route and address; of one route, or of all."""
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
