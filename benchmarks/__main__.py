"""Run every measurement, print the table, write docs/performance.md; status 1 if a limit breaks."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.bill_run import bill_run_times
from benchmarks.closing import closing_times
from benchmarks.figures import Row
from benchmarks.find import find_times
from benchmarks.papers import paper_times
from benchmarks.payment import far_payment_times, payment_times, round_trips
from benchmarks.setting import selling
from benchmarks.start import start_times
from cashier_app.db.server_binary import find_server

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
_HEAD = ("What", "Median", "p95", "Ratio", "Limit", "Note")


def main() -> int:
    """Everything, in a few minutes."""
    rows: list[Row] = []
    with selling() as setting:
        rows += payment_times(setting)
        rows += far_payment_times(setting)
        rows += paper_times(setting)
        rows += closing_times(setting)
        rows += round_trips(setting)
    rows += find_times()
    rows += bill_run_times()
    rows += start_times()
    print(_plain(rows))
    PAGE.write_text(_page(rows), "utf-8")
    broken = [row.what for row in rows if not row.holds]
    if broken:
        print("\nAbove their limits: " + "; ".join(broken))
    return 1 if broken else 0


def _cells(row: Row) -> tuple[str, ...]:
    return (row.what, row.median, row.p95, row.ratio, row.limit, row.note)


def _plain(rows: Sequence[Row]) -> str:
    table = [_HEAD, *map(_cells, rows)]
    widths = [max(len(line[at]) for line in table) for at in range(len(_HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in table
    )


def _page(rows: Sequence[Row]) -> str:
    lines = [
        "# Performance",
        "",
        f"Written by `make bench` on {datetime.now(UTC):%d %B %Y}. {_machine()}",
        "",
        "Ratios compare with the peer of the same run: each round does both, turn about, so a",
        "busy machine slows both alike. The peer of a payment writes the same rows and reads the",
        "same receipt with PyMySQL, statement by statement (benchmarks/by_hand.py). It asks for",
        "no right, has no request to repeat and checks no session: what the program does on top",
        "is in its time.",
        "",
        "| " + " | ".join(_HEAD) + " |",
        "|---|---:|---:|---:|---:|---|",
        *("| " + " | ".join(_cells(row)) + " |" for row in rows),
        "",
    ]
    return "\n".join(lines)


def _machine() -> str:
    server = find_server()
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()},"
        f" Python {platform.python_version()}, {server.flavour.value} {server.version}."
    )


if __name__ == "__main__":
    sys.exit(main())
