"""What a driver's error means, told by its number and never by its class or text.

The same number arrives as different classes on the two servers and through
SQLAlchemy, so one table decides for the whole program.
"""

from __future__ import annotations

import logging
import ssl
from enum import StrEnum
from uuid import UUID

import pymysql

from cashier_app.domain.errors import (
    Busy,
    CashierError,
    OutcomeUnknown,
    Refused,
    SignInFailed,
    Unavailable,
)

_log = logging.getLogger(__name__)


def database_errors() -> tuple[type[Exception], ...]:
    """What a failing statement raises, through SQLAlchemy and straight from the driver.

    Asked for when something failed: SQLAlchemy is not loaded for it beforehand.
    """
    from sqlalchemy.exc import DBAPIError

    return DBAPIError, pymysql.MySQLError


class Kind(StrEnum):
    """The kinds of failure that the callers tell apart."""

    RETRY = "retry"
    """The server rolled back or must be told to; the same request may be sent again."""
    LOST = "lost"
    """The connection or the statement ended: what was under way has an unknown end."""
    UNAVAILABLE = "unavailable"
    """The server could not be reached or takes nobody now; nothing was under way."""
    RULE = "rule"
    """A trigger or a CHECK said no."""
    DUPLICATE = "duplicate"
    """A unique key is there already."""
    DENIED = "denied"
    """Wrong name or password, or no right to do this."""
    EXPIRED = "expired"
    """The server wants a new password first."""
    UPGRADE = "upgrade"
    """A procedure is being made again at this moment."""
    UNSAFE = "unsafe"
    """The server could not prove who it is."""
    BUG = "bug"
    """Anything else is a mistake of ours."""


_NUMBERS: dict[Kind, tuple[int, ...]] = {
    Kind.RETRY: (
        1205,  # lock wait timeout (on MariaDB NOWAIT, too); the transaction is still open
        1213,  # deadlock
        1020,  # row changed since last read (MariaDB's snapshot isolation, Galera)
        3572,  # NOWAIT found a lock (MySQL)
        3101,  # rolled back by the cluster at COMMIT
    ),
    Kind.LOST: (
        1053,  # server shutdown in progress
        1158, 1159, 1160, 1161,  # reading or writing the network failed, on the server's side
        1317,  # query interrupted: MySQL may keep its locks, so the connection must go
        1927,  # connection was killed (MariaDB)
        2006, 2013,  # server has gone away, lost connection during query
        2014, 2027,  # packets out of order, malformed packet
        2055,  # lost connection, with the system's error
        3024, 1969,  # statement time limit (MySQL, MariaDB)
        4031,  # disconnected by the server because of inactivity
    ),
    Kind.UNAVAILABLE: (
        1040,  # too many connections
        1203,  # this person has too many connections
        1047,  # cluster node is not ready for queries
        1129, 1130,  # host is blocked after many failed connections, or may not connect at all
        1226,  # this person's resource limit
        1290, 1836, 3100,  # read-only server; a replication hook failed
        1021, 1030, 1114,  # disk full, storage engine error, table full
        1026, 1180, 1598,  # a file or the binary log cannot be written, at a COMMIT, too
        1037, 1038, 1041,  # out of memory
        2002, 2003, 2005,  # cannot connect, unknown host
    ),
    Kind.RULE: (
        1644,  # SIGNAL of a trigger or procedure
        3819, 4025,  # CHECK failed (MySQL, MariaDB)
        1451, 1452,  # foreign key
        1048, 1264, 1366, 1406,  # not null, out of range, wrong value, too long
        1819,  # the server's own policy finds a password too weak
    ),
    Kind.DUPLICATE: (1062, 1169, 1586),
    Kind.DENIED: (
        1044, 1045, 1142, 1143, 1227, 1370, 1698, 1410, 1396,
        1043,  # a name or password that is no text for the server
        3118, 4151,  # account locked (MySQL, MariaDB)
        3955, 4150,  # blocked after wrong passwords (MySQL, MariaDB)
    ),
    Kind.EXPIRED: (1820, 1862),
    Kind.UPGRADE: (1305,),
    Kind.UNSAFE: (2026,),  # TLS could not be agreed
}  # fmt: skip
_PARSE_ERROR = 1064
_HALF_OPENED = "has an error in its body"
"""MariaDB, after a KILL of who was opening a table: that copy of it does not know its trigger."""
_KINDS = {number: kind for kind, numbers in _NUMBERS.items() for number in numbers}


