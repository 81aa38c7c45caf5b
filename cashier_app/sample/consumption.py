"""How much a place uses: its own habit, the season, and chance."""

from __future__ import annotations

from random import Random

_SEASON = (0.84, 0.82, 0.88, 1.00, 1.16, 1.28, 1.26, 1.18, 1.06, 0.97, 0.86, 0.84)
_DAMPING = {"home": 1.0, "shop": 0.7, "factory": 0.2}


def base_kwh(random: Random, premises: str) -> int:
    """The average month of a place, in kWh."""
    if premises == "factory":
        return max(4_000, round(random.lognormvariate(10.4, 0.7)))
    if premises == "shop":
        return max(60, round(random.lognormvariate(6.0, 0.6)))
    return max(25, round(random.lognormvariate(5.05, 0.45)))


def month_kwh(random: Random, base: int, month: int, premises: str) -> int:
    """The use of one month (1 to 12)."""
    season = 1 + (_SEASON[month - 1] - 1) * _DAMPING[premises]
    return max(8, round(base * season * random.gauss(1.0, 0.08)))
