"""Meters of a file: each register compared with what stands and with the records before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cashier_app.db.repositories.supply.known_meters import KnownMeters, OldRegister
from cashier_app.domain.errors import Refused
from cashier_app.domain.readings import judge
from cashier_app.services.imports.rows import MeterRow
from cashier_app.services.imports.table import RowRefusal

Refusal = tuple[str, str, Mapping[str, str]]
_OPEN_END = date.max


@dataclass(slots=True)
class CheckedMeters:
    """Records sorted into new ones, ones that stand, and refused ones."""

    new: list[MeterRow]
    there: int
    refusals: list[RowRefusal]


def check_meters(
    rows: Sequence[MeterRow], known: KnownMeters, progress: Callable[[int], object]
) -> CheckedMeters:
    """Every record against the database and against the records before it."""
    checker = _Checker(known, rows)
    checked = CheckedMeters([], 0, [])
    for done, row in enumerate(rows):
        progress(done)
        refusal = next((r for r in checker.reasons(row) if r is not None), None)
        if refusal is not None:
            code, column, facts = refusal
            checked.refusals.append(RowRefusal(row.line, code, column, facts))
        elif checker.stands(row):
            checked.there += 1
        else:
            checked.new.append(row)
            checker.remember(row)
    _refuse_half_replaced(checked, rows)
    return checked


def _refuse_half_replaced(checked: CheckedMeters, rows: Sequence[MeterRow]) -> None:
    """A meter is taken out with all of its registers, or stays."""
    refused = {refusal.line for refusal in checked.refusals}
    half = {row.replaces: row.line for row in rows if row.replaces and row.line in refused}
    for row in [found for found in checked.new if found.replaces in half]:
        facts = {"line": str(half[row.replaces or ""])}
        checked.refusals.append(RowRefusal(row.line, "half_replaced", "replaces", facts))
        checked.new.remove(row)


class _Checker:
    """Knows the file so far."""

    def __init__(self, known: KnownMeters, rows: Sequence[MeterRow]) -> None:
        self._known = known
        self._finals: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            if row.replaces is not None:
                self._finals[row.replaces].add(row.register)
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
        if row.fitted_on > self._known.today:
            yield "day_in_future", "fitted_on", {"value": row.fitted_on.isoformat()}
        if self._fitting(row) is None:
            yield self._meter_free(row, row.fitted_on)
            yield self._replaced(row, row.connection_no, row.fitted_on)
            yield self._place_free(row, row.connection_no, row.fitted_on)
        else:
            yield self._same_reading(row, row.fitted_on)

    def _same_meter(self, row: MeterRow) -> Refusal | None:
        stands: Any = self._known.meters.get(row.meter_no) or self._meters.get(row.meter_no)
        if stands is None:
            return None
        for column in ("multiplier", "maker"):
            there = getattr(stands, column)
            if column in row.given and there != getattr(row, column):
                shown = f"{there.normalize():f}" if column == "multiplier" else there
                return "meter_differs", column, {"stands": shown}
        in_file = self._meters.get(row.meter_no)
        for column in ("connection_no", "position", "fitted_on", "replaces"):
            if in_file is not None and getattr(in_file, column) != getattr(row, column):
                return "meter_differs", column, {"stands": f"{getattr(in_file, column)}"}
        return None

    def _same_register(self, row: MeterRow) -> Refusal | None:
        stands = self._known.registers.get((row.meter_no, row.register))
        if stands is not None:
            for column in ("dials", "unit"):
                if column in row.given and getattr(stands, column) != getattr(row, column):
                    return "meter_differs", column, {"stands": str(getattr(stands, column))}
        return None

    def _same_reading(self, row: MeterRow, fitted_on: date) -> Refusal | None:
        register = self._known.registers.get((row.meter_no, row.register))
        if register is None:
            return None
        stands = self._known.first_readings.get((register.register_id, fitted_on))
        if stands is not None and stands != row.reading:
            facts = {"stands": f"{stands.normalize():f}", "status": "actual"}
            return "reading_stands", "reading", facts
        return None

    def _replaced(self, row: MeterRow, connection_no: str, day: date) -> Refusal | None:
        """What stands against taking the old meter out with this final reading."""
        if row.replaces is None or row.final_reading is None:
            return None
        if row.replaces not in self._known.meters:
            return "no_such_meter", "replaces", {"value": row.replaces}
        if replaced_fitting(self._known, row) is None:
            return "not_standing_there", "replaces", {"value": row.replaces}
        if self._known.billed_to.get(connection_no, date.min) > day:
            return "period_billed", "fitted_on", {}
        return self._final(row, row.replaces, row.final_reading, day)

    def _final(self, row: MeterRow, meter_no: str, value: Decimal, day: date) -> Refusal | None:
        old = self._known.replaced[meter_no]
        if len(old) > 1 and not self._finals[meter_no] >= set(old):
            return "reading_missing", "final_reading", {"meter": meter_no}
        register = old_register(self._known, row)
        if register is None:
            return "no_such_register", "register", {"registers": ", ".join(sorted(old))}
        try:
            found = judge(register.place, value, day, self._known.limits, self._known.today)
        except Refused as refusal:
            column = "final_reading" if "value" in refusal.facts else "fitted_on"
            return refusal.code, column, refusal.facts
        if found.hold is not None:
            return "reading_odd", "final_reading", {"reason": found.hold.value}
        return None

    def _meter_free(self, row: MeterRow, fitted_on: date) -> Refusal | None:
        for found in self._known.of_meter.get(row.meter_no, ()):
            if (found.removed_on or _OPEN_END) > fitted_on:
                return "meter_taken", "meter_no", {"connection": found.connection_no}
        return None

    def _place_free(self, row: MeterRow, connection_no: str, fitted_on: date) -> Refusal | None:
        place = connection_no, row.position
        for found in self._known.of_place.get(place, ()):
            is_free = found.meter_no == row.replaces and found.removed_on is None
            if not is_free and (found.removed_on or _OPEN_END) > fitted_on:
                return "position_taken", "connection_no", {"meter": found.meter_no}
        other = self._places.get(place)
        if other is not None and other != row.meter_no:
            return "position_taken", "connection_no", {"meter": other}
        return None


def replaced_fitting(known: KnownMeters, row: MeterRow) -> Any | None:
    """Where the replaced meter stands: at the record's own place, up to now."""
    for found in known.of_meter.get(row.replaces or "", ()):
        at_place = (found.connection_no, found.position) == (row.connection_no, row.position)
        if at_place and found.removed_on is None:
            return found
    return None


def old_register(known: KnownMeters, row: MeterRow) -> OldRegister | None:
    """The register whose final reading a record brings: the only one, or that of its code."""
    old = known.replaced[row.replaces or ""]
    return next(iter(old.values())) if len(old) == 1 else old.get(row.register)
