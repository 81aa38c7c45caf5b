"""The table of the rows: for a terminal, and for a page of the docs."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.figures import Row
from benchmarks.kept_rows import Measured
from benchmarks.parts import PARTS
from cashier_app.db.server_binary import find_server

HEAD = ("What", "Median", "p95", "Ratio", "Limit", "Note")


def one_line(row: Row) -> str:
    """For a terminal, as the rows come."""
    verdict = "" if row.holds else "ABOVE"
    cells = (row.what, row.median, row.p95, row.ratio, row.limit, row.note, verdict)
    return "  ".join(filter(None, cells))


def page(found: Mapping[str, Measured]) -> str:
    """docs/performance.md: the parts that were measured, and which figures miss their limit."""
    lines = [
        "# Performance",
        "",
        "Written by `make bench` (docs/performance-notes.md says why a figure is what it is, what",
        "was tried, and how to measure it again). A row in bold is above its limit.",
        "",
    ]
    if missing := [part.title for name, part in PARTS.items() if name not in found]:
        lines += [f"**Not measured in this run:** {'; '.join(missing)}.", ""]
    for name, measured in found.items():
        lines += [
            f"## {PARTS[name].title}",
            "",
            PARTS[name].words,
            "",
            f"`{measured.command}`, {measured.day}, {measured.minutes:.0f} min. {measured.machine}",
            "",
            *table(measured.rows),
            "",
        ]
    return "\n".join(lines)


def table(rows: Sequence[Row]) -> Iterator[str]:
    """As lines of Markdown."""
    yield "| " + " | ".join(HEAD) + " |"
    yield "|---|---:|---:|---:|---:|---|"
    for row in rows:
        what, *others = _cells(row)
        name = what if row.holds else f"**{what}**"
        yield "| " + " | ".join((name, *others)) + " |"


def machine() -> str:
    """What it ran on."""
    server = find_server()
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()},"
        f" Python {platform.python_version()}, {server.flavour.value} {server.version}."
    )


def _cells(row: Row) -> tuple[str, ...]:
    return (row.what, row.median, row.p95, row.ratio, row.limit, row.note)
