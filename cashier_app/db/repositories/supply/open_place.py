"""The office's search and everything about one connection."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, select, text

from cashier_app.db.repositories.supply.desk import local_today
from cashier_app.db.repositories.supply.places import histories, standing, with_history
from cashier_app.db.repositories.supply.schemes import schemes_now
from cashier_app.db.tables import prices, supply
from cashier_app.domain.errors import Refused
from cashier_app.domain.search import Query, sound_key
from cashier_app.domain.supply import (
    ConnectionFacts,
    CustomerFacts,
    Fitting,
    FoundPlace,
    Liability,
    PlaceFile,
    RegisterFile,
)

PAGE = 50
_BY_NUMBER = """
SELECT k.connection_id FROM connections k WHERE k.connection_no LIKE :number
UNION SELECT ac.connection_id FROM accounts a
  JOIN account_connections ac ON ac.account_id = a.account_id
  WHERE a.account_no LIKE :number
UNION SELECT ac.connection_id FROM former_account_numbers n
  JOIN account_connections ac ON ac.account_id = n.account_id WHERE n.account_no LIKE :number
UNION SELECT f.connection_id FROM meters m JOIN meter_fittings f ON f.meter_id = m.meter_id
  WHERE m.meter_no LIKE :number
UNION SELECT ac.connection_id FROM customers cu JOIN accounts a ON a.customer_id = cu.customer_id
  JOIN account_connections ac ON ac.account_id = a.account_id WHERE cu.customer_no LIKE :number
UNION SELECT ac.connection_id FROM customer_phones p
  JOIN accounts a ON a.customer_id = p.customer_id
  JOIN account_connections ac ON ac.account_id = a.account_id WHERE p.phone LIKE :number
UNION SELECT b.connection_id FROM bills b WHERE b.bill_no LIKE :number
"""
_BY_WORDS = "SELECT ac.connection_id FROM account_connections ac WHERE ac.account_id IN ({})"
_WITH_WORD = (
    "SELECT aw.account_id FROM words w JOIN account_words aw ON aw.word_id = w.word_id"
    " WHERE w.word LIKE :word{}"
)
_WITH_SOUND = _WITH_WORD.replace("w.word LIKE", "w.sound_key =")
_SHOWN = """
SELECT k.connection_id, k.connection_no, CONCAT_WS(', ', k.address, NULLIF(k.ward, '')) AS address,
  COALESCE(a.account_no, '') AS account_no, COALESCE(cu.name, '') AS customer_name,
  COALESCE((SELECT MIN(m.meter_no) FROM meter_fittings f JOIN meters m ON m.meter_id = f.meter_id
    WHERE f.connection_id = k.connection_id AND f.removed_on IS NULL), '') AS meter_no,
  ac.account_connection_id IS NULL OR ac.liable_to IS NOT NULL AS is_vacant
FROM (SELECT DISTINCT x.connection_id FROM ({}) x LIMIT 500) found
JOIN connections k ON k.connection_id = found.connection_id
LEFT JOIN account_connections ac ON ac.account_connection_id = (
  SELECT y.account_connection_id FROM account_connections y
  WHERE y.connection_id = k.connection_id ORDER BY y.liable_from DESC LIMIT 1)
