"""The server's disk is full while counters sell, with and without a binary log (S3)."""

from __future__ import annotations

import contextlib
import gc
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cashier_app.db.private_server import PrivateServer, ServerOptions
from tests.faults.acts import SOAK
from tests.faults.load import Load, check_kept
from tests.plugins.database import DATABASE, copy_of_template, wanted_server
from tests.support.counter import World

SIZE = "220m"
STANDS_SECONDS = 5
FREED_WITHIN = 70
"""With a binary log MariaDB looks for room once a minute; its COMMIT waits and lands then."""

# PyMySQL leaves the socket of a connection that was given up to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own; only root may make one."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)],
        check=False,
        capture_output=True,
    )
    if made.returncode:
        pytest.skip("a small disk cannot be mounted here: it takes root")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def serve(small_disk: Path) -> Iterator[Callable[..., PrivateServer]]:
    """Call it with the server's further options."""
    servers = []

    def start(*extra: str) -> PrivateServer:
        binary = wanted_server()
        copy_of_template(small_disk / "server", binary)
        made = PrivateServer(
            small_disk / "server", binary, options=ServerOptions(extra=tuple(extra))
        )
        servers.append(made)
        made.attach()
        return made

    yield start
    for made in servers:
        made.stop(force=True)


def fill(disk: Path) -> Path:
    """Until nothing more goes in; the file that makes room again when it is removed."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(65536)):
            pass
    return ballast


def test_without_a_binary_log(
    small_disk: Path, serve: Callable[..., PrivateServer], tmp_path: Path
) -> None:
    """What finds no room is unknown, settled as void, and taken when there is room.

    Where the last page is full to the row, "void" finds no room either: all wait until there is.
    """
    server = serve()
    world = World(server.admin_login(DATABASE), DATABASE, tmp_path)
    with Load(world, counters=3) as load:
        load.wait_for(3)
        ballast = fill(small_disk)
        try:
            _wait_until(lambda: load.ends()["void"] >= 10 or _stands(load))
        finally:
            ballast.unlink()  # else no counter's doubt ends, and neither does its thread
        load.all_sell_again(time.monotonic())
    assert load.ends()["void"]
    world._engine.dispose()
    check_kept(load)
    world.close()
    gc.collect()


@pytest.mark.skipif(not SOAK, reason="a full binary log takes MariaDB a minute: make soak")
@pytest.mark.timeout(240)
def test_with_a_binary_log(
    small_disk: Path, serve: Callable[..., PrivateServer], tmp_path: Path
) -> None:
    """COMMITs hang and land a minute later: nobody hears "not taken" before that."""
    server = serve(f"--log-bin={small_disk / 'binlog'}", "--sync-binlog=1", "--server-id=1")
    world = World(server.admin_login(DATABASE), DATABASE, tmp_path)
    assert world.run("SELECT @@log_bin")[0][0] == 1
    with Load(world, counters=3, again_seconds=0.5) as load:
        load.wait_for(3)
        ballast = fill(small_disk)
        # The counter gives up listening after 8 s; the COMMIT is still there.
        pause_until = time.monotonic() + 15
        taken = load.taken
        _wait_until(lambda: time.monotonic() > pause_until)
        assert load.taken <= taken + 3
        ballast.unlink()
        assert load.all_sell_again(time.monotonic()) < FREED_WITHIN
    world._engine.dispose()
    check_kept(load)
    assert load.ends()["taken"]
    world.close()
    gc.collect()


def _stands(load: Load) -> bool:
    """Nobody has sold for a while."""
    return time.monotonic() > max(load.last_sales()) + STANDS_SECONDS


def _wait_until(met: Callable[[], bool]) -> None:
    ends = time.monotonic() + 30
    while not met():
        assert time.monotonic() < ends
        time.sleep(0.01)
