"""Invariant 11: what a counter saw acknowledged is in the database, unchanged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from uuid import UUID

from cashier_app.verify.findings import Breach, CannotLook, entry_name
from cashier_app.verify.reader import Reader

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A line of a counter's log: this request was answered with this entry."""

    request: bytes
    number: str
    hash: str
    place: str
    """File and line, for the report."""


def forgotten_entries(reader: Reader, logs: Iterable[Path]) -> Iterator[Breach]:
    """Acknowledged lines that the database does not have, or has with other contents."""
    for log in logs:
        lines = acknowledged_lines(log)
        while batch := list(islice(lines, _BATCH)):
            yield from _batch(reader, batch)


def acknowledged_lines(log: Path) -> Iterator[Acknowledged]:
    """The acknowledged lines of one log; a torn line is passed over. Raises CannotLook."""
    try:
        with log.open("rb") as file:
            for number, raw in enumerate(file, 1):
                line = _parsed(raw, f"{log.name} line {number}")
                if line is not None:
                    yield line
    except OSError as error:
        raise CannotLook(f"counter log {log}: {error.strerror}") from error


def _parsed(raw: bytes, place: str) -> Acknowledged | None:
    try:
        line = json.loads(raw)
        if line.get("state") != "acknowledged":
            return None
        request = UUID(line["request"]).bytes
        return Acknowledged(request, str(line.get("number", "")), str(line.get("hash", "")), place)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _batch(reader: Reader, lines: list[Acknowledged]) -> Iterator[Breach]:
    rows = reader.rows(
        "SELECT request_id, kind, counter_code, number, entry_id, hash FROM audit_acknowledged"
        " WHERE request_id IN %(requests)s",
        requests=[line.request for line in lines],
    )
    stored = {row[0]: row[1:] for row in rows}
    for line in lines:
        found = stored.get(line.request)
        if found is None:
            subject = f"receipt {line.number}" if line.number else f"request {line.request.hex()}"
            yield Breach(11, subject, f"was acknowledged ({line.place}), the database has lost it")
            continue
        name = entry_name(*found[:4])
        if line.number and not name.endswith(f" {line.number}"):
            yield Breach(11, name, f"was acknowledged as {line.number} ({line.place})")
        if line.hash and line.hash != found[4].hex():
            yield Breach(11, name, f"was acknowledged with other contents ({line.place})")
