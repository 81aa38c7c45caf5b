"""Bills as they are printed, one or a whole route, in chunks of a few queries each.

For the clerk's connection, or the administrator's of a private server.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    extract,
    func,
    literal_column,
    select,
)

from cashier_app.db.connection import ResultSets, Row
from cashier_app.db.office import call_office
from cashier_app.db.repositories.rows import utility_from
from cashier_app.db.tables.billing import bill_late_charges, bill_lines, bill_readings, bills
from cashier_app.db.tables.people import utility as utility_table
from cashier_app.db.tables.people import utility_offsets
from cashier_app.db.tables.prices import tariff_versions, tariffs
from cashier_app.db.tables.supply import (
    accounts,
    connection_loads,
    connections,
    customers,
    meters,
    readings,
    registers,
    routes,
)
from cashier_app.domain.accounts import BillLine
from cashier_app.domain.bill_papers import (
    AGES,
    BillMonth,
    BillPaper,
    Holder,
    LateStep,
    ReadingRow,
    Statement,
    StatementRow,
    age_of,
)
from cashier_app.domain.errors import Refused
from cashier_app.domain.money import ZERO
from cashier_app.domain.numbers import show_account_no, show_meter_no
from cashier_app.domain.utility import Utility

CHUNK = 500
MONTHS_SHOWN = 12
_OPEN = ("issued", "part_paid")
_SERVER_NOW: ColumnElement[Any] = literal_column("SYSDATE(6)")
"""The server's clock; NOW() is a session's to forge."""
Rows: TypeAlias = dict[int, list[Row]]


class BillPaperRepository:
    """Reads over one connection; every method raises only the driver's errors and Refused."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def bill(self, bill_no: str, today: date) -> BillPaper:
        """One issued bill. Raises Refused("no_such_bill")."""
        found = list(self._papers(_heads().where(bills.c.bill_no == bill_no), today))
        if not found:
            raise Refused("no_such_bill", {"bill_no": bill_no})
        return found[0]

    def route(self, route: str, month: date, today: date) -> Iterator[BillPaper]:
        """The bills of a route whose period ended in `month`, by address.

        Raises Refused("no_such_route"), Refused("no_bills").
        """
        known = select(routes.c.route_id).where(routes.c.code == route)
        route_id = self._connection.execute(known).scalar_one_or_none()
        if route_id is None:
            raise Refused("no_such_route", {"route": route})
        heads = (
            _heads()
            .where(
                connections.c.route_id == route_id,
                bills.c.status != "cancelled",
                extract("year", bills.c.period_to) == month.year,
                extract("month", bills.c.period_to) == month.month,
            )
            .order_by(connections.c.address, bills.c.bill_no)
        )
        empty = True
        for paper in self._papers(heads, today):
            empty = False
            yield paper
        if empty:
            raise Refused("no_bills", {"route": route, "month": f"{month:%Y-%m}"})

    def _papers(self, heads: Select[Any], today: date) -> Iterator[BillPaper]:
        found = self._connection.execute(heads).mappings().all()
        for at in range(0, len(found), CHUNK):
            chunk = found[at : at + CHUNK]
            parts = _parts(self._connection, chunk, today)
            yield from (_paper(head, parts, today) for head in chunk)


class BillParts(NamedTuple):
    """What belongs to some bills, by the key of the bill or of its account."""

    lines: Rows
    readings: Rows
    late: Rows
    months: Rows
    open: Rows


def _parts(connection: Connection, heads: Sequence[RowMapping], today: date) -> BillParts:
    """Each kind by one query."""
    bill_ids = [head["bill_id"] for head in heads]
    account_ids = list({head["account_id"] for head in heads})
    return BillParts(
        _by(connection.execute(_lines(bill_ids)).mappings(), "bill_id"),
        _by(connection.execute(_readings(bill_ids)).mappings(), "bill_id"),
        _by(connection.execute(_late(bill_ids)).mappings(), "bill_id"),
        _by(connection.execute(_months(account_ids)).mappings(), "account_id"),
        _by(connection.execute(_open(account_ids, today)).mappings(), "account_id"),
    )


