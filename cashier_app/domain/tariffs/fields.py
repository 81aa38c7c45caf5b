"""Reads the keys of one table of a tariff file; every refusal knows its line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from unicodedata import category

from cashier_app.domain.tariffs.lines_of_toml import Path
from cashier_app.domain.tariffs.model import Problem, TariffRefused
from cashier_app.domain.tariffs.rounding import MODES, Rounding

MOST_DECIMALS = 9
MOST_DIGITS = 15
MOST_WHOLE = 10_000
"""Of days and the like: ten thousand days are 27 years."""
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


class Table:
    """One table: reads each key once, then refuses what nobody asked for."""

    def __init__(self, data: Mapping[str, Any], path: Path, lines: Mapping[Path, int]) -> None:
        self.data = data
        self._path = path
        self._lines = lines
        self._known: set[str] = set()
        self.name = ""

    def has(self, key: str) -> bool:
        self._known.add(key)
        return key in self.data

    def refused(self, reason: str, key: str = "") -> TariffRefused:
        """The exception for this table, or for one of its keys."""
        return TariffRefused(Problem(self.line(key), self._place(key), reason))

    def line(self, key: str = "") -> int:
        path = (*self._path, key) if key else self._path
        if key and path not in self._lines:
            path = (*path, 0)  # an array of tables: its first
        while path not in self._lines:
            path = path[:-1]
        return self._lines[path]

    def _place(self, key: str) -> str:
        return " ".join(part for part in (self.name, key) if part)

    def _need(self, key: str) -> Any:
        if not self.has(key):
            raise self.refused(f'"{key}" is missing')
        return self.data[key]

    def text(self, key: str, default: str | None = None, *, most: int = 1000) -> str:
        if not self.has(key) and default is not None:
            return default
        value = self._need(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refused("must be a text", key)
        if len(value) > most:
            raise self.refused(f"is longer than {most} characters", key)
        if any(category(one) == "Cc" for one in value):
            raise self.refused("holds a control character", key)
        return value

    def choice(self, key: str, options: Sequence[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in options:
            known = ", ".join(f'"{option}"' for option in options)
            raise self.refused(f'"{value}" is not known; it may be {known}', key)
        return value

    def flag(self, key: str) -> bool:
        if not self.has(key):
            return False
        value = self.data[key]
        if not isinstance(value, bool):
            raise self.refused("must be true or false", key)
        return value

    def number(self, key: str, *, signed: bool = False) -> Decimal:
        value = self._number(key, self._need(key))
        if value < 0 and not signed:
            raise self.refused("must not be negative", key)
        return value

    def maybe(self, key: str, *, signed: bool = False) -> Decimal | None:
        return self.number(key, signed=signed) if self.has(key) else None

    def positive(self, key: str) -> Decimal | None:
        value = self.maybe(key)
        if value is not None and value <= 0:
            raise self.refused("must be above zero", key)
        return value

    def _number(self, key: str, value: object) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
            raise self.refused("must be a number", key)
        # Decimal takes 1e5, 1_000 and digits of other scripts from a text, too.
        if isinstance(value, str) and not _PLAIN.fullmatch(value):
            raise self.refused(f'"{value}" is not a number', key)
        found = Decimal(value)
        if not found.is_finite():
            raise self.refused("must be a finite number", key)
        exponent = found.as_tuple().exponent
        if isinstance(exponent, int) and exponent < -MOST_DECIMALS:
            raise self.refused(f"has more than {MOST_DECIMALS} decimals", key)
        if found.adjusted() >= MOST_DIGITS:
            raise self.refused("is too large", key)
        return found

    def whole(self, key: str, default: int | None = None, *, most: int = MOST_WHOLE) -> int:
        if not self.has(key) and default is not None:
            return default
        value = self._need(key)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self.refused("must be a whole number, not negative", key)
        if value > most:
            raise self.refused(f"must be at most {most}", key)
        return value

    def maybe_whole(self, key: str, *, most: int = MOST_WHOLE) -> int | None:
        return self.whole(key, most=most) if self.has(key) else None

    def day(self, key: str) -> date:
        value = self._need(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.refused("must be a date like 2024-07-01, without quotes", key)
        return value

    def names(self, key: str, *, needed: bool = True) -> tuple[str, ...]:
        """A list of different words."""
        if not self.has(key) and not needed:
            return ()
        value = self._need(key)
        if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
            raise self.refused('must be a list like ["energy", "fixed"]', key)
        if len(set(value)) != len(value):
            raise self.refused("names something twice", key)
        return tuple(value)

    def wholes(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """A list of different whole numbers between `low` and `high`."""
        if not self.has(key):
            return ()
        value = self.data[key]
        if (
            not isinstance(value, list)
            or not value
            or not all(type(v) is int and low <= v <= high for v in value)
            or len(set(value)) != len(value)
        ):
            raise self.refused(f"must be a list of different numbers from {low} to {high}", key)
        return tuple(value)

    def table(self, key: str) -> Table | None:
        if not self.has(key):
            return None
        value = self.data[key]
        if not isinstance(value, dict):
            raise self.refused("must be a table: { … }", key)
        return self._under(value, (*self._path, key), key)

    def tables(self, key: str) -> list[Table]:
        if not self.has(key):
            return []
        value = self.data[key]
        if not isinstance(value, list) or not value or not all(isinstance(v, dict) for v in value):
            raise self.refused("must be a list of tables", key)
        return [
            self._under(item, (*self._path, key, place), f"{key} {place + 1}")
            for place, item in enumerate(value)
        ]

    def _under(self, data: Mapping[str, Any], path: Path, name: str) -> Table:
        table = Table(data, path, self._lines)
        table.name = " ".join(part for part in (self.name, name) if part)
        return table

    def rounding(self, key: str, default: Rounding | None) -> Rounding | None:
        """`{ mode = "half up", step = 0.01 }`; the mode "none" leaves the amount as it is."""
        table = self.table(key)
        if table is None:
            return default
        mode = table.choice("mode", (*MODES, "none"))
        if mode == "none":
            table.done('a rounding "none" has no step')
            return None
        step = table.positive("step")
        if step is None:
            raise table.refused('"step" is missing')
        table.done()
        return Rounding(mode, step)

    def one_of(self, *keys: str) -> str:
        """The one of `keys` that is there; none or two are refused."""
        found = [key for key in keys if self.has(key)]
        known = ", ".join(f'"{key}"' for key in keys)
        if not found:
            raise self.refused(f"one of {known} is missing")
        if len(found) > 1:
            raise self.refused(f"only one of {known} may be there", found[1])
        return found[0]

    def done(self, why: str = "") -> None:
        """Refuses every key that was not asked for."""
        for key in self.data:
            if key not in self._known:
                known = why or f"this table may have {', '.join(sorted(self._known))}"
                raise self.refused(f"is not known here; {known}", key)
