"""Discount schemes of connections: which its tariff knows, which it has, from when to when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from sqlalchemy import Connection, insert, or_, select, update

from cashier_app.db.repositories.tariffs import TariffRepository
from cashier_app.db.tables import prices
from cashier_app.domain.errors import Refused
from cashier_app.domain.tariffs.pricing import schemes_of

_s, _cs = prices.discount_schemes, prices.connection_schemes
_DAY = timedelta(days=1)


def schemes_of_tariff(connection: Connection, code: str) -> frozenset[str]:
    """The schemes that a charge of the tariff asks for. Raises Refused(no_such_tariff)."""
    return schemes_of(TariffRepository(connection).tariff(code))


def schemes_now(connection: Connection, connection_id: int) -> tuple[str, ...]:
    """The schemes that have not ended, by code."""
    query = (
        select(_s.c.code)
        .join(_cs, _cs.c.scheme_id == _s.c.scheme_id)
        .where(_cs.c.connection_id == connection_id, _cs.c.valid_to.is_(None))
        .distinct()
        .order_by(_s.c.code)
    )
    return tuple(connection.execute(query).scalars())


def scheme_ids(connection: Connection, codes: Iterable[str]) -> dict[str, int]:
    """Keys by code; the row of one that only a tariff's text names is made."""
    wanted = sorted(set(codes))
    rows = connection.execute(select(_s.c.code, _s.c.scheme_id).where(_s.c.code.in_(wanted)))
    found: dict[str, int] = {row.code: row.scheme_id for row in rows}
    for code in (one for one in wanted if one not in found):
        made = connection.execute(insert(_s).values(code=code, name=code, form="tariff", rate=0))
        key = made.inserted_primary_key
        found[code] = int(key[0]) if key else 0
    return found


def set_schemes(
    connection: Connection, connection_id: int, tariff: str, codes: Collection[str], since: date
) -> None:
    """Have just these from a day on.

    Raises Refused: no_such_scheme (the tariff does not know it), period_billed.
    """
    before = set(schemes_now(connection, connection_id))
    known = schemes_of_tariff(connection, tariff) if codes else frozenset()
    for code in sorted(set(codes) - known):
        facts = {"value": code, "tariff": tariff, "known": ", ".join(sorted(known)) or "–"}
        raise Refused("no_such_scheme", facts)
    ids = scheme_ids(connection, {*codes, *before})
    ended = [ids[code] for code in before - set(codes)]
    if ended:
        end_schemes(connection, connection_id, since - _DAY, ended)
    for code in sorted(set(codes) - before):
        row = {"connection_id": connection_id, "scheme_id": ids[code], "valid_from": since}
        same = (_cs.c.connection_id == connection_id) & (_cs.c.scheme_id == ids[code])
        again = update(_cs).where(same, _cs.c.valid_from == since).values(valid_to=None)
        if not connection.execute(again).rowcount:
            connection.execute(insert(_cs).values(row))


def end_schemes(
    connection: Connection, connection_id: int, last_day: date, ids: Collection[int] | None = None
) -> None:
    """The last day of these (of all of the connection, if None) that have not ended."""
    open_ = or_(_cs.c.valid_to.is_(None), _cs.c.valid_to > last_day)
    query = update(_cs).where(_cs.c.connection_id == connection_id, open_)
    if ids is not None:
        query = query.where(_cs.c.scheme_id.in_(list(ids)))
    connection.execute(query.values(valid_to=last_day))
