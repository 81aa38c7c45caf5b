"""Dates and times as people read them, in the words of the person's language.

Every function takes local time (`CounterState.local` makes it) and tells it as it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QTime

if TYPE_CHECKING:
    from datetime import date, datetime


def clock(moment: datetime) -> str:
    """The time of day: "10:42"."""
    return QLocale().toString(QTime(moment.hour, moment.minute), "HH:mm")


def day(when: date) -> str:
    """A day of this year: "12 Nov"."""
    return QLocale().toString(_date(when), "d MMM")


def month(when: date) -> str:
    """A month with its year: "November 2026"."""
    return QLocale().toString(_date(when), "MMMM yyyy")


def weekday(when: date) -> str:
    """A day with its weekday: "Thu 26 Nov"."""
    return QLocale().toString(_date(when), "ddd d MMM")


def long_weekday(when: date) -> str:
    """The weekday alone: "Saturday"."""
    return QLocale().toString(_date(when), "dddd")


def day_and_clock(moment: datetime) -> str:
    """As on the status line: "Mon 23 Nov, 10:42"."""
    return f"{weekday(moment)}, {clock(moment)}"


def long_day_and_clock(moment: datetime) -> str:
    """As on the sign-in screen: "Monday 23 November 2026, 07:58"."""
    return f"{QLocale().toString(_date(moment), 'dddd d MMMM yyyy')}, {clock(moment)}"


def since(moment: datetime, now: datetime) -> str:
    """The time of today, with the day before it when it was another: "Sat 21 Nov, 13:10"."""
    return clock(moment) if moment.date() == now.date() else day_and_clock(moment)


def _date(when: date) -> QDate:
    return QDate(when.year, when.month, when.day)
