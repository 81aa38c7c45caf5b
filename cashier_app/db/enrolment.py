"""Counters in the database: made once with identity, chain and series; enrolled on a computer."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlalchemy import Connection, insert, select, update

from cashier_app.db.engine import SERVER_NOW, transaction
from cashier_app.db.tables import journal, people, trace
from cashier_app.domain.canonical import genesis
from cashier_app.domain.errors import Refused

SERIES_KINDS = (
    "opening", "payment", "undo", "reversal", "correction", "move", "refund", "bounce",
    "movement", "count", "z", "lost",
)  # fmt: skip
"""Every kind of journal entry has a series of its own at each counter."""
TOKEN_BYTES = 32
_CODE = re.compile(r"[0-9]{2,4}")


@dataclass(frozen=True, slots=True)
class NewCounter:
    """A cash position. The office is made, too, when `office_name` is given and it is new."""

    code: str
    name: str
    office_code: str
    office_name: str = ""
    channel: str = "hall"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the counter's computer keeps: the database holds only the token's SHA-256."""

    code: str
    token: str = field(repr=False)


def create_counter(connection: Connection, new: NewCounter) -> int:
    """Add a counter with its identity, chain and series; returns its key.

    Raises Refused: bad_counter_code, no_such_office, exists_already.
    """
    if not _CODE.fullmatch(new.code) or not new.name.strip():
        raise Refused("bad_counter_code", {"counter": new.code})
    if find_counter(connection, new.code) is not None:
        raise Refused("exists_already", {"counter": new.code})
    with transaction(connection):
        return _insert_counter(connection, new, _office_id(connection, new))


def enrol_counter(connection: Connection, code: str, public_key: bytes, by: str) -> Enrolment:
    """Bind a computer to a counter: a new token (the old one ends) and its public key.

    `public_key` are the 32 raw bytes (Ed25519). Keys are only ever added: old receipts
    stay provable. Raises Refused("no_such_counter").
    """
    counter_id = find_counter(connection, code)
    if counter_id is None:
        raise Refused("no_such_counter", {"counter": code})
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction(connection):
        counters = people.counters
        connection.execute(
            update(counters)
            .where(counters.c.counter_id == counter_id)
            .values(token_hash=hashlib.sha256(token.encode()).digest())
        )
        _insert_key(connection, counter_id, public_key, by)
        _audit(connection, counter_id, "counter_enrolled", f"counter {code} (by {by})")
    return Enrolment(code, token)


def find_counter(connection: Connection, code: str) -> int | None:
    """The key of a counter."""
    counters = people.counters.c
    return connection.execute(
        select(counters.counter_id).where(counters.code == code)
    ).scalar_one_or_none()


def _office_id(connection: Connection, new: NewCounter) -> int:
    offices = people.offices
    query = select(offices.c.office_id).where(offices.c.code == new.office_code)
    found: int | None = connection.execute(query).scalar_one_or_none()
    if found is None and new.office_name:
        connection.execute(
            insert(offices).values(code=new.office_code, name=new.office_name, address="")
        )
        found = connection.execute(query).scalar_one()
    if found is None:
        raise Refused("no_such_office", {"office": new.office_code})
    return found


def _insert_counter(connection: Connection, new: NewCounter, office_id: int) -> int:
    identity = uuid4()
    connection.execute(
        insert(people.counters).values(
            code=new.code,
            name=new.name.strip(),
            office_id=office_id,
            channel=new.channel,
            identity=identity.bytes,
            created_at=SERVER_NOW,
        )
    )
    counter_id = find_counter(connection, new.code)
    if counter_id is None:
        raise LookupError(new.code)
    start_series(connection, counter_id, new.code, identity)
    _audit(connection, counter_id, "counter_created", f"counter {new.code}")
    return counter_id


def start_series(connection: Connection, counter_id: int, code: str, identity: UUID) -> None:
    """The rows that a counter's first entries continue: its chain from the genesis, its series."""
    connection.execute(
        insert(journal.counter_chains).values(
            counter_id=counter_id,
            last_chain_no=0,
            last_hash=genesis(code, identity),
            last_stored_at=SERVER_NOW,
        )
    )
    rows = [{"counter_id": counter_id, "kind": k, "last_no": 0, "total": 0} for k in SERIES_KINDS]
    connection.execute(insert(journal.series), rows)


def _insert_key(connection: Connection, counter_id: int, public_key: bytes, by: str) -> None:
    connection.execute(
        insert(people.counter_keys).values(
            counter_id=counter_id,
            public_key=public_key,
            fingerprint=hashlib.sha256(public_key).digest(),
            enrolled_at=SERVER_NOW,
            enrolled_by=by[:80],
        )
    )


def _audit(connection: Connection, counter_id: int, act: str, detail: str) -> None:
    connection.execute(
        insert(trace.audit_events).values(
            stored_at=SERVER_NOW, counter_id=counter_id, act=act, detail=detail[:255]
        )
    )
