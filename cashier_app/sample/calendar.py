"""The utility's days: when bills are issued, when the hall is open, local time and UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE_NAME = "Asia/Kolkata"
ZONE = ZoneInfo(ZONE_NAME)
SUNDAY = 6
DAY = timedelta(days=1)


def local_today() -> date:
    """Today where the utility is."""
    return datetime.now(ZONE).date()


def utc_at(day: date, moment: time) -> datetime:
    """The UTC time, without zone as the database stores it, of a local time."""
    return datetime.combine(day, moment, ZONE).astimezone(UTC).replace(tzinfo=None)


def month_before(day: date, months: int, day_of_month: int) -> date:
    """`day_of_month` of the month `months` before that of `day` (29 to 31 become the last day)."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - DAY).day
    return date(year, month + 1, min(day_of_month, last))


def open_day(day: date) -> date:
    """`day`, or the Monday after it when the hall is closed."""
    return day + DAY if day.weekday() == SUNDAY else day


@dataclass(frozen=True, slots=True)
class Horizon:
    """The span of the sample: bills of the last `months` months, money until yesterday."""

    today: date
    months: int

    @property
    def first_day(self) -> date:
        """The first day of the month in which the first bill is issued."""
        return month_before(self.today, self.months, 1)

    @property
    def price_change(self) -> date:
        """The day the second version of each tariff begins: the first of today's month."""
        return self.today.replace(day=1)

    @property
    def last_day(self) -> date:
        """The last business date: yesterday, or Saturday when that was a Sunday."""
        day = self.today - DAY
        return day - DAY if day.weekday() == SUNDAY else day

    def issue_dates(self, day_of_month: int) -> tuple[date, ...]:
        """The last `months` issue dates of a route that is billed on `day_of_month`."""
        newest = 0 if month_before(self.today, 0, day_of_month) <= self.today else 1
        return tuple(
            month_before(self.today, back, day_of_month)
            for back in range(newest + self.months - 1, newest - 1, -1)
        )

    def business_dates(self) -> tuple[date, ...]:
        """Every day the hall was open."""
        span = (self.last_day - self.first_day).days + 1
        days = (self.first_day + timedelta(days=n) for n in range(span))
        return tuple(day for day in days if day.weekday() != SUNDAY)
