"""Days as a report's period: common ones to choose from, and what a person types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication

from ui import dates

_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A named period; both days belong to it."""

    label: str
    from_day: date
    to_day: date
    is_month: bool = False


def periods(today: date) -> tuple[Period, ...]:
    """The common ones, shortest first."""
    translate = QCoreApplication.translate
    first = today.replace(day=1)
    before = first - _ONE
    return (
        Period(translate("Periods", "Today"), today, today),
        Period(translate("Periods", "Yesterday"), today - _ONE, today - _ONE),
        Period(translate("Periods", "Last 7 days"), today - 6 * _ONE, today),
        Period(translate("Periods", "This month"), first, today, is_month=True),
        Period(translate("Periods", "Last month"), before.replace(day=1), before, is_month=True),
        Period(translate("Periods", "This year"), today.replace(month=1, day=1), today),
    )


def day_words(day: date) -> str:
    """A day as people read it: "16 Nov 2026"."""
    return f"{dates.day(day)} {day.year}"


def period_text(from_day: date, to_day: date) -> str:
    """Days as people read them: "1 Oct – 23 Nov 2026"."""
    if from_day == to_day:
        return day_words(from_day)
    same_year = from_day.year == to_day.year
    first = dates.day(from_day) if same_year else day_words(from_day)
    return f"{first} – {day_words(to_day)}"
