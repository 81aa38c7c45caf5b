"""The launcher, with the real server: shared use, crashes, refusals."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymysql
import pytest

from cashier_app.db import private_server, server_binary
from cashier_app.db.private_server import (
    PrivateServer,
    ServerInUse,
    copy_template,
)
from cashier_app.db.process import ProcessId, is_running, this_process
from cashier_app.db.server_binary import Flavour, ServerFailed, ServerMissing, find_server
from cashier_app.db.server_record import Record, save
from cashier_app.db.server_socket import prepare_socket_folder, socket_path
from tests.plugins.database import free_port

ATTACH = """
import sys
from pathlib import Path
from cashier_app.db.private_server import PrivateServer
server = PrivateServer(Path(sys.argv[1]))
server.attach()
print(server.status().pid, flush=True)
sys.stdin.readline()
if sys.argv[2] == "detach":
    server.detach()
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed") / "server"
    PrivateServer(folder).install()
    return folder


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Iterator[Path]:
    target = tmp_path / "server"
    copy_template(template, target)
    yield target
    PrivateServer(target).stop(force=True)


def ask(server: PrivateServer, question: str) -> str:
    connection = server.admin_connection()
    with connection, connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    assert row is not None
    return str(row[0])


def attach_elsewhere(folder: Path, end: str) -> tuple[subprocess.Popen[str], int]:
    """Another process that attaches, tells the server's pid, and ends on a line of input."""
    process = subprocess.Popen(
        [sys.executable, "-c", ATTACH, str(folder), end],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def finish(process: subprocess.Popen[str]) -> None:
    process.communicate("\n", timeout=60)
    assert process.returncode == 0


def test_starts_quickly_and_stops_with_its_last_user(folder: Path) -> None:
    began = time.monotonic()
    with PrivateServer(folder) as server:
        took = time.monotonic() - began
        assert server.status().running
        assert server.status().users == (os.getpid(),)
    assert not server.status().running
    assert not server.socket.exists()
    # 0.25 s on MariaDB; the bound leaves room for a busy machine.
    assert took < 5


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("innodb_flush_log_at_trx_commit", "1"),
        ("time_zone", "+00:00"),
        ("innodb_autoinc_lock_mode", "2"),
        ("log_bin", "0"),
        ("character_set_server", "utf8mb4"),
        ("innodb_random_read_ahead", "1"),
        ("innodb_read_ahead_threshold", "24"),
    ],
)
def test_safe_settings(running: PrivateServer, variable: str, value: str) -> None:
    assert ask(running, f"SELECT @@global.{variable}") == value


def test_remembers_all_that_it_held(running: PrivateServer) -> None:
    assert ask(running, "SELECT @@global.innodb_buffer_pool_dump_pct") == "100"


@pytest.fixture(scope="module")
def running(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateServer]:
    target = tmp_path_factory.mktemp("running") / "server"
    copy_template(template, target)
    with PrivateServer(target) as server:
        yield server


def test_strict_mode_refuses_a_value_that_does_not_fit(running: PrivateServer) -> None:
    connection = running.admin_connection()
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE strict_test")
        cursor.execute("CREATE TABLE strict_test.t (a TINYINT)")
        with pytest.raises(pymysql.err.DataError):
            cursor.execute("INSERT INTO strict_test.t VALUES (1000)")


def test_only_known_accounts_exist(running: PrivateServer) -> None:
    known = ["mariadb.sys", "mysql.infoschema", "mysql.session", "mysql.sys", "root"]
    names = ask(running, "SELECT GROUP_CONCAT(user ORDER BY user) FROM mysql.user").split(",")
    assert set(names) <= set(known)


def test_is_not_on_the_network(running: PrivateServer) -> None:
    assert ask(running, "SELECT @@skip_networking") == "1"


def test_two_processes_share_one_server(folder: Path) -> None:
    with PrivateServer(folder) as ours:
        process, pid = attach_elsewhere(folder, "detach")
        assert pid == ours.status().pid
        assert len(ours.status().users) == 2
        finish(process)
        assert ours.status().users == (os.getpid(),)
    assert not ours.status().running


def test_server_outlives_the_process_that_started_it(folder: Path) -> None:
    process, pid = attach_elsewhere(folder, "detach")
    with PrivateServer(folder) as ours:
        finish(process)
        assert ours.status().pid == pid
        assert ask(ours, "SELECT 1") == "1"
    assert not ours.status().running


def test_a_user_that_died_is_forgotten(folder: Path) -> None:
    process, pid = attach_elsewhere(folder, "never")
    finish(process)
    with PrivateServer(folder) as ours:
        assert ours.status().pid == pid
        assert ours.status().users == (os.getpid(),)
    assert not ours.status().running


