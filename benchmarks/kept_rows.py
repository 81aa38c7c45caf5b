"""Rows that were measured before, part by part, in a folder: a long run may be cut off."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import Row


@dataclass(frozen=True, slots=True)
class Measured:
    """One part's rows, and how to measure them again."""

    rows: tuple[Row, ...]
    command: str
    machine: str
    minutes: float
    day: str = field(default_factory=lambda: f"{datetime.now(UTC):%d %B %Y}")


class KeptRows:
    """`DIR/rows/PART.json`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "rows"

    def has(self, name: str) -> bool:
        return self._file(name).exists()

    def get(self, name: str) -> Measured:
        """Raises FileNotFoundError."""
        facts = json.loads(self._file(name).read_text("utf-8"))
        return Measured(**{**facts, "rows": tuple(Row(**row) for row in facts["rows"])})

    def put(self, name: str, measured: Measured) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._file(name).write_text(json.dumps(asdict(measured), indent=1), "utf-8")

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.json"
