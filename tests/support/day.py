"""The utility's day in the tests: it is morning there, so no test sees midnight pass."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_MORNING = 10


def _zone_of_the_morning() -> str:
    """The zone where it is about 10 o'clock, within the offsets that clocks have."""
    ahead = _MORNING - datetime.now(UTC).hour
    if ahead < -12:
        ahead += 24
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


ZONE_NAME = os.environ.setdefault("CASHIER_TEST_ZONE", _zone_of_the_morning())
"""The zone of the tests' utility, the same in all processes of a run.

Etc/GMT+12 and Etc/GMT-14 have another date than UTC for half of the day or more: the suite passes
with them, too.
"""
ZONE = ZoneInfo(ZONE_NAME)


def local_today() -> date:
    """The utility's date."""
    return datetime.now(ZONE).date()


def minutes_ahead() -> int:
    """Of UTC."""
    ahead = datetime.now(ZONE).utcoffset()
    assert ahead is not None
    return int(ahead.total_seconds()) // 60
