"""Office work on connections of the signed-in person's own: the server's rights, our errors."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from cashier_app.db.connection import CounterConnection
from cashier_app.db.person_database import PersonDatabase
from cashier_app.domain.errors import Refused, Unavailable
from cashier_app.domain.utility import Role
from cashier_app.services.asked_in import Sitting, asked_in
from tests.support.counter import PASSWORD, World


@pytest.fixture
def clerk(world: World) -> PersonDatabase:
    user_name = world.person(Role.CLERK)
    connection = CounterConnection(world.address, "no token: no procedure is called")
    connection.open(user_name, PASSWORD)
    return PersonDatabase(connection)


def test_it_connects_as_the_person(world: World, clerk: PersonDatabase) -> None:
    with clerk.connect() as connection:
        name = connection.execute(text("SELECT USER()")).scalar_one()
    assert name.rpartition("@")[0] == clerk._counter_connection.login.user
    clerk.close()


def test_what_the_server_forbids_is_refused(clerk: PersonDatabase) -> None:
    with pytest.raises(Refused, match="not_allowed"), clerk.connect() as connection:
        connection.execute(text("UPDATE accounts SET credit = 1"))
    clerk.close()


def test_an_error_takes_the_whole_transaction_back(world: World, clerk: PersonDatabase) -> None:
    with pytest.raises(Refused, match="exists_already"):
        _add_a_route_twice(clerk)
    assert world.run("SELECT COUNT(*) FROM routes WHERE code = 'ZZ'")[0][0] == 0
    clerk.close()


def _add_a_route_twice(clerk: PersonDatabase) -> None:
    statement = text(
        "INSERT INTO routes (code, name, office_id)"
        " SELECT 'ZZ', 'Made by this test', MIN(office_id) FROM offices"
    )
    with clerk.transaction() as connection:
        connection.execute(statement)
        connection.execute(statement)


def test_nobody_signed_in_is_no_bug(world: World) -> None:
    database = PersonDatabase(CounterConnection(world.address, "token"))
    with pytest.raises(Unavailable, match="nobody_signed_in"), database.connect():
        pass


def test_what_one_person_asked_for_is_never_sent_as_the_next(
    world: World, clerk: PersonDatabase
) -> None:
    sitting, connection = Sitting(), clerk._counter_connection
    with asked_in(sitting):
        with clerk.connect() as asked:
            sitting.end()
            connection.open(world.person(Role.CLERK), PASSWORD)
            user = asked.execute(text("SELECT USER()")).scalar_one()
            assert user.rpartition("@")[0] != connection.user_name
        with pytest.raises(Unavailable, match="nobody_signed_in"), clerk.connect():
            pass
        with pytest.raises(Unavailable, match="nobody_signed_in"):
            connection.for_channel("bank")
    with clerk.connect() as asked:
        user = asked.execute(text("SELECT USER()")).scalar_one()
    assert user.rpartition("@")[0] == connection.user_name
    clerk.close()
    connection.close()