def paper_from_sets(sets: ResultSets) -> BillPaper:
    """What the procedure `emit_bill_paper` gives of one bill."""
    (head,), lines, readings_, late, months, open_bills = sets
    parts = BillParts(
        _by(lines, "bill_id"), _by(readings_, "bill_id"), _by(late, "bill_id"),
        _by(months, "account_id"), _by(open_bills, "account_id"),
    )  # fmt: skip
    return _paper(head, parts, head["today"])


def _by(found: Iterable[Any], key: str) -> Rows:
    rows: Rows = defaultdict(list)
    for row in found:
        rows[row[key]].append(row)
    return rows


def _heads() -> Select[Any]:
    earlier = connection_loads.alias("earlier")
    load_since = (
        select(func.max(earlier.c.valid_from))
        .where(
            earlier.c.connection_id == bills.c.connection_id,
            earlier.c.valid_from <= func.coalesce(bills.c.period_to, bills.c.issued_on),
        )
        .scalar_subquery()
    )
    return (
        select(
            bills,
            accounts.c.account_no,
            accounts.c.credit,
            customers.c.name.label("customer_name"),
            connections.c.address,
            connections.c.ward,
            connections.c.connection_no,
            connection_loads.c.load_kva,
            connection_loads.c.load_kw,
            tariffs.c.name.label("tariff"),
        )
        .join(accounts, accounts.c.account_id == bills.c.account_id)
        .join(customers, customers.c.customer_id == accounts.c.customer_id)
        .join(connections, connections.c.connection_id == bills.c.connection_id)
        .outerjoin(
            connection_loads,
            and_(
                connection_loads.c.connection_id == bills.c.connection_id,
                connection_loads.c.valid_from == load_since,
            ),
        )
        .outerjoin(
            tariff_versions, tariff_versions.c.tariff_version_id == bills.c.tariff_version_id
        )
        .outerjoin(tariffs, tariffs.c.tariff_id == tariff_versions.c.tariff_id)
        .where(bills.c.status != "draft")
    )


def _lines(bill_ids: Sequence[int]) -> Select[Any]:
    return (
        select(bill_lines)
        .where(bill_lines.c.bill_id.in_(bill_ids))
        .order_by(bill_lines.c.bill_id, bill_lines.c.line_no)
    )


def _readings(bill_ids: Sequence[int]) -> Select[Any]:
    before, after = readings.alias("before"), readings.alias("after")
    return (
        select(
            bill_readings.c.bill_id,
            bill_readings.c.consumption,
            before.c.read_on.label("from_on"),
            before.c.value.label("from_value"),
            after.c.read_on.label("to_on"),
            after.c.value.label("to_value"),
            after.c.status,
            registers.c.code,
            registers.c.unit,
            meters.c.meter_no,
            meters.c.multiplier,
        )
        .join(before, before.c.reading_id == bill_readings.c.from_reading_id)
        .join(after, after.c.reading_id == bill_readings.c.to_reading_id)
        .join(registers, registers.c.register_id == after.c.register_id)
        .join(meters, meters.c.meter_id == registers.c.meter_id)
        .where(bill_readings.c.bill_id.in_(bill_ids))
        .order_by(before.c.read_on, meters.c.meter_no, registers.c.code)
    )


def _late(bill_ids: Sequence[int]) -> Select[Any]:
    return (
        select(bill_late_charges)
        .where(bill_late_charges.c.bill_id.in_(bill_ids))
        .order_by(bill_late_charges.c.bill_id, bill_late_charges.c.step)
    )


def _months(account_ids: Sequence[int]) -> Select[Any]:
    return (
        select(bills.c.account_id, bills.c.period_to, bills.c.kwh, bills.c.is_estimated)
        .where(
            bills.c.account_id.in_(account_ids),
            bills.c.kind == "period",
            bills.c.status.not_in(("draft", "cancelled")),
        )
        .order_by(bills.c.period_to, bills.c.bill_id)
    )


def _open(account_ids: Sequence[int], today: date) -> Select[Any]:
    due = func.bill_due(
        bills.c.bill_id, bills.c.balance, bills.c.discount_amount, bills.c.discount_until, today
    ).label("due")
    return select(bills.c.account_id, bills.c.bill_id, bills.c.due_on, due).where(
        and_(bills.c.account_id.in_(account_ids), bills.c.status.in_(_OPEN))
    )


