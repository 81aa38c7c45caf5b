"""What stands in the database of the customers, accounts and connections in a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from cashier_app.db.repositories.supply.desk import chunks
from cashier_app.db.repositories.supply.places import billed_to
from cashier_app.db.repositories.supply.schemes import schemes_of_tariff
from cashier_app.db.repositories.supply.sets import rows_by
from cashier_app.db.tables import people, prices, supply
from cashier_app.services.imports.rows import CustomerRow

_STANDING = text("""
SELECT k.connection_no, m.meter_no, g.register_id FROM connections k
JOIN meter_fittings f ON f.connection_id = k.connection_id AND f.removed_on IS NULL
JOIN meters m ON m.meter_id = f.meter_id
JOIN registers g ON g.meter_id = m.meter_id
WHERE k.connection_no IN :places ORDER BY m.meter_no, g.register_id
""").bindparams(bindparam("places", expanding=True))


@dataclass(frozen=True, slots=True)
class _Load:
    load_kw: None = None
    load_kva: None = None
    amperes: None = None


_NO_LOAD = _Load()


@dataclass(slots=True)
class Known:
    """A few set reads for the whole file."""

    customers: dict[str, Any]
    phones: dict[str, set[str]]
    accounts: dict[str, Any]
    former: dict[str, set[str]]
    """Account number → the numbers it had before."""
    connections: dict[str, Any]
    liable: dict[str, list[Any]]
    """Connection number → who is liable from when to when."""
    priced: dict[str, dict[date, str]]
    """Connection number → from when by which tariff."""
    loads: dict[str, dict[date, Any]]
    """Connection number → from when which load."""
    schemes: dict[str, set[str]]
    """Connection number → its schemes that have not ended."""
    schemes_of_tariff: dict[str, frozenset[str]]
    """Of each tariff that a record with schemes names."""
    billed_to: dict[str, date]
    """Connection number → the last day of an issued bill."""
    unread: dict[str, list[tuple[str, set[date]]]]
    """Connection number → each register that stands there: its meter, the days it was read."""
    routes: dict[str, int]
    tariffs: dict[str, Any]
    office_id: int | None
    today: date

    def tariff_on(self, connection_no: str, day: date) -> str | None:
        """The tariff that the connection has on a day."""
        dated = self.priced.get(connection_no, {})
        begins = max((since for since in dated if since <= day), default=None)
        return None if begins is None else dated[begins]

    def load_on(self, connection_no: str, day: date) -> Any:
        """The load that the connection has on a day: load_kw, load_kva, amperes."""
        dated = self.loads.get(connection_no, {})
        begins = max((since for since in dated if since <= day), default=None)
        return _NO_LOAD if begins is None else dated[begins]


def read_known(connection: Connection, rows: Sequence[CustomerRow], today: date) -> Known:
    """All of it."""
    k = supply.connections
    numbers = {row.customer_no for row in rows}
    places = {row.connection_no for row in rows if row.connection_no}
    left = {row.connection_no: row.liable_to for row in rows if row.connection_no and row.liable_to}
    routes = connection.execute(select(supply.routes.c.code, supply.routes.c.route_id))
    tariffs = connection.execute(select(prices.tariffs))
    first_office = select(people.offices.c.office_id).order_by(people.offices.c.office_id).limit(1)
    by_code = {tariff.code: tariff for tariff in tariffs}
    known_tariffs = set(by_code)
    accounts, former = _accounts(connection, {row.account_no for row in rows})
    return Known(
        rows_by(connection, supply.customers, "customer_no", numbers),
        _phones(connection, numbers),
        accounts,
        former,
        rows_by(connection, k, "connection_no", places),
        _liable(connection, places),
        _priced(connection, places),
        _loads(connection, places),
        _schemes(connection, places),
        {
            code: schemes_of_tariff(connection, code)
            for code in {row.tariff for row in rows if row.tariff and row.schemes} & known_tariffs
        },
        billed_to(connection, places),
        _unread(connection, left),
        {route.code: route.route_id for route in routes},
        by_code,
        connection.execute(first_office).scalar_one_or_none(),
        today,
    )


def _phones(connection: Connection, numbers: Iterable[str]) -> dict[str, set[str]]:
    cu, ph = supply.customers, supply.customer_phones
    found: dict[str, set[str]] = defaultdict(set)
    query = select(cu.c.customer_no, ph.c.phone).join(ph, ph.c.customer_id == cu.c.customer_id)
    for part in chunks(sorted(numbers)):
        for row in connection.execute(query.where(cu.c.customer_no.in_(part))):
            found[row.customer_no].add(row.phone)
    return found


def _accounts(
    connection: Connection, numbers: Iterable[str]
) -> tuple[dict[str, Any], dict[str, set[str]]]:
    a, cu, n = supply.accounts, supply.customers, supply.former_account_numbers
    accounts: dict[str, Any] = {}
    former: dict[str, set[str]] = defaultdict(set)
    own = select(
        a.c.account_id, a.c.account_no, a.c.opened_on, a.c.tariff_class, cu.c.customer_no
    ).join(cu, cu.c.customer_id == a.c.customer_id)
    before = select(a.c.account_no, n.c.account_no.label("former")).join(
        n, n.c.account_id == a.c.account_id
    )
    for part in chunks(sorted(numbers)):
        chosen = a.c.account_no.in_(part)
        accounts.update((row.account_no, row) for row in connection.execute(own.where(chosen)))
        for row in connection.execute(before.where(chosen)):
            former[row.account_no].add(row.former)
    return accounts, former


def _liable(connection: Connection, places: Iterable[str]) -> dict[str, list[Any]]:
    a, k, ac = supply.accounts, supply.connections, supply.account_connections
    query = (
        select(
            k.c.connection_no, a.c.account_no, a.c.account_id, ac.c.account_connection_id,
            ac.c.liable_from, ac.c.liable_to,
        )
        .join(ac, ac.c.connection_id == k.c.connection_id)
        .join(a, a.c.account_id == ac.c.account_id)
        .order_by(ac.c.liable_from)
    )  # fmt: skip
    found: dict[str, list[Any]] = defaultdict(list)
    for part in chunks(sorted(places)):
        for row in connection.execute(query.where(k.c.connection_no.in_(part))):
            found[row.connection_no].append(row)
    return found


def _priced(connection: Connection, places: Iterable[str]) -> dict[str, dict[date, str]]:
    k, ct, t = supply.connections, prices.connection_tariffs, prices.tariffs
    query = (
        select(k.c.connection_no, ct.c.valid_from, t.c.code)
        .join(ct, ct.c.connection_id == k.c.connection_id)
        .join(t, t.c.tariff_id == ct.c.tariff_id)
    )
    found: dict[str, dict[date, str]] = defaultdict(dict)
    for part in chunks(sorted(places)):
        for row in connection.execute(query.where(k.c.connection_no.in_(part))):
            found[row.connection_no][row.valid_from] = row.code
    return found


def _loads(connection: Connection, places: Iterable[str]) -> dict[str, dict[date, Any]]:
    k, cl = supply.connections, supply.connection_loads
    query = select(
        k.c.connection_no, cl.c.valid_from, cl.c.load_kw, cl.c.load_kva, cl.c.amperes
    ).join(cl, cl.c.connection_id == k.c.connection_id)
    found: dict[str, dict[date, Any]] = defaultdict(dict)
    for part in chunks(sorted(places)):
        for row in connection.execute(query.where(k.c.connection_no.in_(part))):
            found[row.connection_no][row.valid_from] = row
    return found


def _schemes(connection: Connection, places: Iterable[str]) -> dict[str, set[str]]:
    k, cs, s = supply.connections, prices.connection_schemes, prices.discount_schemes
    query = (
        select(k.c.connection_no, s.c.code)
        .join(cs, cs.c.connection_id == k.c.connection_id)
        .join(s, s.c.scheme_id == cs.c.scheme_id)
        .where(cs.c.valid_to.is_(None))
    )
    found: dict[str, set[str]] = defaultdict(set)
    for part in chunks(sorted(places)):
        for row in connection.execute(query.where(k.c.connection_no.in_(part))):
            found[row.connection_no].add(row.code)
    return found


def _unread(
    connection: Connection, left: dict[str, date]
) -> dict[str, list[tuple[str, set[date]]]]:
    r = supply.readings
    found: dict[str, list[tuple[str, set[date]]]] = defaultdict(list)
    for part in chunks(sorted(left)):
        standing = connection.execute(_STANDING, {"places": part}).all()
        read: dict[int, set[date]] = {row.register_id: set() for row in standing}
        query = select(r.c.register_id, r.c.read_on).where(
            r.c.register_id.in_(read),
            r.c.read_on.in_({left[number] for number in part}),
            r.c.status != "held",
        )
        for row in connection.execute(query):
            read[row.register_id].add(row.read_on)
        for row in standing:
            found[row.connection_no].append((row.meter_no, read[row.register_id]))
    return found
