"""Errors are told apart by number, whichever class carries them."""

from __future__ import annotations

import ssl
from uuid import uuid4

import pymysql
import pytest
from sqlalchemy.exc import OperationalError

from cashier_app.db.errors import (
    Kind,
    as_act_error,
    as_read_error,
    as_sign_in_error,
    classify,
    error_number,
    is_lost,
)
from cashier_app.domain.errors import Busy, OutcomeUnknown, Refused, SignInFailed, Unavailable

CASES = [
    (1205, Kind.RETRY),
    (1213, Kind.RETRY),
    (1020, Kind.RETRY),
    (3572, Kind.RETRY),
    (3101, Kind.RETRY),
    (2003, Kind.UNAVAILABLE),
    (1040, Kind.UNAVAILABLE),
    (1047, Kind.UNAVAILABLE),
    (2006, Kind.LOST),
    (2013, Kind.LOST),
    (4031, Kind.LOST),
    (1053, Kind.LOST),
    (1317, Kind.LOST),
    (1927, Kind.LOST),
    (0, Kind.LOST),
    (1644, Kind.RULE),
    (3819, Kind.RULE),
    (4025, Kind.RULE),
    (1062, Kind.DUPLICATE),
    (1043, Kind.DENIED),
    (1044, Kind.DENIED),
    (1045, Kind.DENIED),
    (1142, Kind.DENIED),
    (1370, Kind.DENIED),
    (1698, Kind.DENIED),
    (4151, Kind.DENIED),
    (1820, Kind.EXPIRED),
    (2026, Kind.UNSAFE),
    (1026, Kind.UNAVAILABLE),
    (1598, Kind.UNAVAILABLE),
    (1305, Kind.UPGRADE),
    (1064, Kind.BUG),
    (1146, Kind.BUG),
]


@pytest.mark.parametrize(("number", "kind"), CASES)
@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("error_class", [pymysql.err.OperationalError, pymysql.err.InternalError])
def test_number_decides(
    number: int, kind: Kind, wrapped: bool, error_class: type[pymysql.MySQLError]
) -> None:
    error: Exception = error_class(number, "words")
    if wrapped:
        error = OperationalError("CALL x", {}, error)
    assert error_number(error) == number
    assert classify(error) is kind


def test_a_table_that_a_kill_left_half_opened_is_asked_for_again() -> None:
    """MariaDB 10.11: whoever gets that copy of the table is told this, and others are not."""
    words = "Unknown trigger has an error in its body: 'Query was empty'"
    assert classify(pymysql.err.ProgrammingError(1064, words)) is Kind.LOST
    assert classify(pymysql.err.ProgrammingError(1064, "near 'x' at line 1")) is Kind.BUG


def test_closed_connection_is_lost() -> None:
    assert classify(pymysql.err.InterfaceError(0, "")) is Kind.LOST
    assert classify(ConnectionResetError()) is Kind.LOST
    assert is_lost(TimeoutError())


def test_refused_certificate_is_unsafe_although_it_says_cannot_connect() -> None:
    error = pymysql.err.OperationalError(2003, "Can't connect")
    error.original_exception = ssl.SSLCertVerificationError()  # type: ignore[attr-defined]
    assert classify(error) is Kind.UNSAFE
    assert as_sign_in_error(error).code == "server_not_trusted"


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1045, SignInFailed), (1820, SignInFailed), (2003, Unavailable), (2013, Unavailable)],
)
def test_sign_in(number: int, expected: type[Exception]) -> None:
    assert isinstance(as_sign_in_error(pymysql.err.OperationalError(number, "")), expected)


@pytest.mark.parametrize(
    ("number", "expected"),
    [(2013, Unavailable), (1205, Busy), (1142, Refused), (1062, Refused), (1644, Refused)],
)
def test_read(number: int, expected: type[Exception]) -> None:
    assert isinstance(as_read_error(pymysql.err.OperationalError(number, "")), expected)


@pytest.mark.parametrize("number", [2013, 1317, 1047, 1021, 2003, 1026, 1180, 1598, 1305])
def test_doubt_about_an_act_is_an_unknown_outcome(number: int) -> None:
    request = uuid4()
    outcome = as_act_error(pymysql.err.OperationalError(number, ""), request)
    assert isinstance(outcome, OutcomeUnknown)
    assert outcome.request_id == request


@pytest.mark.allow_log("end is unknown", reason="nobody expected this error")
@pytest.mark.parametrize(
    "error", [pymysql.err.OperationalError(1728, "?"), AssertionError(), IndexError(), ValueError()]
)
def test_what_nobody_expected_leaves_an_act_unknown(error: Exception) -> None:
    assert isinstance(as_act_error(error, uuid4()), OutcomeUnknown)


def test_a_procedure_that_is_being_made_again_is_an_upgrade() -> None:
    error = pymysql.err.OperationalError(1305, "PROCEDURE x does not exist")
    assert as_read_error(error).code == "upgrade_running"


def test_act_that_was_rolled_back_is_busy() -> None:
    assert isinstance(as_act_error(pymysql.err.OperationalError(1213, ""), uuid4()), Busy)


def test_a_bug_stays_what_it_is() -> None:
    bug = pymysql.err.ProgrammingError(1064, "syntax")
    for translate in (as_sign_in_error, as_read_error):
        with pytest.raises(pymysql.err.ProgrammingError) as caught:
            translate(bug)
        assert caught.value is bug
