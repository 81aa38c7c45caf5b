"""The one-line changes of money_path.toml, and how one is made in a copy of the tree."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_name("money_path.toml")
PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Mutant:
    """`line` of `file` becomes another; one of `tests` must fail then."""

    name: str
    file: str
    line: str
    becomes: str
    tests: tuple[str, ...]

    def places(self, project: Path = PROJECT) -> list[int]:
        """Where the line stands, from 0; exactly one place is right."""
        lines = (project / self.file).read_text("utf-8").splitlines()
        return [at for at, line in enumerate(lines) if line.strip() == self.line]

    @contextmanager
    def made(self, project: Path) -> Iterator[None]:
        """The file of a copy is changed for a while."""
        path = project / self.file
        before = path.read_bytes()
        lines = before.decode().splitlines(keepends=True)
        (at,) = self.places(project)
        lines[at] = lines[at].replace(self.line, self.becomes)
        path.write_text("".join(lines), "utf-8")
        try:
            yield
        finally:
            path.write_bytes(before)


def load_mutants() -> tuple[Mutant, ...]:
    """All of them, in the order of the list."""
    rows = tomllib.loads(LIST.read_text("utf-8"))["mutant"]
    return tuple(Mutant(**{**row, "tests": tuple(row["tests"])}) for row in rows)
