"""Makes each mutant alone in a copy of the tree, runs the tests named with it, prints a table.

    python -m tests.mutants.run                    all of them, two at a time
    python -m tests.mutants.run --only discount    those whose name or file holds the word
    python -m tests.mutants.run --workers 1 --first 20 --count 20

Ends with 0 when every mutant was caught: a named test failed because of it. A test that does not
even start counts for nothing.
"""

from __future__ import annotations

import argparse
import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.mutants import PROJECT, Mutant, load_mutants

MOST_SECONDS = 300
_LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", ".cache", ".mypy_cache", ".ruff_cache", ".pytest_cache",
    "build", "dist", "*.pyc",
)  # fmt: skip
_FAILED = re.compile(r"\b\d+ failed\b")


@dataclass(frozen=True, slots=True)
class Run:
    """What the named tests said, and how long it took."""

    said: str
    seconds: float
    output: str

    @property
    def is_caught(self) -> bool:
        """A test failed; an error before it began, or a time-out, is something else."""
        return self.said == "caught"


class Copies:
    """Copies of the tree, one for each worker; a job borrows one."""

    def __init__(self, folder: Path, count: int) -> None:
        self._template = folder / "template"
        self._free: queue.Queue[Path] = queue.Queue()
        for number in range(count):
            copy = folder / f"tree-{number}"
            shutil.copytree(PROJECT, copy, ignore=_LEFT_OUT)
            self._free.put(copy)

    def run(self, mutant: Mutant) -> Run:
        """The mutant in a copy that is free."""
        with self._borrowed() as copy, mutant.made(copy):
            return run_tests(copy, mutant.tests, CASHIER_TEST_TEMPLATE=str(self._template))

    def run_untouched(self, tests: tuple[str, ...]) -> Run:
        """Without a mutant the tests pass, or they would catch anything."""
        with self._borrowed() as copy:
            run = run_tests(copy, tests)
            # A schema takes ten times as long from nothing as from one that is nearly it.
            for made in (copy / ".cache" / "test-databases").glob("*-*"):
                shutil.copytree(made, self._template)
            return run

    @contextmanager
    def _borrowed(self) -> Iterator[Path]:
        copy = self._free.get()
        try:
            yield copy
        finally:
            self._free.put(copy)


def run_tests(copy: Path, tests: tuple[str, ...], **more: str) -> Run:
    """pytest over some tests of a copy; its packages stand before the installed ones."""
    words = [
        sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider",
        "--tb=line", *tests,
    ]  # fmt: skip
    began = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1", **more}
    try:
        done = subprocess.run(
            words, cwd=copy, env=environment, capture_output=True, text=True, check=False,
            timeout=MOST_SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Run("too slow", time.monotonic() - began, "")
    output = done.stdout + done.stderr
    said = {0: "SURVIVED", 1: "caught" if _FAILED.search(output) else "did not start"}
    return Run(said.get(done.returncode, "did not run"), time.monotonic() - began, output)


def main() -> int:
    """The command; its status is 0 when all were caught."""
    asked = _arguments()
    mutants = [m for m in load_mutants() if asked.only in m.name.lower() or asked.only in m.file]
    mutants = mutants[asked.first :][: asked.count]
    left = []
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies = Copies(Path(folder), asked.workers)
        named = tuple(sorted({test for mutant in mutants for test in mutant.tests}))
        untouched = copies.run_untouched(named)
        if untouched.said != "SURVIVED":
            _say(f"Without a mutant: {untouched.said}\n{untouched.output}")
            return 1
        _say(f"{len(named)} tests pass without a mutant ({untouched.seconds:.0f} s)")
        with ThreadPoolExecutor(asked.workers) as pool:
            for mutant, run in zip(mutants, pool.map(copies.run, mutants), strict=True):
                _say(_row(mutant, run))
                if not run.is_caught:
                    left.append(mutant)
                    _say(run.output)
    _say(f"{len(mutants)} mutants, {len(mutants) - len(left)} caught")
    for mutant in left:
        _say(f"not caught: {mutant.name} ({mutant.file})")
    return 1 if left else 0


def _row(mutant: Mutant, run: Run) -> str:
    place = Path(mutant.file).name
    return f"{run.said:<9} {run.seconds:>5.1f} s  {place:<26} {mutant.name}"


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Every mutant of the money path is caught.")
    parser.add_argument("--only", default="", type=str.lower)
    parser.add_argument("--workers", default=2, type=int)
    parser.add_argument("--first", default=0, type=int, help="how many to pass over")
    parser.add_argument("--count", default=10_000, type=int)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
