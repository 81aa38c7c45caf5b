"""Visits by business date, kept in memory or, for a large utility, in files by day."""

from __future__ import annotations

import pickle
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from cashier_app.sample.money_facts import Visit

HELD_AT_MOST = 100_000


class DayBook:
    """Visits are added in any order of days and read back day by day, in the order added."""

    def __init__(self, held_at_most: int = HELD_AT_MOST) -> None:
        self._held_at_most = held_at_most
        self._held = 0
        self._days: defaultdict[date, list[Visit]] = defaultdict(list)
        self._folder: TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._folder:
            self._folder.cleanup()

    def add(self, day: date, visit: Visit) -> None:
        """Keep `visit`; beyond the limit everything held goes to the files."""
        self._days[day].append(visit)
        self._held += 1
        if self._held >= self._held_at_most:
            self._spill()

    def visits(self, day: date) -> list[Visit]:
        """All visits of `day`; they are forgotten here."""
        return [*self._spilled(day), *self._days.pop(day, [])]

    def _spill(self) -> None:
        for day, visits in self._days.items():
            with self._file(day).open("ab") as file:
                pickle.dump(visits, file, pickle.HIGHEST_PROTOCOL)
        self._days.clear()
        self._held = 0

    def _spilled(self, day: date) -> Iterator[Visit]:
        if self._folder is None or not self._file(day).exists():
            return
        with self._file(day).open("rb") as file:
            while True:
                try:
                    visits = pickle.load(file)  # noqa: S301 - written by _spill a moment ago
                except EOFError:
                    return
                yield from visits

    def _file(self, day: date) -> Path:
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="cashier-sample-")
        return Path(self._folder.name, day.isoformat())
