"""Accounts of a file: compared with what stands, then stored set by set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from cashier_app.db.repositories.supply.desk import chunks
from cashier_app.db.repositories.supply.sets import insert_all, keys_by, rows_by
from cashier_app.db.repositories.supply.words import index_new
from cashier_app.db.tables import people, prices, supply
from cashier_app.services.imports.rows import CustomerRow
from cashier_app.services.imports.table import RowRefusal

OPEN_END = date.max


@dataclass(slots=True)
class Known:
    """What stands in the database already of the numbers in a file."""

    customers: dict[str, Any]
    accounts: dict[str, Any]
    connections: dict[str, Any]
    liable: dict[str, list[Any]]
    """Connection number → who is liable from when to when."""
    routes: dict[str, int]
    tariffs: dict[str, Any]
    office_id: int | None


@dataclass(slots=True)
class Checked:
    """Records sorted into new ones, ones that stand, and refused ones."""

    new: list[CustomerRow]
    there: int
    refusals: list[RowRefusal]


def read_known(connection: Connection, rows: Sequence[CustomerRow]) -> Known:
    """A few set reads for the whole file."""
    cu, a, k, ac = (
        supply.customers,
        supply.accounts,
        supply.connections,
        supply.account_connections,
    )
    customers = rows_by(connection, cu, "customer_no", {row.customer_no for row in rows})
    places = {row.connection_no for row in rows if row.connection_no}
    liable: dict[str, list[Any]] = {}
    for part in chunks(sorted(places)):
        query = (
            select(k.c.connection_no, a.c.account_no, ac.c.liable_from, ac.c.liable_to)
            .join(ac, ac.c.connection_id == k.c.connection_id)
            .join(a, a.c.account_id == ac.c.account_id)
            .where(k.c.connection_no.in_(part))
        )
        for found in connection.execute(query):
            liable.setdefault(found.connection_no, []).append(found)
    accounts: dict[str, Any] = {}
    for part in chunks(sorted({row.account_no for row in rows})):
        query = (
            select(a.c.account_id, a.c.account_no, a.c.opened_on, a.c.tariff_class,
                   cu.c.customer_no)
            .join(cu, cu.c.customer_id == a.c.customer_id)
            .where(a.c.account_no.in_(part))
        )  # fmt: skip
        accounts.update((found.account_no, found) for found in connection.execute(query))
    routes = connection.execute(select(supply.routes.c.code, supply.routes.c.route_id))
    tariffs = connection.execute(select(prices.tariffs))
    first_office = select(people.offices.c.office_id).order_by(people.offices.c.office_id).limit(1)
    return Known(
        customers,
        accounts,
        rows_by(connection, k, "connection_no", places),
        liable,
        {route.code: route.route_id for route in routes},
        {tariff.code: tariff for tariff in tariffs},
        connection.execute(first_office).scalar_one_or_none(),
    )


def check(rows: Sequence[CustomerRow], known: Known) -> Checked:
    """Every record against the database and against the records before it."""
    checker = _Checker(known)
    checked = Checked([], 0, [])
    for row in rows:
        refusal = checker.refusal(row)
        if refusal is not None:
            code, column, facts = refusal
            checked.refusals.append(RowRefusal(row.line, code, column, facts))
        elif row.account_no in known.accounts:
            checked.there += 1
        else:
            checked.new.append(row)
            checker.remember(row)
    return checked


Refusal = tuple[str, str, Mapping[str, str]]


class _Checker:
    """Knows the file so far."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._account_lines: dict[str, int] = {}
        self._customers: dict[str, CustomerRow] = {}
        self._places: dict[str, CustomerRow] = {}
        self._liable: dict[str, list[tuple[date, str]]] = {}

    def remember(self, row: CustomerRow) -> None:
        self._account_lines[row.account_no] = row.line
        self._customers.setdefault(row.customer_no, row)
        if row.connection_no:
            self._places.setdefault(row.connection_no, row)
            self._liable.setdefault(row.connection_no, []).append((_from(row), row.account_no))

    def refusal(self, row: CustomerRow) -> Refusal | None:
        """The first reason against a record."""
        line = self._account_lines.get(row.account_no)
        if line is not None:
            return "twice_in_file", "account_no", {"line": str(line)}
        return next((r for r in self._reasons(row) if r is not None), None)

    def _reasons(self, row: CustomerRow) -> Iterator[Refusal | None]:
        yield self._customer(row)
        yield self._tariff(row)
        stands = self._known.accounts.get(row.account_no)
        if stands is not None:
            yield self._same_account(row, stands)
            return
        if row.connection_no is None:
            for column in ("address", "tariff", "liable_from"):
                if getattr(row, column) is not None:
                    yield "needs_connection_no", column, {}
            return
        yield self._place(row, row.connection_no)
        yield self._nobody_liable(row, row.connection_no)

    def _customer(self, row: CustomerRow) -> Refusal | None:
        stands: Any = self._known.customers.get(row.customer_no)
        stands = stands or self._customers.get(row.customer_no)
        if stands is not None and stands.name != row.name:
            return "customer_differs", "name", {"stands": stands.name}
        return None

    def _tariff(self, row: CustomerRow) -> Refusal | None:
        if row.tariff is not None and row.tariff not in self._known.tariffs:
            return "no_such_tariff", "tariff", {"value": row.tariff}
        if row.tariff is None and row.tariff_class is None:
            return "field_missing", "tariff_class", {}
        return None

    def _same_account(self, row: CustomerRow, stands: Any) -> Refusal | None:
        wanted = {
            "customer_no": row.customer_no,
            "opened_on": row.opened_on,
            "tariff_class": _class(row, self._known),
        }
        for column, value in wanted.items():
            if getattr(stands, column) != value:
                return "account_differs", column, {"stands": str(getattr(stands, column))}
        liable = self._known.liable.get(row.connection_no or "", ())
        if row.connection_no and row.account_no not in {found.account_no for found in liable}:
            return "account_differs", "connection_no", {"stands": ""}
        return None

    def _place(self, row: CustomerRow, connection_no: str) -> Refusal | None:
        stands: Any = self._known.connections.get(connection_no) or self._places.get(connection_no)
        if stands is not None:
            if row.address is not None and row.address != stands.address:
                return "connection_differs", "address", {"stands": stands.address or ""}
            return None
        if row.address is None:
            return "field_missing", "address", {}
        if row.route is None:
            return "field_missing", "route", {}
        if row.route not in self._known.routes and row.route_name is None:
            return "no_such_route", "route", {"value": row.route}
        if row.route not in self._known.routes and self._known.office_id is None:
            return "no_office", "route", {}
        return None

    def _nobody_liable(self, row: CustomerRow, connection_no: str) -> Refusal | None:
        begins = _from(row)
        if begins < row.opened_on:
            return "liable_before_opened", "liable_from", {}
        for found in self._known.liable.get(connection_no, ()):
            if (found.liable_to or OPEN_END) >= begins:
                return "connection_taken", "connection_no", {"account": found.account_no}
        for _, account_no in self._liable.get(connection_no, ()):
            return "connection_taken", "connection_no", {"account": account_no}
        return None


