"""The server killed, upgraded, read-only, full or unsafe while counters sell (S1 to S3)."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from math import ceil
from pathlib import Path

import pytest
from pymysql.cursors import Cursor

from cashier_app.db.installer import upgrade
from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.errors import OutcomeUnknown
from tests.faults.acts import SECONDS, SOAK
from tests.faults.crews import Crews
from tests.faults.load import Load, check_kept
from tests.faults.seller import PAYMENTS_OF_A_CUSTOMER
from tests.plugins.database import DATABASE
from tests.support.counter import World
from tests.support.selling import Selling
from ui.flow.unknown import ASK_AGAIN_SECONDS

KILLS = int(os.environ.get("CASHIER_SOAK_KILLS", "")) if SOAK else 20
COUNTERS = int(os.environ.get("CASHIER_SOAK_COUNTERS", "")) if SOAK else 4
PAYMENTS = int(os.environ.get("CASHIER_SOAK_PAYMENTS", "")) if SOAK else 2 * COUNTERS * KILLS
PROCESSES = int(os.environ.get("CASHIER_SOAK_PROCESSES", "3"))
PROGRESS = os.environ.get("CASHIER_SOAK_PROGRESS", "")
"""File that a long run writes how far it is."""
AGAIN_SECONDS = ASK_AGAIN_SECONDS if SOAK else 0.02
"""The screens wait so long before they ask again; a test of a minute does not."""
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


@pytest.mark.timeout(2 * SECONDS + 600 if SOAK else 90)
def test_killed_again_and_again_it_loses_nothing(
    fresh_server: PrivateServer, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """As many payments between two kills as make up the wanted sum, or until the time is over."""
    first, every, began = [], [], time.monotonic()
    with _counters(world) as sales:
        began = time.monotonic()
        for kill in range(KILLS):
            if not sales.wait_for(max(COUNTERS, PAYMENTS // KILLS), began + SECONDS):
                break
            fresh_server.kill()
            fresh_server.start()
            # It greets: its port is open.
            opened = time.monotonic()
            first.append(sales.sells_again(opened))
            every.append(sales.all_sell_again(opened))
            _tell_progress(
                f"{kill + 1} kills, {sales.taken} payments, sold again after {first[-1]:.2f} s,"
                f" all of them after {every[-1]:.2f} s",
                time.monotonic() - began,
            )
    seconds = time.monotonic() - began
    _tell_progress(f"{len(first)} kills, {sales.taken} payments, being checked", seconds)
    world._engine.dispose()
    check_kept(sales)
    said = (
        f"{len(first)} kills, {sales.taken} payments of {COUNTERS} counters in {seconds:.0f} s"
        f" ({sales.taken / seconds:.0f}/s), doubts {dict(sales.ends())}; sold again after"
        f" {max(first, default=0):.2f} s at most, all of them after {max(every, default=0):.2f} s"
    )
    _tell_progress(f"whole: {said}", time.monotonic() - began)
    with capsys.disabled():
        sys.stdout.write(f"\n{said}\n")
    assert max(first) < SELLING_AGAIN_WITHIN
    # Fifty counters on one computer wait for each other as those of a hall do not.
    assert SOAK or max(every) < SELLING_AGAIN_WITHIN


def _counters(world: World) -> Load | Crews:
    """Many are spread over processes."""
    if SOAK and PROCESSES > 1:
        customers = ceil(PAYMENTS / COUNTERS / PAYMENTS_OF_A_CUSTOMER) or 1
        return Crews(world, COUNTERS, PROCESSES, AGAIN_SECONDS, customers=customers)
    return Load(world, COUNTERS, AGAIN_SECONDS)


def _tell_progress(what: str, seconds: float) -> None:
    if PROGRESS:
        with Path(PROGRESS).open("a", encoding="utf-8") as file:
            file.write(f"{seconds:7.0f} s: {what}\n")


def test_counters_in_other_processes_are_held_to_the_same(
    fresh_server: PrivateServer, world: World
) -> None:
    """What the soak sells with."""
    with Crews(world, counters=4, processes=2, customers=2) as crews:
        assert crews.wait_for(20)
        fresh_server.kill()
        fresh_server.start()
        crews.all_sell_again(time.monotonic())
        assert not crews.wait_for(10**6, ends=time.monotonic())
    world._engine.dispose()
    assert sum(len(one.acknowledged) for one in crews.told()) == crews.taken
    check_kept(crews)
    # It is no comparison that holds whatever there is.
    crews.told()[0].acknowledged.popitem()
    with pytest.raises(AssertionError):
        check_kept(crews)


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
    one = Selling(world.desk())
    order = one.order(world.account(("10",)))
    with Load(world, COUNTERS) as load:
        load.wait_for(20)
        world.run("SET GLOBAL read_only = 1")
        with pytest.raises(OutcomeUnknown):
            one.send(order)
        world.run("SET GLOBAL read_only = 0")
        load.all_sell_again(time.monotonic())
    check_kept(load)
    assert not one.program.payments.settle(order.request_id).number
    assert one.program.payments.unsettled() == ()


def test_unsafe_for_a_moment(world: World) -> None:
    with Load(world, COUNTERS) as load:
        load.wait_for(20)
        world.run("SET GLOBAL innodb_flush_log_at_trx_commit = 2")
        refused_from = load.taken
        load.wait_until(lambda: load.refusals()["unsafe_server"] >= COUNTERS, "refusals")
        # Only what was under way when the setting changed may still have come in.
        assert load.taken <= refused_from + COUNTERS
        world.run("SET GLOBAL innodb_flush_log_at_trx_commit = 1")
        load.all_sell_again(time.monotonic())
    check_kept(load)
    assert set(load.refusals()) == {"unsafe_server"}


def _turned_away(cursor: Cursor) -> int:
    """How often the server had no place: who has one may lose it to another, so it counts."""
    cursor.execute("SHOW GLOBAL STATUS LIKE 'Connection_errors_max_connections'")
    ((_, times),) = cursor.fetchall()
    return int(times)


def test_too_many_connections(fresh_server: PrivateServer, world: World) -> None:
    """Everybody is thrown out, and there are places for some only; then there are more again."""
    ((most,),) = world.run("SELECT @@global.max_connections")
    with Load(world, FEWEST_PLACES + 3) as load:
        load.wait_for(20)
        with closing(fresh_server.admin_connection(DATABASE)) as admin, admin.cursor() as cursor:
            before = _turned_away(cursor)
            cursor.execute(f"SET GLOBAL max_connections = {FEWEST_PLACES}")
            # By number: who is within a CALL is there under the name of its definer.
            cursor.execute(
                "SELECT id FROM information_schema.processlist"
                " WHERE db = %s AND user <> SUBSTRING_INDEX(USER(), '@', 1)",
                (DATABASE,),
            )
            for (thread_id,) in cursor.fetchall():
                cursor.execute("KILL %s", (thread_id,))
            load.wait_until(lambda: _turned_away(cursor) > before, "a counter without a place")
            cursor.execute("SET GLOBAL max_connections = %s", (most,))
        load.all_sell_again(time.monotonic())
    check_kept(load)
    assert not load.refusals()
