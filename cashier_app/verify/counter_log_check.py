"""Invariant 11: what a counter saw acknowledged is in the database, unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from uuid import UUID

from cashier_app.log_lines import read_lines
from cashier_app.verify.findings import Breach, CannotLook, entry_name
from cashier_app.verify.reader import Reader

BATCH = 500
"""Of a thousand and more MariaDB makes a join, and reads the whole journal for each batch."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A line of a counter's log: this request was answered with this entry."""

    request: bytes
    number: str
    hash: str
    log: str
    """The name of the file, for the report."""


def forgotten_entries(reader: Reader, logs: Iterable[Path]) -> Iterator[Breach]:
    """Acknowledged lines that the database does not have, or has with other contents."""
    for log in logs:
        lines = acknowledged_lines(log)
        while batch := list(islice(lines, BATCH)):
            yield from _batch(reader, batch)


def acknowledged_lines(log: Path) -> Iterator[Acknowledged]:
    """The acknowledged lines of one log; torn ones are passed over. Raises CannotLook."""
    if not log.is_file():
        raise CannotLook(f"there is no counter log {log}")
    try:
        for line in read_lines(log):
            if line.get("state") == "acknowledged":
                request = UUID(hex=line["request"]).bytes
                yield Acknowledged(request, line["number"], line["hash"], log.name)
    except (OSError, KeyError, ValueError) as error:
        raise CannotLook(f"counter log {log}: {error}") from error


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
            yield Breach(
                11,
                _printed_name(line.number),
                f"was acknowledged ({line.log}), the database has lost it",
            )
            continue
        name = entry_name(*found[:4])
        if not name.endswith(f" {line.number}"):
            yield Breach(11, name, f"was acknowledged as {line.number} ({line.log})")
        if line.hash != found[4].hex():
            yield Breach(11, name, f"was acknowledged with other contents ({line.log})")


def _printed_name(number: str) -> str:
    """A receipt's number has two parts, that of any other entry three."""
    return f"receipt {number}" if number.count("-") == 1 else f"entry {number}"
