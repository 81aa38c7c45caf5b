"""The server killed, upgraded, read-only, full or unsafe while counters sell (S1 to S3)."""

from __future__ import annotations

import gc
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cashier_app.db.installer import upgrade
from cashier_app.db.private_server import PrivateServer
from tests.faults.acts import SOAK
from tests.faults.load import Load, check_kept
from tests.plugins.database import DATABASE
from tests.support.counter import World

KILLS = 200 if SOAK else 20
COUNTERS = 50 if SOAK else 4
AGAIN_SECONDS = 3 if SOAK else 0.02
"""The screens ask again after 3 s; a test of a minute does not wait for that."""
SELLING_AGAIN_WITHIN = 5.0
FEWEST_PLACES = 10
"""Fewer connections no server can be told to take."""

# PyMySQL leaves the socket of a refused connection to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def world(fresh_server: PrivateServer, tmp_path: Path) -> Iterator[World]:
    made = World(fresh_server.admin_login(DATABASE), DATABASE, tmp_path)
    yield made
    made.close()
    gc.collect()


@pytest.mark.timeout(7200 if SOAK else 90)
def test_killed_again_and_again_it_loses_nothing(
    fresh_server: PrivateServer, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    again = []
    with Load(world, COUNTERS, AGAIN_SECONDS) as load:
        for _ in range(KILLS):
            load.wait_for(2 * COUNTERS)
            fresh_server.kill()
            fresh_server.start()
            # It greets: its port is open.
            again.append(load.all_sell_again(time.monotonic()))
    world._engine.dispose()
    check_kept(load)
    assert max(again) < SELLING_AGAIN_WITHIN
    with capsys.disabled():
        sys.stdout.write(
            f"\n{KILLS} kills, {load.taken} payments of {COUNTERS} counters, doubts"
            f" {dict(load.ends())}, all sell again after {max(again):.2f} s at most\n"
        )


def test_upgraded_while_counters_sell(fresh_server: PrivateServer, world: World) -> None:
    """Every object is made again: counters are refused for a moment, and told why."""
    with Load(world, COUNTERS) as load:
        load.wait_for(20)
        upgrade(fresh_server.admin_login(), DATABASE, force=True)
        load.all_sell_again(time.monotonic())
    check_kept(load)
    assert set(load.refusals()) == {"upgrade_running"}


def test_read_only_for_a_moment(world: World) -> None:
    """Whoever may not write does not know: it is settled as void when writing is allowed again."""
    with Load(world, COUNTERS) as load:
        load.wait_for(20)
        world.run("SET GLOBAL read_only = 1")
        threading.Event().wait(0.3)
        world.run("SET GLOBAL read_only = 0")
        load.all_sell_again(time.monotonic())
    check_kept(load)
    assert load.ends()["void"]


def test_unsafe_for_a_moment(world: World) -> None:
    with Load(world, COUNTERS) as load:
        load.wait_for(20)
        world.run("SET GLOBAL innodb_flush_log_at_trx_commit = 2")
        refused_from = load.taken
        threading.Event().wait(0.3)
        # Only what was under way when the setting changed may still have come in.
        assert load.taken <= refused_from + COUNTERS
        world.run("SET GLOBAL innodb_flush_log_at_trx_commit = 1")
        load.all_sell_again(time.monotonic())
    check_kept(load)
    assert set(load.refusals()) == {"unsafe_server"}


def test_too_many_connections(fresh_server: PrivateServer, world: World) -> None:
    """Everybody is thrown out, and there are places for some only; then there are more again."""
    ((most,),) = world.run("SELECT @@global.max_connections")
    with Load(world, FEWEST_PLACES + 3) as load:
        load.wait_for(20)
        with closing(fresh_server.admin_connection(DATABASE)) as admin, admin.cursor() as cursor:
            cursor.execute(f"SET GLOBAL max_connections = {FEWEST_PLACES}")
            for one in load.sellers:
                cursor.execute(f"KILL USER '{one.selling.desk.user_name}'")
            since = time.monotonic()
            threading.Event().wait(0.3)
            waiting = sum(one.last_at < since for one in load.sellers)
            cursor.execute("SET GLOBAL max_connections = %s", (most,))
        assert waiting >= 3
        load.all_sell_again(time.monotonic())
    check_kept(load)
    assert not load.refusals()
