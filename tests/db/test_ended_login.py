"""A login that ends while its person works: reset, locked or expired, then the line breaks."""

from __future__ import annotations

from typing import Any

import pymysql
import pytest
from pymysql.cursors import DictCursor

from cashier_app.domain.errors import Refused, SignInFailed, Unavailable
from tests.support.counter import PASSWORD, World
from tests.support.selling import Selling

NEW = "another horse 8"
ENDS = {
    "reset": f"ALTER USER {{user}}@'%%' IDENTIFIED BY '{NEW}'",
    "locked": "ALTER USER {user}@'%%' ACCOUNT LOCK",
    "expired": "ALTER USER {user}@'%%' PASSWORD EXPIRE",
}


@pytest.fixture
def selling(world: World) -> Selling:
    return Selling(world.desk())


def end(world: World, selling: Selling, how: str) -> None:
    world.run(ENDS[how].format(user=selling.desk.user_name))
    world.run(f"KILL {connection_of(selling)._thread_id}")


def connection_of(selling: Selling) -> Any:
    gateway: Any = selling.program.payments._gateway
    return gateway._connection


@pytest.mark.parametrize("how", ENDS)
def test_the_person_is_asked_to_sign_in_again(selling: Selling, world: World, how: str) -> None:
    account = world.account(("100",))
    order = selling.order(account)
    end(world, selling, how)
    with pytest.raises(Refused, match="sign_in_again"):
        selling.program.lookup.open_account(account.account_id)
    with pytest.raises(Refused, match="sign_in_again"):
        selling.send(order)
    assert selling.program.payments.unsettled() == ()


@pytest.mark.parametrize("how", ENDS)
def test_a_doubt_is_kept_for_the_next_sign_in(selling: Selling, world: World, how: str) -> None:
    program, order = selling.program, selling.order(world.account(("100",)))
    log: Any = program.payments._log
    log.sent(order.request_id, "payment", 100, selling.desk.user_name, "", program.clock.now())
    end(world, selling, how)
    for _ in range(2):
        with pytest.raises(Refused, match="sign_in_again"):
            program.payments.settle(order.request_id)
    assert [line.request_id for line in program.payments.unsettled()] == [order.request_id]
    if how == "reset":
        started = program.sessions.sign_in(selling.desk.user_name, NEW)
        assert [settled.request_id for settled in started.settled] == [order.request_id]
        assert program.payments.unsettled() == ()


@pytest.mark.parametrize("stored", [True, False])
def test_a_new_password_whose_answer_is_lost(
    selling: Selling, monkeypatch: pytest.MonkeyPatch, stored: bool
) -> None:
    """What counts is what the server says of the new one: no later line is made with the other."""
    real: Any = DictCursor.execute
    lost: list[str] = []

    def lose_answer(cursor: DictCursor, query: str, arguments: object = None) -> int:
        if lost or not query.startswith(("SET PASSWORD", "ALTER USER")):
            return int(real(cursor, query, arguments))
        lost.append(query)
        if stored:
            real(cursor, query, arguments)
        raise pymysql.err.OperationalError(2013, "Lost connection to server during query")

    monkeypatch.setattr(DictCursor, "execute", lose_answer)
    program, user = selling.program, selling.desk.user_name
    if stored:
        program.sessions.change_password(user, PASSWORD, NEW)
    else:
        with pytest.raises(Unavailable, match="server_unreachable"):
            program.sessions.change_password(user, PASSWORD, NEW)
    assert lost
    connection_of(selling).reopen()
    program.sessions.refresh()
    program.sessions.sign_out()
    with pytest.raises(SignInFailed, match="wrong_name_or_password"):
        program.sessions.sign_in(user, PASSWORD if stored else NEW)
    program.sessions.sign_in(user, NEW if stored else PASSWORD)
