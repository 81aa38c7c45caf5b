"""What a screen needs besides its own values to say amounts and times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from cashier_app.domain.money import Currency


@dataclass(frozen=True)
class Surroundings:
    """`local` turns a UTC time into the utility's own; `tell_today` asks for its date now."""

    currency: Currency
    tell_today: Callable[[], date]
    local: Callable[[datetime], datetime]

    @property
    def today(self) -> date:
        """The utility's date: a program may run past midnight."""
        return self.tell_today()
