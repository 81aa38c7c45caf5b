"""The program's own database server on a data folder of the user's.

Several processes may attach to one folder; a lock file counts them and the last
one stops the server. Layout: `data/` (the server's), `users.json` and `users.lock`
(who is attached), `made_by.json`, `error.log`.
"""

from __future__ import annotations

import getpass
import json
import os
import shutil
import signal
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import pymysql

from cashier_app.db.engine import LONG_READ_SECONDS, DatabaseAddress, Login
from cashier_app.db.process import ProcessId, is_running, this_process, wait_for_end
from cashier_app.db.running_server import find_server_of, serves
from cashier_app.db.server_binary import (
    ROOT_FILE,
    Flavour,
    ServerBinary,
    ServerFailed,
    find_server,
    flavour_of_databases,
    install_data,
    user_options,
)
from cashier_app.db.server_record import Record, load, locked, save
from cashier_app.db.server_socket import greets, prepare_socket_folder, socket_path
from cashier_app.whole_files import write_whole

if TYPE_CHECKING:
    from sqlalchemy import Engine

SQL_MODE = (
    "STRICT_TRANS_TABLES,STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,"
    "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY"
)
_MB = 1024 * 1024
QUARTER = 4
"""A private server's part of the memory: a window works beside it."""
_LEAST_POOL_MB = 64
_RECORD = "users.json"
_START_SECONDS = 60
_STOP_SECONDS = 300
"""A server with much memory first writes down what it holds."""
_LOOK_AGAIN_SECONDS = 0.005
# Only its parent can collect a process that ended, whichever object started it.
_children: dict[int, subprocess.Popen[bytes]] = {}


class ServerInUse(RuntimeError):
    """The server was asked to stop while other processes are attached to it."""


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """What may differ between a counter, a test and a benchmark.

    Without a `buffer_pool_mb` the server's memory follows its data, up to the
    computer's divided by `memory_part`.
    """

    buffer_pool_mb: int | None = None
    memory_part: int = QUARTER
    redo_log_mb: int = 16
    max_connections: int = 200
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """What `cashier db status` shows of the private server."""

    running: bool
    pid: int | None
    users: tuple[int, ...]
    """Processes that are attached."""
    kept: bool
    """True when it stays up without users, until it is told to stop."""
    socket: Path
    tcp_port: int | None
    flavour: str
    version: str


