"""A clerk's unit of work: may this person do it, then one transaction or none of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection

from cashier_app.db.engine import transaction
from cashier_app.db.errors import as_read_error, database_errors
from cashier_app.db.office import call_office
from cashier_app.domain.errors import CashierError, Refused

MANAGE_CUSTOMERS = "manage_customers"
ENTER_READINGS = "enter_readings"
CHUNK = 500
"""Keys in one IN list, rows in one INSERT."""
Connect = Callable[[], AbstractContextManager[Connection]]
T = TypeVar("T")

# What a trigger says when two clerks meet; one alone is told by the checks before.
_RULES = {
    "the meter stands at another place on these days": "meter_taken",
    "another meter stands at this position on these days": "position_taken",
    "another account is liable for the connection on these days": "connection_taken",
    "a tariff never begins in a billed period": "period_billed",
    "a load never begins in a billed period": "period_billed",
    "a scheme never begins in a billed period": "period_billed",
    "a scheme never ends in a billed period": "period_billed",
    "a billed reading never changes": "reading_billed",
    "a billed meter keeps its number and multiplier": "meter_billed",
    "a billed register never changes": "meter_billed",
}

_TODAY = """
SELECT DATE(SYSDATE(6) + INTERVAL COALESCE((SELECT o.minutes FROM utility_offsets o
  WHERE o.from_utc <= SYSDATE(6) ORDER BY o.from_utc DESC LIMIT 1), 0) MINUTE)
"""


class OfficeDesk:
    """Connections of one signed-in person for office work; `connect` gives one in autocommit."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect

    @contextmanager
    def looking(self, activity: str) -> Iterator[Connection]:
        """Read only. Raises Refused (no_right, upgrade_running …), Busy, Unavailable."""
        with translated(), self._connect() as connection:
            call_office(connection, "begin_work", activity)
            yield connection

    @contextmanager
    def writing(self, activity: str) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back by any exception."""
        with self.looking(activity) as connection, transaction(connection):
            yield connection


@contextmanager
def translated() -> Iterator[None]:
    """A driver's error as one of ours; what a trigger says as a code."""
    try:
        yield
    except CashierError as error:
        raise _named(error) from error
    except database_errors() as error:
        raise _named(as_read_error(error)) from error


def _named(error: CashierError) -> CashierError:
    code = _RULES.get(error.facts.get("rule", ""))
    return Refused(code) if code else error


def local_today(connection: Connection) -> date:
    """The utility's date by the server's clock."""
    found: date = connection.exec_driver_sql(_TODAY).scalar_one()
    return found


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Lists of at most `size` items."""
    left = iter(items)
    while part := list(islice(left, size)):
        yield part
