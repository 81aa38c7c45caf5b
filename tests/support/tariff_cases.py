"""The published bills of tests/cases, as usages and what is printed for them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from cashier_app.domain.tariffs import Tariff, Usage, read_tariff

CASES = Path(__file__).parents[1] / "cases"


@dataclass(frozen=True)
class Case:
    """One bill; `lines` holds (charge, amount) in the printed order."""

    name: str
    file: str
    usage: Usage
    lines: tuple[tuple[str, Decimal], ...]
    printed: dict[str, Decimal]

    @property
    def tariff(self) -> Tariff:
        return read_tariff((CASES / "tariffs" / f"{self.file}.toml").read_text("utf-8"))


def published(file: str = "published") -> list[Case]:
    text = (CASES / f"{file}.toml").read_text("utf-8")
    return [_case(row) for row in tomllib.loads(text, parse_float=Decimal)["bill"]]


def _case(row: dict[str, Any]) -> Case:
    lines = tuple((code, Decimal(amount)) for code, amount in row.get("lines", ()))
    sums = ("total", "late", "payable", "energy")
    printed = {key: Decimal(row[key]) for key in sums if key in row}
    return Case(row["id"], row["tariff"], usage_of(row["usage"]), lines, printed)


def usage_of(facts: dict[str, Any]) -> Usage:
    """A usage of plain numbers and tables."""
    fields: dict[str, Any] = {}
    for key, value in facts.items():
        if isinstance(value, list):
            fields[key] = frozenset(value)
        elif isinstance(value, dict):
            fields[key] = tuple((name, Decimal(number)) for name, number in value.items())
        elif isinstance(value, int | Decimal) and key not in {"days", "phases"}:
            fields[key] = Decimal(value)
        else:
            fields[key] = value
    return Usage(**fields)