def test_many_start_at_once_and_only_one_server_runs(folder: Path) -> None:
    several = [
        subprocess.Popen(
            [sys.executable, "-c", ATTACH, str(folder), "detach"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(4)
    ]  # fmt: skip
    pids = {process.stdout.readline() for process in several if process.stdout is not None}
    assert len(pids) == 1
    for process in several:
        finish(process)
    assert not PrivateServer(folder).status().running


def test_killed_server_starts_again_with_its_data(folder: Path) -> None:
    with PrivateServer(folder) as server:
        ask_nothing(server, "CREATE DATABASE kept")
        server.kill()
        assert not server.status().running
        with PrivateServer(folder) as again:
            assert again.status().users == (os.getpid(), os.getpid())
            assert ask(again, "SHOW DATABASES LIKE 'kept'") == "kept"


def ask_nothing(server: PrivateServer, order: str) -> None:
    connection = server.admin_connection()
    with connection, connection.cursor() as cursor:
        cursor.execute(order)


def test_start_keeps_it_up_until_stop(folder: Path) -> None:
    PrivateServer(folder).start()
    with PrivateServer(folder) as user, pytest.raises(ServerInUse, match=str(os.getpid())):
        PrivateServer(folder).stop()
    assert user.status().running
    assert user.status().kept
    PrivateServer(folder).stop()
    assert not user.status().running


def test_loopback_port(folder: Path) -> None:
    port = free_port()
    with PrivateServer(folder, tcp_port=port) as server:
        assert ask(server, "SELECT @@bind_address") == "127.0.0.1"
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        # Another object learns the port from the record.
        other = PrivateServer(folder)
        assert other.status().tcp_port == port


def test_template_in_use_is_not_copied(folder: Path, tmp_path: Path) -> None:
    with PrivateServer(folder), pytest.raises(ServerInUse):
        copy_template(folder, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_torn_record_is_read_as_empty(folder: Path) -> None:
    (folder / "users.json").write_text('{"server": {"pi', "utf-8")
    assert PrivateServer(folder).status().users == ()


@pytest.mark.parametrize("text", ['{"server": {"pi', "", '{"server": null, "users": []}'])
def test_a_server_whose_record_is_lost_is_found_again(folder: Path, text: str) -> None:
    """A second one would have taken its socket away, and then failed on its data."""
    with PrivateServer(folder) as server:
        pid = server.status().pid
        (folder / "users.json").write_text(text, "utf-8")
        with PrivateServer(folder) as other:
            assert other.status().pid == pid
            assert ask(other, "SELECT 1") == "1"
        assert not PrivateServer(folder).status().running


def test_another_process_is_never_taken_for_the_server(folder: Path) -> None:
    """After a restart of the computer its number and start may be those of the note."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        record = Record(this_process(stranger.pid), {}, kept=True, socket=str(folder / "x"))
        save(folder / "users.json", record)
        (folder / "server.pid").write_text(f"{stranger.pid}\n", "ascii")
        assert not PrivateServer(folder).status().running
        PrivateServer(folder).stop(force=True)
        assert stranger.poll() is None
        stranger.communicate(b"\n")


@pytest.mark.parametrize("note", ["", None])
def test_data_whose_note_is_lost_are_never_thrown_away(folder: Path, note: str | None) -> None:
    with PrivateServer(folder) as server:
        ask_nothing(server, "CREATE DATABASE kept")
    before = json.loads((folder / "made_by.json").read_text("utf-8"))
    if note is None:
        (folder / "made_by.json").unlink()
    else:
        (folder / "made_by.json").write_text(note, "utf-8")
    with PrivateServer(folder) as server:
        assert ask(server, "SHOW DATABASES LIKE 'kept'") == "kept"
    again = json.loads((folder / "made_by.json").read_text("utf-8"))
    assert again["flavour"] == before["flavour"]


def test_broken_installation_is_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "server"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "ibdata1").write_bytes(b"half")
    with PrivateServer(folder) as server:
        assert ask(server, "SELECT 1") == "1"


def test_data_of_the_other_flavour_is_refused(folder: Path) -> None:
    note = json.loads((folder / "made_by.json").read_text("utf-8"))
    other = "mysql" if note["flavour"] == "mariadb" else "mariadb"
    (folder / "made_by.json").write_text(json.dumps({**note, "flavour": other}), "utf-8")
    with pytest.raises(ServerFailed, match="made by"):
        PrivateServer(folder).attach()


def test_start_failure_shows_what_the_server_said(folder: Path) -> None:
    options = private_server.ServerOptions(extra=("--no-such-option=1",))
    with pytest.raises(ServerFailed, match="no-such-option"):
        PrivateServer(folder, options=options).attach()


def test_socket_path_too_long_is_explained(tmp_path: Path) -> None:
    with pytest.raises(ServerFailed, match="107"):
        prepare_socket_folder(tmp_path / ("x" * 100) / "db.sock")


def test_socket_folder_of_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    with pytest.raises(ServerFailed, match="only you"):
        prepare_socket_folder(tmp_path / "open" / "db" / "db.sock")


def test_socket_path_follows_the_runtime_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert socket_path(Path("/a")).is_relative_to(tmp_path)
    assert socket_path(Path("/a")) != socket_path(Path("/b"))


def test_missing_server_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(server_binary.SERVER_VARIABLE, raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(server_binary, "_FOLDERS", ())
    with pytest.raises(ServerMissing, match="mariadb-server-core"):
        find_server()
    with pytest.raises(ServerMissing, match="mysql-server-core"):
        find_server(Flavour.MYSQL)


def test_what_is_no_server_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(server_binary.SERVER_VARIABLE, "/bin/true")
    server_binary.describe_server.cache_clear()
    with pytest.raises(ServerMissing, match="version"):
        find_server()


def test_process_numbers_used_again_are_told_apart() -> None:
    me = this_process()
    assert is_running(me)
    assert not is_running(ProcessId(me.pid, "0"))


def test_it_is_installed_in_a_folder_that_no_other_server_sweeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that starts removes "#sql" tables from its folder for them, whoever made them."""
    seen: list[str] = []
    true_run = subprocess.run

    def run(command: list[str], **named: Any) -> Any:
        if "env" in named:  # the installer; others only ask for a version
            folder = Path(named["env"]["TMPDIR"])
            seen.extend([str(folder), str(list(folder.iterdir()))])
        return true_run(command, **named)

    monkeypatch.setattr(subprocess, "run", run)
    PrivateServer(tmp_path / "server").install()
    own, content = seen[-2:]
    assert content == "[]"
    assert own != tempfile.gettempdir()
    assert not Path(own).exists()
