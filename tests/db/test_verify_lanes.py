"""A verification with several readers finds what one finds, in the same order, and can stop."""

from __future__ import annotations

import pytest

from cashier_app.domain.errors import Stopped
from cashier_app.verify.connection import reader_for, readers_for
from cashier_app.verify.verification import STEPS, verify
from tests.support.counter import World
from tests.support.selling import Selling


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
