"""Run the measurements, print their rows as they come, write docs/performance.md.

    python -m benchmarks                      everything at full size, from nothing: `make bench`
    python -m benchmarks --keep DIR           keeps the large sample and the rows of each part in
                                              DIR; called again it goes on with what is missing
    python -m benchmarks --keep DIR --again full    measures one part again, on the same sample
    python -m benchmarks --quick              small sizes, nothing is written: `make bench-quick`

Status 1 if a limit is exceeded.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.figures import Row
from benchmarks.kept_rows import KeptRows, Measured
from benchmarks.page import machine, one_line, page
from benchmarks.parts import PARTS, QUICK, Sizes

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"


def main() -> int:
    """Everything that is asked for."""
    options = _options()
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("cashier_app.db.sample_loader").setLevel(logging.INFO)
    with tempfile.TemporaryDirectory(prefix="cashier-bench-") as scratch:
        folder = options.keep or Path(scratch)
        kept = KeptRows(folder)
        sizes = QUICK if options.quick else Sizes()
        sizes = replace(
            sizes,
            customers=options.customers or sizes.customers,
            connections=options.customers or sizes.connections,
            folder=folder,
        )
        for name in options.only or PARTS:
            if name in options.again or not kept.has(name):
                kept.put(name, _measured(name, sizes))
        found = {name: kept.get(name) for name in PARTS if kept.has(name)}
    if not options.quick:
        PAGE.write_text(page(found), "utf-8")
    broken = [row.what for measured in found.values() for row in measured.rows if not row.holds]
    if broken:
        print("\nAbove their limits: " + "; ".join(broken))
    return 1 if broken else 0


def _measured(name: str, sizes: Sizes) -> Measured:
    print(f"\n{PARTS[name].title}", flush=True)
    began = time.monotonic()
    rows: list[Row] = []
    for row in PARTS[name].run(sizes):
        rows.append(row)
        print(one_line(row), flush=True)
    minutes = (time.monotonic() - began) / 60
    print(f"({minutes:.1f} minutes)", flush=True)
    return Measured(tuple(rows), _command(name, sizes), machine(), minutes)


def _command(name: str, sizes: Sizes) -> str:
    customers = f" --customers {sizes.customers}" if name in {"full", "bill-run"} else ""
    return f"python -m benchmarks --only {name}{customers}"


def _options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--customers", type=int, help="of the large sample and the bill run")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="sample and rows, to go on later")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=(), metavar="PART")
    parser.add_argument("--again", nargs="*", choices=PARTS, default=(), metavar="PART")
    parser.add_argument("--quick", action="store_true", help="small sizes, no page")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