def _from(row: CustomerRow) -> date:
    return row.liable_from or row.opened_on


def _class(row: CustomerRow, known: Known) -> str:
    if row.tariff_class is not None:
        return row.tariff_class
    return str(known.tariffs[row.tariff].tariff_class) if row.tariff else ""


def write(connection: Connection, rows: Sequence[CustomerRow], known: Known) -> None:
    """Store new records; parents first, each table in a few statements."""
    routes = dict(known.routes)
    _add_routes(connection, rows, known, routes)
    first = {row.customer_no: row for row in reversed(rows)}
    fresh = [row for no, row in first.items() if no not in known.customers]
    insert_all(connection, supply.customers, (_customer_values(row) for row in fresh))
    customer_ids = keys_by(connection, supply.customers, "customer_no", first)
    phones = (
        {"customer_id": customer_ids[row.customer_no], "phone": phone}
        for row in fresh
        for phone in row.phones
    )
    insert_all(connection, supply.customer_phones, phones)
    places = {row.connection_no: row for row in reversed(rows) if row.connection_no}
    new_places = [row for no, row in places.items() if no not in known.connections]
    insert_all(connection, supply.connections, (_place_values(row, routes) for row in new_places))
    accounts = (
        {
            "account_no": row.account_no,
            "customer_id": customer_ids[row.customer_no],
            "tariff_class": _class(row, known),
            "opened_on": row.opened_on,
        }
        for row in rows
    )
    insert_all(connection, supply.accounts, accounts)
    account_ids = keys_by(
        connection, supply.accounts, "account_no", {row.account_no for row in rows}
    )
    place_ids = keys_by(connection, supply.connections, "connection_no", places)
    _tie(connection, rows, known, account_ids, place_ids)
    index_new(connection, _texts(rows, places, known, account_ids))