LEFT JOIN accounts a ON a.account_id = ac.account_id
LEFT JOIN customers cu ON cu.customer_id = a.customer_id
ORDER BY cu.name, k.connection_no LIMIT {}
"""


def find(connection: Connection, query: Query) -> tuple[FoundPlace, ...]:
    """At most 51 connections, also vacant ones: by any number, by words, else by their sound."""
    parts: list[str] = []
    values: dict[str, str] = {}
    if len(query.digits) >= 3:
        parts.append(_BY_NUMBER)
        values["number"] = _prefix(query.digits)
    if query.words:
        words = [_prefix(word) for word in query.words]
        parts.append(_BY_WORDS.format(_words_query(_WITH_WORD, words, values)))
    found = _shown(connection, parts, values)
    sounds = [sound_key(word) for word in query.words]
    if found or not sounds or not all(sounds):
        return found
    values = {}
    by_sound = _BY_WORDS.format(_words_query(_WITH_SOUND, sounds, values))
    return _shown(connection, [by_sound], values)


def _shown(
    connection: Connection, parts: list[str], values: dict[str, str]
) -> tuple[FoundPlace, ...]:
    if not parts:
        return ()
    rows = connection.execute(text(_SHOWN.format(" UNION ".join(parts), PAGE + 1)), values)
    return tuple(
        FoundPlace(
            r.connection_id, r.connection_no, r.address, r.account_no, r.customer_name,
            r.meter_no, bool(r.is_vacant),
        )
        for r in rows
    )  # fmt: skip


def _words_query(one: str, words: list[str], values: dict[str, str]) -> str:
    """Accounts that have all of `words`, each asked for by `one`."""
    inner = ""
    for place, word in enumerate(words):
        name = f"word{place}"
        values[name] = word
        more = f" AND aw.account_id IN ({inner})" if inner else ""
        inner = one.format(more).replace(":word", f":{name}", 1)
    return inner


def _prefix(word: str) -> str:
    """What LIKE takes for "begins with"; its wildcards mean themselves."""
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{escaped}%"


def open_place(connection: Connection, connection_id: int) -> PlaceFile:
    """The whole file of a connection. Raises Refused (no_such_connection)."""
    k, rt = supply.connections, supply.routes
    row = connection.execute(
        select(k, rt.c.code.label("route"))
        .join(rt, rt.c.route_id == k.c.route_id)
        .where(k.c.connection_id == connection_id)
    ).first()
    if row is None:
        raise Refused("no_such_connection")
    liabilities = _liabilities(connection, connection_id)
    newest = liabilities[0].customer_id if liabilities else None
    tariff = _tariff(connection, connection_id)
    load = _load(connection, connection_id)
    agreed = (load.load_kw, load.load_kva, load.amperes) if load else (None, None, None)
    return PlaceFile(
        row.connection_id,
        row.connection_no,
        ConnectionFacts(row.address, row.ward, row.route, *agreed),
        load.valid_from if load else None,
        row.supply,
        tariff.code if tariff else "",
        tariff.valid_from if tariff else None,
        schemes_now(connection, connection_id),
        newest,
        customer_facts(connection, newest) if newest is not None else None,
        liabilities,
        _fittings(connection, connection_id),
        local_today(connection),
    )  # fmt: skip


def customer_facts(connection: Connection, customer_id: int) -> CustomerFacts:
    """What the office may change of a customer."""
    cu, ph = supply.customers, supply.customer_phones
    row = connection.execute(select(cu).where(cu.c.customer_id == customer_id)).one()
    phones = connection.execute(
        select(ph.c.phone).where(ph.c.customer_id == customer_id).order_by(ph.c.phone)
    ).scalars()
    return CustomerFacts(
        row.name, row.kind, tuple(phones), row.email or "", bool(row.cash_only), row.instruction
    )


def _liabilities(connection: Connection, connection_id: int) -> tuple[Liability, ...]:
    a, cu, ac, n = (
        supply.accounts, supply.customers, supply.account_connections,
        supply.former_account_numbers,
    )  # fmt: skip
    rows = connection.execute(
        select(
            a.c.account_id, a.c.account_no, cu.c.customer_id, cu.c.customer_no, cu.c.name,
            ac.c.liable_from, ac.c.liable_to,
        )
        .join(a, a.c.account_id == ac.c.account_id)
        .join(cu, cu.c.customer_id == a.c.customer_id)
        .where(ac.c.connection_id == connection_id)
        .order_by(ac.c.liable_from.desc())
    ).all()  # fmt: skip
    former: dict[int, list[str]] = defaultdict(list)
    for account_id, number in connection.execute(
        select(n.c.account_id, n.c.account_no).where(
            n.c.account_id.in_([row.account_id for row in rows])
        )
    ):
        former[account_id].append(number)
    return tuple(
        Liability(
            r.account_id, r.account_no, r.customer_id, r.customer_no, r.name, r.liable_from,
            r.liable_to, tuple(former[r.account_id]),
        )
        for r in rows
    )  # fmt: skip


def _tariff(connection: Connection, connection_id: int) -> Any | None:
    t, ct = prices.tariffs, prices.connection_tariffs
    return connection.execute(
        select(t.c.code, ct.c.valid_from)
        .join(t, t.c.tariff_id == ct.c.tariff_id)
        .where(ct.c.connection_id == connection_id)
        .order_by(ct.c.valid_from.desc())
        .limit(1)
    ).first()


def _load(connection: Connection, connection_id: int) -> Any | None:
    cl = supply.connection_loads
    return connection.execute(
        select(cl)
        .where(cl.c.connection_id == connection_id)
        .order_by(cl.c.valid_from.desc())
        .limit(1)
    ).first()


def _fittings(connection: Connection, connection_id: int) -> tuple[Fitting, ...]:
    m, g, f, k = (
        supply.meters, supply.registers, supply.meter_fittings, supply.connections,
    )  # fmt: skip
    rows = connection.execute(
        select(
            f.c.fitting_id, f.c.position, f.c.fitted_on, f.c.removed_on, f.c.connection_id,
            m.c.meter_id, m.c.meter_no, m.c.multiplier, g.c.register_id, g.c.code, g.c.unit,
            g.c.dials, k.c.supply, k.c.connection_no.label("route"),
        )
        .join(m, m.c.meter_id == f.c.meter_id)
        .join(k, k.c.connection_id == f.c.connection_id)
        .join(g, g.c.meter_id == m.c.meter_id)
        .where(f.c.connection_id == connection_id)
        .order_by(f.c.fitted_on.desc(), f.c.position, g.c.register_id)
    ).all()  # fmt: skip
    known = histories(connection, {row.register_id for row in rows})
    registers: dict[int, list[RegisterFile]] = defaultdict(list)
    heads: dict[int, Any] = {}
    for row in rows:
        heads.setdefault(row.fitting_id, row)
        place = with_history(standing(row).place, known.get(row.register_id, ()))
        registers[row.fitting_id].append(RegisterFile(row.register_id, row.code, place))
    return tuple(
        Fitting(
            fitting_id, r.meter_id, r.meter_no, r.position, r.multiplier, r.fitted_on,
            r.removed_on, tuple(registers[fitting_id]),
        )
        for fitting_id, r in heads.items()
    )  # fmt: skip
