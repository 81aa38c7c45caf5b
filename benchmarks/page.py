"""The table of the rows: for a terminal, and for a page of the docs."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence

from benchmarks.figures import Row
from cashier_app.db.server_binary import find_server

HEAD = ("What", "Median", "p95", "Ratio", "Limit", "Note")


def plain_table(rows: Sequence[Row]) -> str:
    """In columns."""
    lines = [HEAD, *map(_cells, rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def table(rows: Sequence[Row]) -> Iterator[str]:
    """As lines of Markdown."""
    yield "| " + " | ".join(HEAD) + " |"
    yield "|---|---:|---:|---:|---:|---|"
    for row in rows:
        yield "| " + " | ".join(_cells(row)) + " |"


def machine() -> str:
    """What it ran on."""
    server = find_server()
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()},"
        f" Python {platform.python_version()}, {server.flavour.value} {server.version}."
    )


def _cells(row: Row) -> tuple[str, ...]:
    return (row.what, row.median, row.p95, row.ratio, row.limit, row.note)
