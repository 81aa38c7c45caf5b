"""Run every measurement, print the table, write docs/performance.md; status 1 if a limit breaks."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.bill_run import bill_run_times
from benchmarks.closing import closing_times
from benchmarks.counters_at_once import counters_at_once
from benchmarks.figures import Row
from benchmarks.find import find_times
from benchmarks.page import machine, plain_table, table
from benchmarks.papers import paper_times
from benchmarks.payment import far_payment_times, payment_times, round_trips
from benchmarks.setting import selling
from benchmarks.start import start_times

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"


def main() -> int:
    """Everything, in a few minutes."""
    rows: list[Row] = []
    with selling() as setting:
        rows += payment_times(setting)
        rows += far_payment_times(setting)
        rows += paper_times(setting)
        rows += closing_times(setting)
        rows += counters_at_once(setting)
        rows += round_trips(setting)
    rows += find_times()
    rows += bill_run_times()
    rows += start_times()
    print(plain_table(rows))
    PAGE.write_text(_page(rows), "utf-8")
    broken = [row.what for row in rows if not row.holds]
    if broken:
        print("\nAbove their limits: " + "; ".join(broken))
    return 1 if broken else 0


def _page(rows: Sequence[Row]) -> str:
    lines = [
        "# Performance",
        "",
        f"Written by `make bench` on {datetime.now(UTC):%d %B %Y}. {machine()}",
        "",
        "Ratios compare with the peer of the same run: each round does both, turn about, so a",
        "busy machine slows both alike. The peer of a payment writes the same rows and reads the",
        "same receipt with PyMySQL, statement by statement (benchmarks/by_hand.py). It asks for",
        "no right, has no request to repeat and checks no session: what the program does on top",
        "is in its time.",
        "",
        *table(rows),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