class PrivateServer:
    """A MariaDB or MySQL of our own; `with PrivateServer(folder) as server:` attaches.

    `tcp_port` opens 127.0.0.1 beside the socket (for a proxy in a test); nothing else
    can ever be reached from the network. Raises ServerMissing, ServerFailed.
    """

    def __init__(
        self,
        folder: Path,
        binary: ServerBinary | None = None,
        tcp_port: int | None = None,
        options: ServerOptions | None = None,
    ) -> None:
        self.folder = folder.resolve()
        self.data = self.folder / "data"
        self.binary = binary or find_server()
        self.tcp_port = tcp_port
        self.options = options or ServerOptions()
        self.socket = socket_path(self.folder)
        self._token: str | None = None

    def __enter__(self) -> Self:
        self.attach()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.detach()

    def install(self) -> None:
        """Make the data folder if it is not there yet; nothing is started."""
        with self._record():
            self._ensure_installed()

    def start(self) -> None:
        """Start the server and leave it running without users until `stop`."""
        with self._record() as record:
            self._ensure_running(record)
            record.kept = True

    def attach(self) -> None:
        """Start the server unless it runs, and count this object among its users."""
        if self._token is not None:
            return
        with self._record() as record:
            self._ensure_running(record)
            self._token = uuid.uuid4().hex
            record.users[self._token] = this_process()

    def detach(self) -> None:
        """Leave; the last user stops the server (unless `start` keeps it up)."""
        if self._token is None:
            return
        with self._record() as record:
            record.users.pop(self._token, None)
            self._token = None
            if not record.users and not record.kept:
                self._end(record)

    def stop(self, force: bool = False) -> None:
        """Stop the server. Raises ServerInUse when others are attached, unless `force`."""
        with self._record() as record:
            others = {t: u for t, u in record.users.items() if t != self._token}
            if others and not force:
                raise ServerInUse(", ".join(str(user.pid) for user in others.values()))
            record.users.clear()
            record.kept = False
            self._token = None
            self._end(record)

    def kill(self) -> None:
        """End the server without warning, as a power cut would (for tests of recovery)."""
        with self._record() as record:
            if record.server is not None:
                os.kill(record.server.pid, signal.SIGKILL)
                _await_end(record.server)
                record.server = None

    def status(self) -> ServerStatus:
        """What runs and who is attached."""
        with self._record() as record:
            return ServerStatus(
                running=record.server is not None,
                pid=record.server.pid if record.server else None,
                users=tuple(user.pid for user in record.users.values()),
                kept=record.kept,
                socket=self.socket,
                tcp_port=self.tcp_port,
                flavour=self.binary.flavour.value,
                version=self.binary.version,
            )

    def admin_account(self) -> tuple[str, str]:
        """Name and password of the administrator (MariaDB knows the OS user: no password)."""
        if self.binary.flavour is Flavour.MYSQL:
            return "root", (self.data / ROOT_FILE).read_text("ascii")
        return getpass.getuser(), ""

    def address(self, database: str = "") -> DatabaseAddress:
        """Where the server listens, for `build_engine`."""
        return DatabaseAddress(database=database, socket=str(self.socket))

    def admin_login(self, database: str = "") -> Login:
        """The administrator's login over the socket."""
        return Login(self.address(database), *self.admin_account())

    def admin_engine(self, database: str = "") -> Engine:
        """The administrator's engine, for work that may take minutes."""
        return self.admin_login(database).engine(read_seconds=LONG_READ_SECONDS)

    def admin_connection(self, database: str = "") -> pymysql.Connection[Any]:
        """A PyMySQL connection of the administrator, in autocommit."""
        user, password = self.admin_account()
        return pymysql.connect(
            unix_socket=str(self.socket),
            user=user,
            password=password,
            database=database or None,
            charset="utf8mb4",
            collation="utf8mb4_bin",
            autocommit=True,
            connect_timeout=5,
            # On a socket of our own; building a TLS context would cost 16 ms.
            ssl_disabled=True,
        )

    # -- the record of users ------------------------------------------------------

    @contextmanager
    def _record(self) -> Iterator[Record]:
        """The record of users under its lock; what the block changes is saved."""
        # `mode` is of the last folder only: the one above holds the counter's log as well.
        for folder in (self.folder.parent, self.folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(self.folder / "users.lock"):
            record = load(self.folder / _RECORD)
            record.drop_dead()
            self._find_server(record)
            if record.server is not None:
                # Whoever started it may have had other settings than we have.
                self.socket, self.tcp_port = Path(record.socket), record.tcp_port
            try:
                yield record
            finally:
                save(self.folder / _RECORD, record)

    def _find_server(self, record: Record) -> None:
        """The record may be lost, or name a process that has the number by chance."""
        if record.server is not None and serves(record.server, self.data):
            return
        found = find_server_of(self.data, self._pid_file)
        record.server = None
        if found is not None:
            record.server, record.socket, record.tcp_port = found

    @property
    def _pid_file(self) -> Path:
        return self.folder / "server.pid"

    # -- installing, starting, stopping ---------------------------------------------

    def _ensure_installed(self) -> None:
        made_by = self.folder / "made_by.json"
        note = _read_note(made_by)
        if note is not None:
            _check_maker(note, self.binary)
            return
        flavour = flavour_of_databases(self.data)
        if flavour is None:
            # A data folder without note and databases is the rest of a broken installation.
            shutil.rmtree(self.data, ignore_errors=True)
            install_data(self.binary, self.data)
            flavour = self.binary.flavour
        note = {"flavour": flavour.value, "version": self.binary.version}
        write_whole(made_by, json.dumps(note))
        _check_maker(note, self.binary)

    def _ensure_running(self, record: Record) -> None:
        self._ensure_installed()
        if record.server is None:
            prepare_socket_folder(self.socket)
            self._launch(record)
        if record.server is not None:
            self._await_ready(record.server)

    def _launch(self, record: Record) -> None:
        with (self.folder / "error.log").open("wb") as log:
            child = subprocess.Popen(
                self._command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                # Ctrl+C in a counter's terminal must not end the server of the others.
                start_new_session=True,
            )
        _children[child.pid] = child
        record.server = this_process(child.pid)
        record.socket, record.tcp_port = str(self.socket), self.tcp_port
        # Saved before it is ready: if we die now, the next process finds it.
        save(self.folder / _RECORD, record)

    def _command(self) -> list[str]:
        options = self.options
        return [
            *self.binary.command,
            "--no-defaults",
            *user_options(),
            *self.binary.options,
            f"--datadir={self.data}",
            f"--socket={self.socket}",
            f"--pid-file={self._pid_file}",
            # A server that starts sweeps its folder for temporary tables: never a shared one.
            f"--tmpdir={self._own_tmp()}",
            *self._network(),
            "--skip-name-resolve",
            f"--max-connections={options.max_connections}",
            "--default-time-zone=+00:00",
            f"--sql-mode={SQL_MODE}",
            "--character-set-server=utf8mb4",
            "--collation-server=utf8mb4_bin",
            "--transaction-isolation=READ-COMMITTED",
            "--default-storage-engine=InnoDB",
            "--innodb-flush-log-at-trx-commit=1",
            "--innodb-autoinc-lock-mode=2",
            # Steps of 64 MB would make every copy of a small data folder three times as large.
            "--innodb-autoextend-increment=4",
            f"--innodb-buffer-pool-size={self._pool_mb()}M",
            # Back as warm as it went: a quarter of the memory is the default.
            "--innodb-buffer-pool-dump-pct=100",
            # Who reads every second page of a table has the next ones brought (decision 0281).
            "--innodb-random-read-ahead=ON",
            "--innodb-read-ahead-threshold=24",
            "--performance-schema=OFF",
            # Indexes of a large table are sorted in few passes; nobody holds it otherwise.
            "--innodb-sort-buffer-size=16M",
            *self._flavour_options(),
            *options.extra,
        ]

    def _pool_mb(self) -> int:
        """As much as the data takes when the server starts, where the computer has it."""
        if self.options.buffer_pool_mb is not None:
            return self.options.buffer_pool_mb
        stored = sum(file.stat().st_size for file in self.data.rglob("*.ibd")) // _MB
        most = part_of_memory(self.options.memory_part) // _MB
        return max(_LEAST_POOL_MB, min(stored // 8 * 8, most))

    def _own_tmp(self) -> Path:
        folder = self.folder / "tmp"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    def _network(self) -> list[str]:
        if self.tcp_port is None:
            return ["--skip-networking"]
        return ["--bind-address=127.0.0.1", f"--port={self.tcp_port}"]

    def _flavour_options(self) -> list[str]:
        redo = self.options.redo_log_mb
        if self.binary.flavour is Flavour.MARIADB:
            return [
                "--skip-log-bin",
                f"--innodb-log-file-size={redo}M",
                f"--secure-file-priv={self.data}",
            ]
        return [
            "--secure-file-priv=NULL",
            "--disable-log-bin",
            "--log-bin-trust-function-creators=1",
            "--mysqlx=OFF",
            f"--innodb-redo-log-capacity={max(redo, 8)}M",
        ]

    def _await_ready(self, server: ProcessId) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while not greets(self.socket):
            if not is_running(server):
                _forget_child(server)
                raise ServerFailed(f"The database server did not start: {self._last_words()}")
            if time.monotonic() > deadline:
                raise ServerFailed(f"The database server is not ready: {self._last_words()}")
            time.sleep(_LOOK_AGAIN_SECONDS)

    def _last_words(self) -> str:
        lines = (self.folder / "error.log").read_text("utf-8", "replace").splitlines()
        errors = [line for line in lines if "[ERROR]" in line]
        return " / ".join((errors or lines)[-3:])[:800]

    def _end(self, record: Record) -> None:
        if record.server is not None:
            os.kill(record.server.pid, signal.SIGTERM)
            _await_end(record.server)
            record.server = None


def part_of_memory(part: int) -> int:
    """Bytes: the computer's memory divided by `part`; nothing where it does not tell."""
    if not hasattr(os, "sysconf"):
        return 0
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // part


def copy_template(source: Path, target: Path) -> None:
    """Copy a stopped private server's folder; `target` must not exist.

    Raises ServerInUse while the source runs: its files would not fit together.
    """
    if PrivateServer(source).status().running:
        raise ServerInUse(str(source))
    target.mkdir(mode=0o700, parents=True)
    shutil.copytree(source / "data", target / "data")
    # Last, because this note says that the data folder is complete.
    shutil.copy2(source / "made_by.json", target / "made_by.json")


def _read_note(path: Path) -> dict[str, str] | None:
    """Who made the data folder; None where a power cut took the note or half of it."""
    try:
        note = json.loads(path.read_text("utf-8"))
        return {"flavour": str(note["flavour"]), "version": str(note["version"])}
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _check_maker(note: dict[str, str], binary: ServerBinary) -> None:
    if note["flavour"] != binary.flavour.value:
        raise ServerFailed(
            f"This data folder was made by {note['flavour']} {note['version']};"
            f" {binary.flavour.value} {binary.version} cannot use it."
        )


def _await_end(server: ProcessId) -> None:
    if not wait_for_end(server, _STOP_SECONDS):
        raise ServerFailed("The database server does not stop.")
    _forget_child(server)


def _forget_child(server: ProcessId) -> None:
    child = _children.pop(server.pid, None)
    if child is not None:
        child.wait()
