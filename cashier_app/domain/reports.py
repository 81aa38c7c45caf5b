"""What a report is: typed columns, rows, totals, and perhaps a chart; no file format, no SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from cashier_app.domain.money import Currency

Value = str | int | Decimal | date | datetime | None
"""A cell: text, count, money or another decimal, day, time without zone; None is empty."""


class ColumnKind(StrEnum):
    """How a cell is meant; every writer and the screen show it in their own way."""

    TEXT = "text"
    MONEY = "money"
    COUNT = "count"
    NUMBER = "number"
    """A decimal that is no money: a percentage, kilowatt-hours."""
    DAY = "day"
    MOMENT = "moment"
    """A UTC time; shown in the utility's own."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `is_summed` adds it up in the last line; `is_code` holds names of the program."""

    key: str
    title: str
    kind: ColumnKind = ColumnKind.TEXT
    is_summed: bool = False
    is_code: bool = False

    def number(self, value: int | Decimal) -> str:
        """A number that is no money, for people: counts and amounts grouped, keys as they are."""
        if isinstance(value, Decimal):
            return f"{value.normalize():,f}"
        return f"{value:,}" if self.is_summed else str(value)

    def words(self, text: str) -> str:
        """`text` for people: "high_tension" is "High tension", a name stays as it is."""
        if not self.is_code:
            return text
        plain = text.replace("_", " ")
        return plain[:1].upper() + plain[1:]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one column (`value`) over another (`label`), as long as the row says."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Drill:
    """Where a row leads to: another report, with filters taken from the row's cells.

    `filters` are pairs of a filter's name and a column; `search` is a prefix put before the
    cell of the column `search_column`.
    """

    report: str
    filters: tuple[tuple[str, str], ...] = ()
    search: str = ""
    search_column: str = ""
    keeps_filters: bool = True
    """What the report was narrowed by narrows the one behind it; one receipt has no use for it."""


FILTERS = ("office", "counter", "person")


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One report: its name on the command line, its title, and the question it answers."""

    name: str
    title: str
    answers: str
    columns: tuple[Column, ...]
    chart: Chart | None = None
    drill: Drill | None = None
    group: str = "day"
    """Where it stands on the screen: day, shifts, owed, month, books."""
    searches: str = ""
    """What `search` finds in it; empty when it searches nothing."""
    filters: tuple[str, ...] = FILTERS
    """What it can be narrowed by; anything else asked for is refused, never passed over."""
    needs_search: bool = False

    @property
    def procedure(self) -> str:
        """The database's procedure that answers it."""
        return "report_" + self.name.replace("-", "_")


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """What is asked for. Days are the utility's own; empty filters ask for everything."""

    name: str
    from_day: date
    to_day: date
    office: str = ""
    counter: str = ""
    person: str = ""
    search: str = ""


@dataclass(frozen=True, slots=True)
class Books:
    """Whose books a report is of."""

    name: str
    address: str
    tax_no: str
    currency: Currency
    time_zone: str
    is_training: bool
    made_at: datetime
    """UTC, without zone."""

    def local(self, moment: datetime) -> datetime:
        """A UTC time of the database in the utility's own time, without zone."""
        return (
            moment.replace(tzinfo=ZoneInfo("UTC"))
            .astimezone(ZoneInfo(self.time_zone))
            .replace(tzinfo=None)
        )


Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A report's answer. Times in the rows are the utility's own."""

    kind: ReportKind
    order: ReportOrder
    books: Books
    rows: tuple[Row, ...]

    @property
    def totals(self) -> Row:
        """The sums of the columns that are summed; None elsewhere."""
        return tuple(
            _sum(column, [row[at] for row in self.rows])
            for at, column in enumerate(self.kind.columns)
        )

    @property
    def has_totals(self) -> bool:
        """True when a last line says something."""
        return any(column.is_summed for column in self.kind.columns)

    def index(self, key: str) -> int:
        """The place of a column."""
        return next(at for at, column in enumerate(self.kind.columns) if column.key == key)


def _sum(column: Column, cells: list[Value]) -> Value:
    if not column.is_summed:
        return None
    if column.kind is ColumnKind.MONEY:
        return sum((cell for cell in cells if isinstance(cell, Decimal)), Decimal(0))
    return sum(cell for cell in cells if isinstance(cell, int))


def drilled(report: Report, row: Row) -> ReportOrder | None:
    """What a row leads to, or None."""
    drill = report.kind.drill
    if drill is None:
        return None
    order = report.order
    found = {name: _text(row[report.index(key)]) for name, key in drill.filters}
    from_day, to_day = order.from_day, order.to_day
    if "day" in found:
        from_day = to_day = date.fromisoformat(found["day"])
    search = ""
    if drill.search_column:
        search = drill.search + _text(row[report.index(drill.search_column)])
    return ReportOrder(
        drill.report,
        from_day,
        to_day,
        found.get("office", order.office) if drill.keeps_filters else "",
        found.get("counter", order.counter) if drill.keeps_filters else "",
        found.get("person", order.person) if drill.keeps_filters else "",
        search,
    )


def _text(value: Value) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
