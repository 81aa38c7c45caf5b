"""What a screen needs besides its own values to say amounts and times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from cashier_app.domain.money import Currency


@dataclass(frozen=True)
class Surroundings:
    """`local` turns a UTC time into the utility's own; `today` is its business date."""

    currency: Currency
    today: date
    local: Callable[[datetime], datetime]