def _add_routes(
    connection: Connection, rows: Sequence[CustomerRow], known: Known, routes: dict[str, int]
) -> None:
    named = {row.route: row.route_name for row in rows if row.route and row.route_name}
    new = [
        {"code": code, "name": name, "office_id": known.office_id}
        for code, name in sorted(named.items())
        if code not in routes
    ]
    insert_all(connection, supply.routes, new)
    routes.update(keys_by(connection, supply.routes, "code", (route["code"] for route in new)))


def _tie(
    connection: Connection,
    rows: Sequence[CustomerRow],
    known: Known,
    account_ids: Mapping[str, int],
    place_ids: Mapping[str, int],
) -> None:
    """What joins an account with numbers, a connection and a tariff."""
    former = (
        {"account_no": row.former_account_no, "account_id": account_ids[row.account_no]}
        for row in rows
        if row.former_account_no
    )
    insert_all(connection, supply.former_account_numbers, former)
    placed = [row for row in rows if row.connection_no]
    liable = (
        {
            "account_id": account_ids[row.account_no],
            "connection_id": place_ids[row.connection_no or ""],
            "liable_from": _from(row),
        }
        for row in placed
    )
    insert_all(connection, supply.account_connections, liable)
    priced = (
        {
            "connection_id": place_ids[row.connection_no or ""],
            "valid_from": _from(row),
            "tariff_id": known.tariffs[row.tariff].tariff_id,
        }
        for row in placed
        if row.tariff
    )
    insert_all(connection, prices.connection_tariffs, priced)


def _texts(
    rows: Sequence[CustomerRow],
    places: Mapping[str, CustomerRow],
    known: Known,
    account_ids: Mapping[str, int],
) -> dict[int, str]:
    texts: dict[int, str] = {}
    for row in rows:
        place: Any = known.connections.get(row.connection_no or "") or places.get(
            row.connection_no or ""
        )
        where = f"{place.address or ''} {place.ward}" if place is not None else ""
        texts[account_ids[row.account_no]] = f"{row.name} {where}".strip()
    return texts


def _customer_values(row: CustomerRow) -> dict[str, object]:
    return {
        "customer_no": row.customer_no, "name": row.name, "kind": row.kind, "email": row.email,
        "cash_only": row.cash_only, "instruction": row.instruction,
    }  # fmt: skip


def _place_values(row: CustomerRow, routes: Mapping[str, int]) -> dict[str, object]:
    return {
        "connection_no": row.connection_no, "address": row.address, "ward": row.ward,
        "route_id": routes[row.route or ""], "premises": row.premises, "voltage": row.voltage,
        "load_kw": row.load_kw, "load_kva": row.load_kva, "amperes": row.amperes, "supply": "on",
    }  # fmt: skip
