"""Accounts of a file that passed, stored set by set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from cashier_app.db.repositories.supply.check_customers import (
    OF_LOAD,
    Checked,
    begins_on,
    class_of,
    difference,
)
from cashier_app.db.repositories.supply.known_customers import Known
from cashier_app.db.repositories.supply.schemes import end_schemes, scheme_ids
from cashier_app.db.repositories.supply.sets import insert_all, keys_by
from cashier_app.db.repositories.supply.words import index_new
from cashier_app.db.tables import prices, supply
from cashier_app.services.imports.rows import CustomerRow

Written = Callable[[int], object]


def move_out(connection: Connection, rows: Sequence[CustomerRow], known: Known) -> None:
    """End liabilities that are open; an account that is liable for nothing else closes."""
    ac = supply.account_connections
    ends = [
        {"key": found.account_connection_id, "day": row.liable_to}
        for row in rows
        for found in known.liable.get(row.connection_no or "", ())
        if found.account_no == row.account_no and found.liable_to is None
    ]
    if not ends:
        return
    query = update(ac).where(ac.c.account_connection_id == bindparam("key"))
    connection.execute(query.values(liable_to=bindparam("day")), ends)
    places = {row.connection_no: row.liable_to for row in rows if row.connection_no}
    for connection_no, last_day in places.items():
        if last_day is not None and known.schemes.get(connection_no):
            end_schemes(connection, known.connections[connection_no].connection_id, last_day)
    _close(connection, {known.accounts[row.account_no].account_id: row.liable_to for row in rows})


def _close(connection: Connection, days: Mapping[int, date | None]) -> None:
    a, ac = supply.accounts, supply.account_connections
    is_liable = select(ac.c.account_id).where(
        ac.c.account_id == a.c.account_id, ac.c.liable_to.is_(None)
    )
    query = update(a).where(a.c.account_id == bindparam("key"), ~is_liable.exists())
    rows = [{"key": account_id, "day": day} for account_id, day in days.items()]
    if rows:
        connection.execute(query.values(closed_on=bindparam("day")), rows)


def write(connection: Connection, checked: Checked, known: Known, written: Written) -> None:
    """Store new records; parents first, each table in a few statements."""
    rows = checked.new
    move_out(connection, checked.leaving, known)
    routes = dict(known.routes)
    _add_routes(connection, rows, known, routes)
    first = {row.customer_no: row for row in reversed(rows)}
    fresh = [row for no, row in first.items() if no not in known.customers]
    insert_all(connection, supply.customers, (_customer_values(row) for row in fresh), written)
    customer_ids = keys_by(connection, supply.customers, "customer_no", first)
    phones = (
        {"customer_id": customer_ids[row.customer_no], "phone": phone}
        for row in fresh
        for phone in row.phones
    )
    insert_all(connection, supply.customer_phones, phones, written)
    places = {row.connection_no: row for row in reversed(rows) if row.connection_no}
    new_places = [row for no, row in places.items() if no not in known.connections]
    insert_all(
        connection, supply.connections, (_place_values(row, routes) for row in new_places), written
    )
    accounts = (
        {
            "account_no": row.account_no,
            "customer_id": customer_ids[row.customer_no],
            "tariff_class": class_of(row, known),
            "opened_on": row.opened_on,
        }
        for row in rows
    )
    insert_all(connection, supply.accounts, accounts, written)
    account_ids = keys_by(
        connection, supply.accounts, "account_no", {row.account_no for row in rows}
    )
    place_ids = keys_by(connection, supply.connections, "connection_no", places)
    _tie(connection, rows, known, account_ids, place_ids, written)
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
    written: Written,
) -> None:
    """What joins an account with numbers, a connection and a tariff."""
    former = (
        {"account_no": row.former_account_no, "account_id": account_ids[row.account_no]}
        for row in rows
        if row.former_account_no
    )
    insert_all(connection, supply.former_account_numbers, former)
    placed = [row for row in rows if row.connection_no]
    # Before anybody is liable: what a new place begins with is no change for the audit trail.
    insert_all(connection, supply.connection_loads, _loads(placed, known, place_ids))
    priced = (
        {
            "connection_id": place_ids[row.connection_no or ""],
            "valid_from": begins_on(row),
            "tariff_id": known.tariffs[row.tariff].tariff_id,
        }
        for row in placed
        if row.tariff and known.tariff_on(row.connection_no or "", begins_on(row)) != row.tariff
    )
    insert_all(connection, prices.connection_tariffs, priced)
    liable = (
        {
            "account_id": account_ids[row.account_no],
            "connection_id": place_ids[row.connection_no or ""],
            "liable_from": begins_on(row),
            "liable_to": row.liable_to,
        }
        for row in placed
    )
    insert_all(connection, supply.account_connections, liable, written)
    left = {account_ids[row.account_no]: row.liable_to for row in placed if row.liable_to}
    _close(connection, left)
    ids = scheme_ids(connection, {code for row in placed for code in row.schemes})
    discounts = (
        {
            "connection_id": place_ids[row.connection_no or ""],
            "scheme_id": ids[code],
            "valid_from": begins_on(row),
            "valid_to": row.liable_to,
        }
        for row in placed
        for code in row.schemes
    )
    insert_all(connection, prices.connection_schemes, discounts)


def _loads(
    rows: Sequence[CustomerRow], known: Known, place_ids: Mapping[str, int]
) -> Iterator[dict[str, object]]:
    """Of new places from their first day on, of others where it changes with who moves in."""
    first: dict[str, CustomerRow] = {}
    days: dict[str, date] = {}
    for row in rows:
        number, begins = row.connection_no or "", begins_on(row)
        if number in known.connections:
            stands = known.load_on(number, begins)
            if difference(row, stands, OF_LOAD):
                load = {
                    name: getattr(row if name in row.given else stands, name) for name in OF_LOAD
                }
                yield {"connection_id": place_ids[number], "valid_from": begins, **load}
            continue
        first.setdefault(number, row)
        days[number] = min(begins, days.get(number, begins))
    for number, row in first.items():
        load = {name: getattr(row, name) for name in OF_LOAD}
        if any(value is not None for value in load.values()):
            yield {"connection_id": place_ids[number], "valid_from": days[number], **load}


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
        "supply": "on",
    }  # fmt: skip
