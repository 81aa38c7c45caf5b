"""Counters in the database: made once with identity, chain and series; enrolled on a computer.

Everything here is a CALL of an owner procedure on an administrator's connection, as in users.py.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field

from cashier_app.db.office import OfficeConnection, call_office
from cashier_app.db.repositories.rows import short_fingerprint, utc
from cashier_app.domain.people import CounterFacts

TOKEN_BYTES = 32


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


def create_counter(connection: OfficeConnection, new: NewCounter) -> int:
    """Add a counter with its identity, chain and series; returns its key.

    Raises Refused: bad_counter_code, no_such_office, exists_already.
    """
    ((row,),) = call_office(
        connection,
        "add_counter",
        new.code,
        new.name,
        new.office_code,
        new.office_name,
        new.channel,
    )
    return int(row["counter_id"])


def enrol_counter(connection: OfficeConnection, code: str, public_key: bytes) -> Enrolment:
    """Bind a computer to a counter: a new token (the old one ends) and its public key.

    `public_key` are the 32 raw bytes (Ed25519). Keys are only ever added: old receipts
    stay provable. Raises Refused: no_such_counter, enrolled_already (this very key).
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    token_hash = hashlib.sha256(token.encode()).hexdigest()
    call_office(connection, "enrol_counter", code, token_hash, public_key.hex())
    return Enrolment(code, token)


def disable_counter(connection: OfficeConnection, code: str) -> None:
    """Stop a counter at its next CALL. Raises Refused("no_such_counter")."""
    call_office(connection, "disable_counter", code)


def enable_counter(connection: OfficeConnection, code: str) -> None:
    """Let a counter work again. Raises Refused("no_such_counter")."""
    call_office(connection, "enable_counter", code)


def list_counters(connection: OfficeConnection) -> list[CounterFacts]:
    """Every counter, by code."""
    (rows,) = call_office(connection, "list_counters")
    return [
        CounterFacts(
            row["code"],
            row["name"],
            row["office"],
            bool(row["is_active"]),
            bool(row["is_enrolled"]),
            row["channel"],
            short_fingerprint(row["fingerprint"]),
            utc(row["enrolled_at"]) if row["enrolled_at"] else None,
            row["enrolled_by"],
            int(row["key_count"]),
            row["shift_of"],
            row["identity"],
        )
        for row in rows
    ]


def identity_of(connection: OfficeConnection, code: str) -> str:
    """The counter's identity, hex; "" where there is no such counter."""
    return next((c.identity for c in list_counters(connection) if c.code == code), "")
