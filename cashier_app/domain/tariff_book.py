"""The tariffs that a utility keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
