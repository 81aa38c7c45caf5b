"""Meters, registers, fittings and readings of one connection."""

from __future__ import annotations

from datetime import date

from cashier_app.sample.calendar import DAY
from cashier_app.sample.keys import Keys
from cashier_app.sample.rows import RowBuffer
from cashier_app.sample.specs import Connection

DIALS = 6
Span = tuple[int, int, int]
"""From reading, to reading, consumption in kWh."""


class MeterWriter:
    """Writes the rows and says which readings each month's bill stands on."""

    def __init__(self, rows: RowBuffer, keys: Keys) -> None:
        self._rows = rows
        self._keys = keys

    def write(self, connection: Connection, connection_id: int) -> list[tuple[Span, ...]]:
        """The spans of each period, two where the meter was replaced within it."""
        change = connection.replacement
        register = self._fit(
            connection_id,
            connection.meter_no,
            connection.maker,
            connection.multiplier,
            (connection.connected_on, change.on if change else None),
        )
        if not connection.periods:
            return []
        value = connection.start_value
        first_day = connection.periods[0].starts_on - DAY
        last = self._read(register, first_day, value, "period", is_estimated=False)
        spans: list[tuple[Span, ...]] = []
        for number, period in enumerate(connection.periods):
            parts: list[Span] = []
            used = period.kwh
            if change and change.period == number:
                value += change.old_kwh
                final = self._read(register, change.on, value, "final", is_estimated=False)
                parts.append((last, final, change.old_kwh))
                register = self._fit(
                    connection_id, change.meter_no, change.maker, 1, (change.on, None)
                )
                value, used = 0, period.kwh - change.old_kwh
                last = self._read(register, change.on, value, "initial", is_estimated=False)
            value += used // connection.multiplier
            reading = self._read(
                register, period.read_on, value, "period", is_estimated=period.is_estimated
            )
            parts.append((last, reading, used))
            last = reading
            spans.append(tuple(parts))
        return spans

    def _fit(
        self,
        connection_id: int,
        meter_no: str,
        maker: str,
        multiplier: int,
        span: tuple[date, date | None],
    ) -> int:
        """A meter with one register, fitted from … to; returns the register's key."""
        meter_id = self._keys.take("meters")
        self._rows["meters"].append((meter_id, meter_no, multiplier, maker))
        register_id = self._keys.take("registers")
        self._rows["registers"].append((register_id, meter_id, "kWh", "kWh", DIALS))
        fitting = (self._keys.take("meter_fittings"), meter_id, connection_id, *span)
        self._rows["meter_fittings"].append(fitting)
        return register_id

    def _read(
        self, register_id: int, read_on: date, value: int, kind: str, *, is_estimated: bool
    ) -> int:
        reading_id = self._keys.take("readings")
        status = "estimated" if is_estimated else "actual"
        self._rows["readings"].append((reading_id, register_id, read_on, value, kind, status, None))
        return reading_id
