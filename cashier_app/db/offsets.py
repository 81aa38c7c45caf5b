"""The utility's clock changes as rows: the servers' own time zone tables are often empty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from sqlalchemy import Connection

YEARS_AHEAD = 10
FIRST = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""The first row stands for all time before its first change."""


def fill_offsets(connection: Connection, now: dt.datetime | None = None) -> None:
    """Write the offsets of the utility's time zone, ten years ahead of `now` (UTC).

    Without a utility row yet the zone is UTC. Past rows are written again as zoneinfo
    knows them now; a change of law arrives with an upgrade of the tzdata package.
    """
    from sqlalchemy import delete, select
    from sqlalchemy.dialects import mysql

    from cashier_app.db.tables import people

    zone = connection.execute(select(people.utility.c.time_zone)).scalar_one_or_none() or "UTC"
    until = (now or dt.datetime.now(dt.UTC)) + dt.timedelta(days=366 * YEARS_AHEAD)
    rows = [
        {"from_utc": at.replace(tzinfo=None), "minutes": minutes}
        for at, minutes in offset_changes(ZoneInfo(zone), FIRST, until)
    ]
    # In this order there is a right row for every time at any moment.
    fresh = mysql.insert(people.utility_offsets).values(rows)
    connection.execute(fresh.on_duplicate_key_update(minutes=fresh.inserted.minutes))
    known = [row["from_utc"] for row in rows]
    connection.execute(
        delete(people.utility_offsets).where(people.utility_offsets.c.from_utc.not_in(known))
    )


def offset_changes(
    zone: ZoneInfo, first: dt.datetime, until: dt.datetime
) -> Iterator[tuple[dt.datetime, int]]:
    """Each time (UTC) from which an offset holds, and the offset in minutes."""
    at, minutes = first, _minutes(zone, first)
    yield at, minutes
    while at < until:
        following = at + dt.timedelta(days=1)
        if _minutes(zone, following) != minutes:
            change = _first_minute(zone, at, following)
            minutes = _minutes(zone, change)
            yield change, minutes
        at = following


def _first_minute(zone: ZoneInfo, before: dt.datetime, after: dt.datetime) -> dt.datetime:
    """The first minute between the two at which the offset differs from `before`."""
    old = _minutes(zone, before)
    low, high = 0, int((after - before).total_seconds() // 60)
    while high - low > 1:
        middle = (low + high) // 2
        if _minutes(zone, before + dt.timedelta(minutes=middle)) == old:
            low = middle
        else:
            high = middle
    return before + dt.timedelta(minutes=high)


def _minutes(zone: ZoneInfo, at: dt.datetime) -> int:
    offset = at.astimezone(zone).utcoffset() or dt.timedelta()
    return round(offset.total_seconds() / 60)
