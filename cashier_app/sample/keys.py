"""Running keys and bill numbers of one sample."""

from __future__ import annotations

from collections import defaultdict
from datetime import date


class Keys:
    """Surrogate keys for each table, counting up from `after` + 1."""

    def __init__(self, after: int = 0) -> None:
        self._last: defaultdict[str, int] = defaultdict(lambda: after)

    def take(self, table: str) -> int:
        """The next key of `table`."""
        self._last[table] += 1
        return self._last[table]


class BillNumbers:
    """Gapless numbers of each month's series, some of them kept for certain bills."""

    def __init__(self, kept: dict[str, frozenset[int]]) -> None:
        self._kept = kept
        self._last: defaultdict[str, int] = defaultdict(int)

    def take(self, issue_on: date) -> tuple[str, int]:
        """(series, running number) of the next bill issued on that day."""
        series = series_of(issue_on)
        kept = self._kept.get(series, frozenset())
        self._last[series] += 1
        while self._last[series] in kept:
            self._last[series] += 1
        return series, self._last[series]

    def last_numbers(self) -> dict[str, int]:
        """The highest number of each series, the kept ones included.

        Raises ValueError when a kept number lies beyond a gap: too few bills were issued.
        """
        for series, kept in self._kept.items():
            self._close(series, kept)
        return dict(sorted(self._last.items()))

    def _close(self, series: str, kept: frozenset[int]) -> None:
        for number in sorted(kept):
            if number > self._last[series] + 1:
                raise ValueError(f"bill {bill_no(series, number)} would stand beyond a gap")
            self._last[series] = max(self._last[series], number)


def series_of(issue_on: date) -> str:
    """The month's series: year and month, two digits each."""
    return f"{issue_on:%y%m}"


def bill_no(series: str, running_no: int) -> str:
    """The printed number: the series, then at least four digits."""
    return f"{series}{running_no:04d}"
