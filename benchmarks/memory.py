"""What the program holds in memory once it has found a customer: `python -m benchmarks.memory`.

The window is the counter's own, on Qt's platform "offscreen", in a process of its own: somebody
signs in at an open shift and types a name; fifty rows stand in the list when it is weighed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Row
from benchmarks.processes import KB, megabytes
from benchmarks.setting import Setting, selling

LIMIT_MB = 125
ROWS = 50
_NAME = "Karuna"
_PATIENCE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Weights:
    """Bytes: at the sign-in, after the first find; the second with what is shared divided."""

    door: int
    found: int
    found_divided: int
    rows: int


def memory_rows(setting: Setting) -> Iterator[Row]:
    """After the first find."""
    weights = weighed(setting)
    yield Row(
        "memory after the first find",
        megabytes(weights.found),
        limit=f"≤ {LIMIT_MB} MB",
        note=f"{weights.rows} rows shown, offscreen; {megabytes(weights.found_divided)} where"
        f" shared pages are divided; {megabytes(weights.door)} at the sign-in",
        holds=weights.found <= LIMIT_MB * KB * KB,
    )


def weighed(setting: Setting) -> Weights:
    """The program at a counter of its own, beside fifty people of one name."""
    for number in range(ROWS):
        setting.world.account(("100",), name=f"{_NAME} Sharma {number}")
    desk = setting.world.desk()
    program = desk.program()
    program.sessions.sign_in(desk.user_name, desk.password)
    desk.open_shift(program)
    program.close()
    desk.programs.clear()
    facts = {
        "database": desk.address.database, "socket": desk.address.socket, "token": desk.token,
        "folder": str(desk.folder), "user": desk.user_name, "password": desk.password,
        "name": _NAME.lower(), "rows": str(ROWS),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.memory_program"],
        input=json.dumps(facts),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=_PATIENCE_SECONDS,
        cwd=Path(__file__).parents[1],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    return Weights(**json.loads(done.stdout))


def main() -> None:
    """Print the row."""
    with selling() as setting:
        for row in memory_rows(setting):
            print(row.what, row.median, row.limit, row.note, sep="  ", flush=True)


if __name__ == "__main__":
    main()
