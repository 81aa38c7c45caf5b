"""The tariffs that a utility keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cashier_app.domain.tariffs import Problem, Tariff
from cashier_app.domain.tariffs.curve import Points


@dataclass(frozen=True, slots=True)
class TariffKept:
    """A tariff in the database, with the first day of each version, oldest first."""

    code: str
    name: str
    tariff_class: str
    valid_from: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class VersionTaken:
    """What became of a version that was taken in: "added", "changed" or "unchanged"."""

    code: str
    valid_from: date
    done: str


@dataclass(frozen=True, slots=True)
class Glance:
    """What a version asks for thirty days of an ordinary use, and of smaller and larger ones."""

    kwh: Decimal
    total: Decimal
    points: Points


@dataclass(frozen=True, slots=True)
class TariffFile:
    """A file that was looked at: its tariff and what is to be kept of it, or why it is none."""

    name: str
    text: str
    tariff: Tariff | None
    versions: tuple[VersionTaken, ...] = ()
    problems: tuple[Problem, ...] = ()
    glances: tuple[Glance | None, ...] = ()
    """Of each version; None where a use cannot be priced without more being known."""

    @property
    def to_keep(self) -> int:
        """How many of its versions are new or changed."""
        return sum(one.done != "unchanged" for one in self.versions)
