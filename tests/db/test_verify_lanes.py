"""A verification with several readers finds what one finds, in the same order, and can stop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cashier_app.db.engine import connected
from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.errors import Stopped
from cashier_app.verify.connection import reader_for, readers_for
from cashier_app.verify.verification import STEPS, verify
from tests.plugins.database import DATABASE
from tests.support.counter import World
from tests.support.selling import Selling


@pytest.fixture
def world(fresh_server: PrivateServer, tmp_path: Path) -> Iterator[World]:
    """On a server of its own: one test drops a trigger, and few counters are soon verified."""
    with closing(World(fresh_server.admin_login(DATABASE), DATABASE, tmp_path)) as made:
        yield made


def test_several_readers_find_what_one_finds(world: World) -> None:
    selling = Selling(world.desk())
    for _ in range(3):
        selling.send(selling.order(world.account(("100",))))
    with reader_for(world.admin) as reader:
        alone = verify(reader)
    steps: list[str] = []
    with readers_for(world.admin) as (reader, beside):
        together = verify(reader, (), steps.append, beside)
    assert together.breaches == alone.breaches
    assert together.counts == alone.counts
    assert (together.entries, together.tables) == (alone.entries, alone.tables)
    assert list(together.seconds) == list(STEPS)
    assert steps[0] == STEPS[0]
    assert set(steps) < set(STEPS)


def test_several_readers_find_a_payment_that_names_another_counter(world: World) -> None:
    near, far = Selling(world.desk()), Selling(world.desk())
    for selling in (near, far, near):
        selling.send(selling.order(world.account(("100",))))
    with connected(world.admin) as connection:
        for statement in (
            "DROP TRIGGER journal_no_update",
            "SET foreign_key_checks = 0",
            """UPDATE journal SET counter_id = counter_id + 1, chain_no = 90, number = 90
            WHERE kind = 'payment' ORDER BY entry_id LIMIT 1""",
        ):
            connection.exec_driver_sql(statement)
        connection.commit()
    with reader_for(world.admin) as reader:
        alone = verify(reader)
    with readers_for(world.admin) as (reader, beside):
        together = verify(reader, (), beside=beside)
    assert together.breaches == alone.breaches
    assert (together.entries, together.counters) == (alone.entries, alone.counters)
    assert any("its id is not its counter's" in breach.fact for breach in alone.breaches)


def test_what_stops_one_reader_stops_all(world: World) -> None:
    def stop() -> None:
        raise Stopped

    with readers_for(world.admin) as (reader, beside):
        reader._before_statement = stop
        with pytest.raises(Stopped):
            verify(reader, (), lambda _: None, beside)
    with readers_for(world.admin) as (reader, beside):

        def begun(_step: str) -> None:
            raise Stopped

        with pytest.raises(Stopped):
            verify(reader, (), begun, beside)
        assert all(each._is_stopped for each in beside)
