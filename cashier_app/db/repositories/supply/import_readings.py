"""Readings of a file: each judged in the order of its register's days, then stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from cashier_app.db.repositories.supply.desk import chunks
from cashier_app.db.repositories.supply.places import (
    Histories,
    StandingRegister,
    histories,
    limits,
    on_day,
    registers_of_meters,
    with_history,
)
from cashier_app.db.repositories.supply.sets import insert_all
from cashier_app.db.tables import supply
from cashier_app.domain.errors import Refused
from cashier_app.domain.readings import (
    Judgement,
    Kind,
    Limits,
    Place,
    Reading,
    Status,
    judge,
    refuse_estimate,
    refuse_impossible,
)
from cashier_app.services.imports.importing import HeldRow
from cashier_app.services.imports.rows import ReadingRow
from cashier_app.services.imports.table import RowRefusal

_COLUMNS = {
    "negative_reading": "value",
    "beyond_dial": "value",
    "reading_stands": "value",
    "no_such_meter": "meter_no",
    "not_on_route": "meter_no",
    "no_such_register": "register",
    "which_register": "register",
}
"""The column a refusal points at; else it is the day."""


@dataclass(slots=True)
class KnownReadings:
    """What stands in the database of the meters in a file."""

    registers: dict[str, dict[str, list[StandingRegister]]]
    """Meter number → register code → fittings, newest first."""
    histories: Histories
    stored: dict[tuple[int, date], Any]
    """Period readings of the file's days: the same again is no new one."""
    limits: Limits
    today: date


@dataclass(slots=True)
class CheckedReadings:
    """Rows to insert, with those of them that wait for a person."""

    new: list[dict[str, object]]
    there: int
    held: list[HeldRow]
    refusals: list[RowRefusal]


def read_known_readings(
    connection: Connection, rows: Sequence[ReadingRow], today: date
) -> KnownReadings:
    """A few set reads for the whole file."""
    registers: dict[str, dict[str, list[StandingRegister]]] = {}
    found = registers_of_meters(connection, {row.meter_no for row in rows})
    for number, fittings in found.items():
        for fitting in fittings:
            registers.setdefault(number, {}).setdefault(fitting.code, []).append(fitting)
    ids = {fitting.register_id for fittings in found.values() for fitting in fittings}
    days = sorted({row.read_on for row in rows})
    r = supply.readings
    stored: dict[tuple[int, date], Any] = {}
    for part in chunks(sorted(ids)):
        query = select(r).where(
            r.c.register_id.in_(part),
            r.c.read_on.between(days[0], days[-1]),
            r.c.kind == Kind.PERIOD.value,
        )
        stored.update(((row.register_id, row.read_on), row) for row in connection.execute(query))
    return KnownReadings(registers, histories(connection, ids), stored, limits(connection), today)


def check_readings(
    rows: Sequence[ReadingRow], known: KnownReadings, route: str = ""
) -> CheckedReadings:
    """Judge every record; a file may hold several days of a register, in any order of lines."""
    checker = _Checker(known, route)
    checked = CheckedReadings([], 0, [], [])
    for row in sorted(rows, key=lambda row: (row.meter_no, row.register or "", row.read_on)):
        try:
            checker.take(row, checked)
        except Refused as refusal:
            column = _COLUMNS.get(refusal.code, "read_on")
            checked.refusals.append(RowRefusal(row.line, refusal.code, column, refusal.facts))
    checked.held.sort(key=lambda held: held.line)
    return checked


class _Checker:
    """Knows what the file has brought so far."""

    def __init__(self, known: KnownReadings, route: str) -> None:
        self._known = known
        self._route = route
        self._places: dict[tuple[int, date | None], Place] = {}
        self._lines: dict[tuple[int, date], int] = {}

    def take(self, row: ReadingRow, checked: CheckedReadings) -> None:
        """Add a record to what is new, or count it as there. Raises Refused."""
        register = self._register(row)
        key = register.register_id, row.read_on
        if key in self._lines:
            raise Refused("twice_in_file", {"line": str(self._lines[key])})
        self._lines[key] = row.line
        if key in self._known.stored:
            self._refuse_other(row, self._known.stored[key])
            checked.there += 1
            return
        place = self._place(register)
        status, judgement = self._judged(row, place)
        checked.new.append(_values(row, register.register_id, status, judgement))
        if judgement is not None and judgement.hold is not None:
            checked.held.append(HeldRow(row.line, row.meter_no, judgement.hold))
        else:
            reading = Reading(row.read_on, row.value, status)
            place = replace(place, history=(*place.history, reading))
        self._places[register.register_id, register.place.fitted_on] = place

    def _register(self, row: ReadingRow) -> StandingRegister:
        codes = self._known.registers.get(row.meter_no)
        if codes is None:
            raise Refused("no_such_meter", {"value": row.meter_no})
        if row.register is None and len(codes) > 1:
            raise Refused("which_register", {"registers": ", ".join(sorted(codes))})
        fittings = codes.get(row.register) if row.register else next(iter(codes.values()))
        if fittings is None:
            raise Refused("no_such_register", {"registers": ", ".join(sorted(codes))})
        found = on_day(fittings, row.read_on)
        if self._route and found.route != self._route:
            raise Refused("not_on_route", {"route": found.route})
        return found

    def _place(self, register: StandingRegister) -> Place:
        key = register.register_id, register.place.fitted_on
        if key not in self._places:
            readings = self._known.histories.get(register.register_id, ())
            self._places[key] = with_history(register.place, readings)
        return self._places[key]

    def _judged(self, row: ReadingRow, place: Place) -> tuple[Status, Judgement | None]:
        if row.status is Status.ESTIMATED:
            refuse_impossible(place, row.value, row.read_on, self._known.today)
            refuse_estimate(place)
            return Status.ESTIMATED, None
        found = judge(place, row.value, row.read_on, self._known.limits, self._known.today)
        return found.status, found

    @staticmethod
    def _refuse_other(row: ReadingRow, stands: Any) -> None:
        """The same reading again is no new one; another value for the day is refused."""
        if stands.value != row.value:
            facts = {"stands": f"{stands.value.normalize():f}", "status": str(stands.status)}
            raise Refused("reading_stands", facts)


def _values(
    row: ReadingRow, register_id: int, status: Status, judgement: Judgement | None
) -> dict[str, object]:
    hold = judgement.hold if judgement is not None else None
    return {
        "register_id": register_id,
        "read_on": row.read_on,
        "value": row.value,
        "kind": Kind.PERIOD.value,
        "status": status.value,
        "note": row.note,
        "hold_reason": hold.value if hold is not None else None,
    }


def write_readings(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Store them in the order of their registers, as the index has it."""
    insert_all(connection, supply.readings, rows)
