"""A real private server for the tests; its use is described in tests/conftest.py."""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

import pymysql
import pytest

from cashier_app.db.engine import DatabaseAddress, Login
from cashier_app.db.installer import upgrade
from cashier_app.db.private_server import PrivateServer, copy_template
from cashier_app.db.server_binary import Flavour, ServerBinary, find_server

if sys.platform != "win32":
    import fcntl

DATABASE = "cashier_test"
_PROJECT = Path(__file__).parents[2]
_CACHE = _PROJECT / ".cache" / "test-databases"
_KEPT = 4
_BEGUN_FROM = os.environ.get("CASHIER_TEST_TEMPLATE", "")
"""A template of nearly the same sources: only what differs is installed (tests/mutants)."""
_SOURCES = ("migrations", "sql", "tables", "*.py")

AdminFactory = Callable[..., "pymysql.Connection[Any]"]


class MakeServer(Protocol):
    """Makes another server with the untouched schema; stopped after the test."""

    def __call__(self) -> PrivateServer: ...


def wanted_server() -> ServerBinary:
    """The server that this run is about. Raises ServerMissing, which fails the test."""
    if sys.platform == "win32":
        pytest.skip("a private server listens on a Unix socket")
    wanted = os.environ.get("CASHIER_TEST_SERVER")
    return find_server(Flavour(wanted) if wanted else None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for flavour, other in (("mariadb", "MySQL"), ("mysql", "MariaDB")):
        if item.get_closest_marker(f"{flavour}_only") and wanted_server().flavour != flavour:
            pytest.skip(f"{other} has no way to do what this test proves")


def template(binary: ServerBinary) -> Path:
    """A stopped server with the schema of these sources. Call it under `_cache_lock`."""
    folder = _CACHE / f"{binary.flavour}-{_fingerprint(binary)}"
    if not folder.exists():
        building = folder.with_suffix(".building")
        shutil.rmtree(building, ignore_errors=True)
        if _BEGUN_FROM:
            copy_template(Path(_BEGUN_FROM), building)
        with PrivateServer(building, binary) as server:
            upgrade(server.admin_login(), DATABASE)
        _tidy(building)
        building.rename(folder)
    folder.touch()
    return folder


def _tidy(folder: Path) -> None:
    """Only what a copy needs; and the oldest templates go."""
    for name in ("users.json", "users.lock", "error.log"):
        (folder / name).unlink(missing_ok=True)
    others = sorted(_CACHE.glob("*-*"), key=lambda found: found.stat().st_mtime)
    for old in [found for found in others if found != folder][: -_KEPT or None]:
        shutil.rmtree(old, ignore_errors=True)


def _fingerprint(binary: ServerBinary) -> str:
    """Of everything that decides what the installed schema looks like."""
    summary = hashlib.sha256(f"{binary.flavour} {binary.version}".encode())
    package = _PROJECT / "cashier_app" / "db"
    found = [path for part in _SOURCES for path in (package.glob(part))]
    files = {f for path in found for f in (path.rglob("*") if path.is_dir() else [path])}
    for file in sorted(files):
        if file.is_file() and file.suffix != ".pyc":
            summary.update(f"\n{file.relative_to(package)}\n".encode() + file.read_bytes())
    return summary.hexdigest()[:16]


@contextmanager
def _cache_lock() -> Iterator[None]:
    """One process makes the template, the others wait for it."""
    _CACHE.mkdir(parents=True, exist_ok=True)
    with (_CACHE / "lock").open("a") as file:
        assert sys.platform != "win32"
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def copy_of_template(target: Path, binary: ServerBinary) -> None:
    """An own copy of the schema in `target`."""
    with _cache_lock():
        copy_template(template(binary), target)


_FIRST_PORT = 20_000 + os.getpid() * 97 % 10_000
_PORTS = itertools.cycle(range(_FIRST_PORT, _FIRST_PORT + 2_000))


def free_port() -> int:
    """A port on 127.0.0.1 that nobody listens on at this moment.

    Below those that a system gives to outgoing connections: one may take it before the server does.
    """
    for port in _PORTS:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise AssertionError("never: the ports begin again")


def started(folder: Path) -> PrivateServer:
    """A server in `folder` with the untouched schema; it runs within a `with`."""
    binary = wanted_server()
    copy_of_template(folder, binary)
    return PrivateServer(folder, binary, tcp_port=free_port())


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateServer]:
    """The running server of this process's tests."""
    with started(tmp_path_factory.mktemp("database") / "server") as running:
        yield running


@pytest.fixture
def make_server(tmp_path: Path) -> Iterator[MakeServer]:
    """Call it for another server of the test's own."""
    running: list[PrivateServer] = []

    def make() -> PrivateServer:
        another = started(tmp_path / f"server-{len(running)}")
        running.append(another)
        another.attach()
        return another

    yield make
    for another in running:
        another.stop(force=True)


@pytest.fixture
def fresh_server(make_server: MakeServer) -> PrivateServer:
    """A server of the test's own, with the untouched schema."""
    return make_server()


@pytest.fixture
def database(server: PrivateServer) -> DatabaseAddress:
    """The shared test database."""
    return server.address(DATABASE)


@pytest.fixture
def admin_login(server: PrivateServer) -> Login:
    """The administrator's login at the shared test database."""
    return server.admin_login(DATABASE)


@pytest.fixture
def admin(server: PrivateServer) -> Iterator[AdminFactory]:
    """Call it for a connection of the administrator."""
    with ExitStack() as stack:

        def connect(name: str = DATABASE) -> pymysql.Connection[Any]:
            return stack.enter_context(closing(server.admin_connection(name)))

        yield connect