def _origin(error: BaseException) -> BaseException:
    """What the driver raised: SQLAlchemy wraps it and keeps it as `orig`."""
    wrapped = getattr(error, "orig", None)
    return wrapped if isinstance(wrapped, BaseException) else error


def error_number(error: BaseException) -> int | None:
    """The server's or driver's number; None when the error carries none."""
    origin = _origin(error)
    if isinstance(origin, pymysql.MySQLError) and origin.args:
        number = origin.args[0]
        return number if isinstance(number, int) else None
    return None


def error_text(error: BaseException) -> str:
    """The server's own words: for the log and for rules that SIGNAL a code, never for a screen."""
    origin = _origin(error)
    return str(origin.args[1]) if len(origin.args) > 1 else str(origin)


def classify(error: BaseException) -> Kind:
    """The kind of a failure raised by PyMySQL, by SQLAlchemy, or by the network below them."""
    origin = _origin(error)
    if _is_certificate_error(origin):
        return Kind.UNSAFE
    number = error_number(error)
    if number == 0 or isinstance(origin, pymysql.err.InterfaceError):
        # PyMySQL says (0, '') for a connection that was closed under it.
        return Kind.LOST
    if number == _PARSE_ERROR and _HALF_OPENED in error_text(error):
        _log.info("the server has opened a table by half; if it stays so, FLUSH TABLES")
        return Kind.LOST
    if number is not None:
        return _KINDS.get(number, Kind.BUG)
    if isinstance(origin, OSError | EOFError):
        return Kind.LOST
    return Kind.BUG


def _is_certificate_error(error: BaseException) -> bool:
    """PyMySQL hides the certificate's refusal behind 2003 (cannot connect)."""
    original = getattr(error, "original_exception", None)
    return any(isinstance(found, ssl.SSLError) for found in (error, original))


def waited_in_vain(error: BaseException) -> bool:
    """True when somebody else held a row for longer than the session waits."""
    return error_number(error) == 1205


def is_lost(error: BaseException) -> bool:
    """True when the connection must be dropped: anything that is not an answer about data."""
    return classify(error) in {Kind.LOST, Kind.UNAVAILABLE, Kind.UNSAFE}


def as_sign_in_error(error: BaseException) -> CashierError:
    """For a failure while a person signs in. Raises the error itself when it is a bug."""
    kind = classify(error)
    if kind is Kind.DENIED:
        return SignInFailed("wrong_name_or_password")
    if kind is Kind.EXPIRED:
        return SignInFailed("password_expired")
    if kind is Kind.UNSAFE:
        return SignInFailed("server_not_trusted")
    if kind in {Kind.LOST, Kind.UNAVAILABLE, Kind.RETRY}:
        return Unavailable("server_unreachable")
    raise error


def as_reopen_error(error: BaseException) -> CashierError:
    """For a failure while a person's connection is made again.

    Refused "sign_in_again": the server answers, but lets this name and password in no more.
    """
    if classify(error) in {Kind.DENIED, Kind.EXPIRED}:
        return Refused("sign_in_again")
    return Unavailable("server_unreachable")


def as_read_error(error: BaseException) -> CashierError:
    """For a failure of a read or of an office's change. Raises the error itself if it is a bug."""
    kind = classify(error)
    if kind in {Kind.LOST, Kind.UNAVAILABLE, Kind.UNSAFE}:
        return Unavailable("server_unreachable")
    if kind is Kind.RETRY:
        return Busy("busy")
    if kind is Kind.EXPIRED:
        return Refused("sign_in_again")
    if kind is Kind.DENIED:
        return Refused("not_allowed")
    if kind is Kind.DUPLICATE:
        return Refused("exists_already")
    if kind is Kind.RULE:
        return Refused("rule", {"rule": error_text(error)})
    if kind is Kind.UPGRADE:
        return Refused("upgrade_running")
    raise error


_ANSWERS = {Kind.RULE, Kind.DUPLICATE, Kind.DENIED, Kind.EXPIRED}


def as_act_error(error: BaseException, request_id: UUID) -> CashierError:
    """For a failure of an act with money under `request_id`.

    Whatever is neither a retry nor an answer about data leaves the end unknown: also a
    server that says it is unavailable may say so from COMMIT, and a mistake of ours may
    show when the answer is read.
    """
    kind = classify(error)
    if kind is Kind.RETRY:
        return Busy("busy")
    if kind in _ANSWERS:
        return as_read_error(error)
    if kind is Kind.BUG:
        _log.error("an act's end is unknown", exc_info=error)
    return OutcomeUnknown(request_id)