def _paper(head: Row | RowMapping, parts: BillParts, today: date) -> BillPaper:
    bill_id, account_id = head["bill_id"], head["account_id"]
    ages = [ZERO] * len(AGES)
    for row in parts.open[account_id]:
        if row["bill_id"] != bill_id:
            ages[age_of(row["due_on"], today)] += row["due"]
    months = [
        row
        for row in parts.months[account_id]
        if head["period_to"] is None or row["period_to"] <= head["period_to"]
    ]
    return BillPaper(
        bill_no=head["bill_no"],
        kind=head["kind"],
        title=head["title"],
        holder=_holder(head),
        period_from=head["period_from"],
        period_to=head["period_to"],
        issued_on=head["issued_on"],
        due_on=head["due_on"],
        lines=tuple(_line(row) for row in parts.lines[bill_id]),
        readings=tuple(_reading(row) for row in parts.readings[bill_id]),
        months=tuple(
            BillMonth(row["period_to"], row["kwh"] or ZERO, bool(row["is_estimated"]))
            for row in months[-MONTHS_SHOWN:]
        ),
        total=head["total"],
        discount=head["discount_amount"],
        discount_until=head["discount_until"],
        late_steps=tuple(LateStep(row["post_on"], row["amount"]) for row in parts.late[bill_id]),
        ages=tuple(ages),
        credit=head["credit"],
        printed_on=today,
        is_cancelled=head["status"] == "cancelled",
    )


def _holder(head: Row | RowMapping) -> Holder:
    kva, kw = head["load_kva"], head["load_kw"]
    load = f"{_plain(kva)} kVA" if kva is not None else f"{_plain(kw)} kW" if kw is not None else ""
    address = ", ".join(part for part in (head["address"], head["ward"]) if part)
    return Holder(
        show_account_no(head["account_no"]), head["customer_name"], address,
        head["connection_no"], head["tariff"] or "", load,
    )  # fmt: skip


def _line(row: Row) -> BillLine:
    return BillLine(
        row["label"], row["kind"], row["quantity"], row["unit"], row["unit_price"], row["amount"]
    )


def _reading(row: Row) -> ReadingRow:
    return ReadingRow(
        show_meter_no(row["meter_no"]), row["code"], row["from_on"], row["from_value"],
        row["to_on"], row["to_value"], row["multiplier"], row["consumption"], row["unit"],
        row["status"] == "estimated",
    )  # fmt: skip


def _plain(value: Decimal) -> str:
    """A quantity without trailing zeros."""
    return f"{value.normalize():f}"


def read_utility(connection: Connection) -> Utility:
    """The row that names the utility on papers."""
    return utility_from(dict(connection.execute(select(utility_table)).mappings().one()))


def utility_today(connection: Connection) -> date:
    """The utility's own date now."""
    offset = (
        select(utility_offsets.c.minutes)
        .where(utility_offsets.c.from_utc <= _SERVER_NOW)
        .order_by(utility_offsets.c.from_utc.desc())
        .limit(1)
    )
    minutes = connection.execute(offset).scalar_one_or_none() or 0
    now: datetime = connection.execute(select(_SERVER_NOW)).scalar_one()
    return (now + timedelta(minutes=minutes)).date()


def read_statement(connection: Connection, account_no: str, first: date, last: date) -> Statement:
    """Every posting of an account. Raises Refused: no_such_account, bad_period, not_allowed."""
    return statement_from(
        call_office(connection, "account_statement", account_no, first, last), first, last
    )


def statement_from(sets: ResultSets, first: date, last: date) -> Statement:
    """What the procedure `emit_statement` gives."""
    (head,), rows = sets
    before = sum((row["amount"] for row in rows if row["day"] < first), ZERO)
    return Statement(
        holder=Holder(
            show_account_no(head["account_no"]), head["customer_name"], head["address"],
            head["connection_no"], "", "",
        ),
        first=first,
        last=last,
        opening=before,
        rows=tuple(
            StatementRow(row["day"], row["what"], row["reference"], row["amount"])
            for row in rows
            if row["day"] >= first and row["amount"]
        ),
        today=head["today"],
        due=head["due"],
        discount_open=head["discount_open"],
    )  # fmt: skip
