"""The three kinds of file: their columns (docs/import.md) and what a record of each is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from cashier_app.domain.readings import Status
from cashier_app.services.imports import fields as f
from cashier_app.services.imports.fields import Field
from cashier_app.services.imports.table import RowRefusal, TextRow


class FileKind(StrEnum):
    """What a file holds."""

    CUSTOMERS = "customers"
    METERS = "meters"
    READINGS = "readings"


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """An account with its customer and, where given, the connection that it is liable for."""

    line: int
    customer_no: str
    name: str
    kind: str
    phones: tuple[str, ...]
    email: str | None
    cash_only: bool
    instruction: str
    account_no: str
    tariff_class: str | None
    opened_on: date
    former_account_no: str | None
    connection_no: str | None
    address: str | None
    ward: str
    route: str | None
    route_name: str | None
    premises: str
    voltage: str
    load_kw: Decimal | None
    load_kva: Decimal | None
    amperes: Decimal | None
    tariff: str | None
    schemes: tuple[str, ...]
    liable_from: date | None
    liable_to: date | None
    given: frozenset[str]
    """The columns that are not empty: only these are compared with what stands."""


@dataclass(frozen=True, slots=True)
class MeterRow:
    """One register of a meter and, where given, the connection that the meter stands at."""

    line: int
    meter_no: str
    dials: int
    multiplier: Decimal
    maker: str
    register: str
    unit: str
    connection_no: str | None
    position: int
    fitted_on: date | None
    reading: Decimal | None
    replaces: str | None
    final_reading: Decimal | None
    given: frozenset[str]
    """The columns that are not empty: only these are compared with what stands."""


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """What one register showed on a day. Without `register` the meter has only one."""

    line: int
    meter_no: str
    register: str | None
    read_on: date
    value: Decimal
    status: Status
    note: str | None


Row = TypeVar("Row", CustomerRow, MeterRow, ReadingRow)

CUSTOMER_FIELDS = (
    Field("customer_no", f.number, True, example="C1001", meaning="the customer's number"),
    Field("name", f.text_up_to(200), True, example="Karuna Sharma", meaning="name, any script"),
    Field("account_no", f.number, True, example="4410-0297-61", meaning="the account's number"),
    Field("opened_on", f.day, True, example="2024-03-01", meaning="when the account began"),
    Field("kind", f.one_of("person", "firm"), default="person", example="person"),
    Field("phones", f.phones, default=(), example="0612345678|0698765432", meaning="| between"),
    Field("email", f.text_up_to(160), example="karuna@example.org"),
    Field("cash_only", f.yes_or_no, default=False, example="no", meaning="no cheques"),
    Field("instruction", f.text_up_to(255), default="", meaning="what the counter should know"),
    Field(
        "tariff_class", f.short_code(16), example="residential",
        meaning="the class in reports; empty: the tariff's own",
    ),
    Field("former_account_no", f.number, example="20044117", meaning="found under this, too"),
    Field("connection_no", f.number, example="P0000417", meaning="the place that is supplied"),
    Field("address", f.text_up_to(200), example="14 Canal Road", meaning="of a new connection"),
    Field("ward", f.text_up_to(60), default="", example="Ward 6"),
    Field("route", f.short_code(16), example="R4401", meaning="the meter reader's round"),
    Field("route_name", f.text_up_to(80), meaning="makes the round when there is none yet"),
    Field("premises", f.one_of("home", "shop", "factory"), default="home", example="home"),
    Field("voltage", f.one_of("low", "high"), default="low", example="low"),
    Field("load_kw", f.positive, meaning="agreed load"),
    Field("load_kva", f.positive, example="3"),
    Field("amperes", f.positive),
    Field("tariff", f.short_code(24), example="RES", meaning="code of the connection's tariff"),
    Field("schemes", f.schemes, default=(), meaning="discounts that the tariff names, | between"),
    Field("liable_from", f.day, example="2024-03-01", meaning="moved in; empty: as opened_on"),
    Field("liable_to", f.day, meaning="moved out: the last day; empty: lives there"),
)  # fmt: skip

METER_FIELDS = (
    Field("meter_no", f.number, True, example="88-104523", meaning="the serial on the meter"),
    Field("dials", f.whole(3, 10), True, example="6", meaning="whole digits of the register"),
    Field("multiplier", f.multiplier, default=Decimal(1), example="1"),
    Field("maker", f.text_up_to(60), default="", example="Secura"),
    Field("register", f.short_code(16), default="kWh", example="kWh", meaning="day, night, kVA …"),
    Field(
        "unit", f.one_of("kwh", "kvah", "kvarh", "kw", "kva"), default="kwh", example="kWh",
        meaning="kW and kVA show a maximum, the others count up",
    ),
    Field("connection_no", f.number, example="P0000417", meaning="empty: in the store"),
    Field("position", f.whole(1, 99), default=1, example="1", meaning="place at the connection"),
    Field("fitted_on", f.day, example="2024-03-01", meaning="needed with a connection"),
    Field("reading", f.reading_value, example="0", meaning="when fitted; needed with a connection"),
    Field("replaces", f.number, meaning="the meter that was taken out on that day"),
    Field("final_reading", f.reading_value, meaning="what the replaced meter showed last"),
)  # fmt: skip

READING_FIELDS = (
    Field("meter_no", f.number, True, example="88-104523"),
    Field("read_on", f.day, True, example="2026-10-30", meaning="the day of the reading"),
    Field("value", f.reading_value, True, example="18452", meaning="what the dial shows"),
    Field("register", f.short_code(16), example="kWh", meaning="needed when there are several"),
    Field(
        "status", f.one_of("actual", "estimated"), default="actual", example="actual",
        meaning="estimated: billed as it is, trued up later",
    ),
    Field("note", f.text_up_to(160), example="gate locked, read from outside"),
)  # fmt: skip

FIELDS: dict[FileKind, tuple[Field, ...]] = {
    FileKind.CUSTOMERS: CUSTOMER_FIELDS,
    FileKind.METERS: METER_FIELDS,
    FileKind.READINGS: READING_FIELDS,
}
_UNITS = {"kwh": "kWh", "kvah": "kVAh", "kvarh": "kvarh", "kw": "kW", "kva": "kVA"}


def known_columns(kind: FileKind) -> tuple[str, ...]:
    """Every column that a file of this kind may have."""
    return tuple(field.name for field in FIELDS[kind])


def needed_columns(kind: FileKind) -> tuple[str, ...]:
    """The columns without which a file of this kind is refused."""
    return tuple(field.name for field in FIELDS[kind] if field.is_needed)


def customer_rows(rows: Iterable[TextRow]) -> tuple[list[CustomerRow], list[RowRefusal]]:
    """Records of accounts; those that cannot be one are refused."""
    return _read(rows, CUSTOMER_FIELDS, _customer)


def _customer(row: TextRow, values: dict[str, Any]) -> CustomerRow | RowRefusal:
    found = CustomerRow(row.line, **values, given=_given(row))
    if found.liable_to is not None:
        begins = found.liable_from or found.opened_on
        if found.connection_no is None:
            return RowRefusal(row.line, "needs_connection_no", "liable_to")
        if found.liable_to < begins:
            facts = {"day": begins.isoformat()}
            return RowRefusal(row.line, "before_moving_in", "liable_to", facts)
    return found


def meter_rows(rows: Iterable[TextRow]) -> tuple[list[MeterRow], list[RowRefusal]]:
    """Records of registers; those that cannot be one are refused."""
    return _read(rows, METER_FIELDS, _meter)


def _meter(text: TextRow, values: dict[str, Any]) -> MeterRow | RowRefusal:
    line = text.line
    row = MeterRow(line, **{**values, "unit": _UNITS[values["unit"]]}, given=_given(text))
    if row.connection_no is None:
        if row.replaces is not None:
            return RowRefusal(line, "needs_connection_no", "replaces")
        return row
    for column in ("fitted_on", "reading"):
        if values[column] is None:
            return RowRefusal(line, "needed_with_connection", column)
    if (row.replaces is None) != (row.final_reading is None):
        missing = "replaces" if row.replaces is None else "final_reading"
        return RowRefusal(line, "needed_when_replacing", missing)
    if row.replaces == row.meter_no:
        return RowRefusal(line, "replaces_itself", "replaces")
    if row.reading is not None and row.reading < 0:
        return RowRefusal(line, "negative_reading", "reading", {"value": f"{row.reading:f}"})
    if row.reading is not None and row.reading >= 10**row.dials:
        facts = {"value": f"{row.reading:f}", "dials": str(row.dials)}
        return RowRefusal(line, "beyond_dial", "reading", facts)
    return row


def reading_rows(rows: Iterable[TextRow]) -> tuple[list[ReadingRow], list[RowRefusal]]:
    """Records of readings; those that cannot be one are refused."""
    return _read(rows, READING_FIELDS, _reading)


def _reading(row: TextRow, values: dict[str, Any]) -> ReadingRow | RowRefusal:
    return ReadingRow(row.line, **{**values, "status": Status(values["status"])})


def _given(row: TextRow) -> frozenset[str]:
    return frozenset(name for name, text in row.values.items() if text)


def _read(
    rows: Iterable[TextRow],
    fields: Sequence[Field],
    make: Callable[[TextRow, dict[str, Any]], Row | RowRefusal],
) -> tuple[list[Row], list[RowRefusal]]:
    made: list[Row] = []
    refused: list[RowRefusal] = []
    for row in rows:
        values, refusals = f.read_fields(row, fields)
        refused += refusals
        if values is None:
            continue
        found = make(row, values)
        if isinstance(found, RowRefusal):
            refused.append(found)
        else:
            made.append(found)
    return made, refused
