"""The server's disk takes no write for 3 to 120 s, then all of them: COMMITs hang and land (N2)."""

from __future__ import annotations

import gc
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cashier_app.db.private_server import PrivateServer
from tests.faults.acts import SOAK
from tests.faults.load import Load, check_kept
from tests.plugins.database import DATABASE, copy_of_template, wanted_server
from tests.support.counter import World

# PyMySQL leaves the socket of a connection that was given up to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.timeout(400),
]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system that can be frozen; only root may make one."""
    image, place = tmp_path / "image", tmp_path / "disk"
    place.mkdir()
    if not (shutil.which("mkfs.ext4") and shutil.which("fsfreeze")):
        pytest.skip("mkfs.ext4 and fsfreeze are not here")
    with image.open("wb") as file:
        file.truncate(400 * 2**20)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True)
    mount = ["mount", "-o", "loop", str(image), str(place)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a disk cannot be mounted here: it takes root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@contextmanager
def stalled(disk: Path) -> Iterator[None]:
    """No write to it ends in this block."""
    subprocess.run(["fsfreeze", "--freeze", str(disk)], check=True)
    try:
        yield
    finally:
        subprocess.run(["fsfreeze", "--unfreeze", str(disk)], check=True)


@pytest.mark.parametrize("seconds", [3, 20, 120] if SOAK else [2])
def test_nobody_hears_an_end_while_it_stalls(disk: Path, tmp_path: Path, seconds: int) -> None:
    """Counters are cut off by their time-out, come back and ask, again and again."""
    binary = wanted_server()
    copy_of_template(disk / "server", binary)
    server = PrivateServer(disk / "server", binary)
    server.attach()
    try:
        world = World(server.admin_login(DATABASE), DATABASE, tmp_path)
        with Load(world, counters=3, again_seconds=0.1, read_seconds=0.6) as load:
            load.wait_for(20)
            with stalled(disk):
                threading.Event().wait(0.3)
                taken, ends = load.taken, load.ends()
                threading.Event().wait(seconds)
                assert (load.taken, load.ends()) == (taken, ends)
            load.all_sell_again(time.monotonic())
        world._engine.dispose()
        check_kept(load)
        world.close()
    finally:
        server.stop(force=True)
        gc.collect()
