"""`cashier doctor`: each thing it can tell, and what it says to do."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from cashier_app.bootstrap import new_request_id
from cashier_app.commands import doctor_here, doctor_server
from cashier_app.commands.doctor_findings import Finding, State
from cashier_app.counter_log import CounterLog
from cashier_app.db.engine import DatabaseAddress
from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.printing import PrinterFault, PrinterStatus
from cashier_app.domain.utility import Role
from cashier_app.home import Places, in_one_folder
from cashier_app.receipt_code import make_keys
from cashier_app.settings import (
    CounterIdentitySettings,
    DatabaseSettings,
    PrinterChoice,
    Settings,
    save_counter,
)
from receipts.printers import ReceiptPrinter
from tests.plugins.database import DATABASE, free_port
from tests.support.certificates import Authority
from tests.support.command_line import Command, cashier, home
from tests.support.counter import PASSWORD, Desk, World
from tests.support.day import ZONE_NAME, minutes_ahead
from tests.support.selling import Selling

__all__ = ["cashier", "home"]
Patch = pytest.MonkeyPatch


def _one(findings: Iterator[Finding], name: str) -> Finding:
    (found,) = [finding for finding in findings if finding.name == name]
    return found


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A counter's folder, in order."""
    home = tmp_path / "counter"
    home.mkdir(mode=0o700)
    make_keys(home / "counter.key")
    identity = CounterIdentitySettings("03", "token")
    save_counter(home, identity)
    return Settings(in_one_folder(home), counter=identity)


# -- this computer --------------------------------------------------------------------


def test_a_folder_in_order(settings: Settings) -> None:
    looks = (
        doctor_here.look_at_settings,
        doctor_here.look_at_folder,
        doctor_here.look_at_enrolment,
        doctor_here.look_at_log,
    )
    found = [finding for look in looks for finding in look(settings)]
    assert {finding.state for finding in found} == {State.OK}, found
    assert not any(finding.remedy for finding in found)


def test_where_everything_lies(settings: Settings, monkeypatch: Patch) -> None:
    monkeypatch.delenv("CASHIER_HOME", raising=False)
    home = settings.home
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    found = doctor_here.look_at_places(settings)
    assert f"and logs in {home}; cache in " in found.text
    apart = replace(settings, places=Places(home, home / "data", home / "logs"))
    text = doctor_here.look_at_places(apart).text
    assert text.startswith(f"settings in {home}, counter's log and papers in {home / 'data'}, the")
    (home / "data").mkdir(mode=0o755)
    states = [f.state for f in doctor_here.look_at_folder(apart) if f.name == "folder"]
    assert states == [State.OK, State.WARN]
    (home / "config" / "cashier").mkdir(parents=True)
    (home / "config" / "cashier" / "cashier.toml").touch()
    found = doctor_here.look_at_places(settings)
    assert (found.state, str(home / "config" / "cashier") in found.text) == (State.WARN, True)


def test_settings_that_lead_nowhere(settings: Settings) -> None:
    no_ca = replace(settings, database=DatabaseSettings(host="db.example.org"))
    assert "ca_file" in _one(doctor_here.look_at_settings(no_ca), "settings").text
    printer = replace(settings, printer=PrinterChoice(kind="pigeon"))
    found = _one(doctor_here.look_at_settings(printer), "settings")
    assert (found.state, "pigeon" in found.text) == (State.FAIL, True)
    assert "cashier.toml" in found.remedy


def test_a_folder_others_can_read(settings: Settings) -> None:
    settings.home.chmod(0o755)
    found = _one(doctor_here.look_at_folder(settings), "folder")
    assert (found.state, found.remedy) == (State.WARN, f"chmod 700 {settings.home}")


@pytest.mark.parametrize(
    ("free", "state"), [(50_000_000, State.FAIL), (500_000_000, State.WARN), (5e9, State.OK)]
)
def test_room_on_the_disk(settings: Settings, monkeypatch: Patch, free: int, state: State) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(9, 9, free))
    found = _one(doctor_here.look_at_folder(settings), "disk")
    assert found.state is state
    assert bool(found.remedy) is (state is not State.OK)


def test_enrolment(settings: Settings) -> None:
    settings.key_path.chmod(0o644)
    found = _one(doctor_here.look_at_enrolment(settings), "enrolment")
    assert found.state is State.FAIL
    assert f"chmod 600 {settings.key_path}" in found.remedy
    settings.key_path.unlink()
    assert "--replace" in _one(doctor_here.look_at_enrolment(settings), "enrolment").remedy
    nobody = _one(doctor_here.look_at_enrolment(Settings(settings.places)), "enrolment")
    assert "cashier counter enrol" in nobody.remedy


def test_a_counter_log_with_a_torn_line_and_a_doubt(settings: Settings) -> None:
    request = new_request_id()
    with closing(CounterLog(settings.log_path)) as log:
        log.sent(request, "payment", Decimal(5), "amina", "shift 1", datetime.now(UTC))
    with settings.log_path.open("ab") as file:
        file.write(b"0badbad0 {half\n")
    found = {finding.name: finding for finding in doctor_here.look_at_log(settings)}
    assert found["counter log"].state is State.WARN
    assert "1 damaged" in found["counter log"].text
    assert found["unsettled"].state is State.WARN
    assert request.hex[-6:] in found["unsettled"].text
    assert "Sign in" in found["unsettled"].remedy


@pytest.mark.parametrize("fault", list(PrinterFault))
def test_every_state_of_a_printer(
    settings: Settings, monkeypatch: Patch, fault: PrinterFault
) -> None:
    monkeypatch.setattr(ReceiptPrinter, "status", lambda _self: PrinterStatus(fault))
    chosen = Settings(settings.places, printer=PrinterChoice(kind="network", address="10.0.0.9"))
    found = _one(doctor_here.look_at_printer(chosen), "printer")
    wanted = {PrinterFault.NONE: State.OK, PrinterFault.SILENT: State.WARN}
    assert found.state is wanted.get(fault, State.FAIL)
    assert bool(found.remedy) is (fault is not PrinterFault.NONE)
    assert "10.0.0.9:9100" in found.text


def test_a_printer_low_on_paper_and_none_at_all(settings: Settings, monkeypatch: Patch) -> None:
    low = PrinterStatus(PrinterFault.NONE, paper_low=True)
    monkeypatch.setattr(ReceiptPrinter, "status", lambda _self: low)
    chosen = Settings(settings.places, printer=PrinterChoice(kind="device", path="/dev/usb/lp0"))
    assert "roll" in _one(doctor_here.look_at_printer(chosen), "printer").remedy
    assert _one(doctor_here.look_at_printer(settings), "printer").state is State.WARN


def test_scripts_that_no_font_here_has_are_named(monkeypatch: Patch) -> None:
    monkeypatch.setattr(doctor_here, "unknown_scripts", lambda _texts: ())
    assert _one(doctor_here.look_at_letters(), "letters").state is State.OK
    monkeypatch.setattr(doctor_here, "unknown_scripts", lambda _texts: ("Bengali", "Korean"))
    found = _one(doctor_here.look_at_letters(), "letters")
    assert (found.state, "Bengali, Korean" in found.text) == (State.WARN, True)
    assert "apt install fonts-noto-core" in found.remedy


def test_qt_starts_here_with_its_fonts() -> None:
    found = _one(doctor_here.look_at_screen(), "screen")
    assert found.state in (State.OK, State.WARN), found
    assert found.text.startswith("Qt 6")


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("echo 'ImportError: libEGL.so.1: cannot open shared object file' >&2; exit 1", "libEGL"),
        ("kill -ABRT $$", "ended without a word"),
    ],
)
def test_a_missing_library(tmp_path: Path, monkeypatch: Patch, program: str, said: str) -> None:
    broken = tmp_path / "python"
    broken.write_text(f"#!/bin/sh\n{program}\n")
    broken.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(broken))
    found = _one(doctor_here.look_at_screen(), "screen")
    assert found.state is State.FAIL
    assert said in found.text
    assert "libegl1" in found.remedy


# -- the line -------------------------------------------------------------------------


@contextmanager
def _server(files: tuple[Path, Path] | None, greeting: bytes = b"") -> Iterator[int]:
    """Greets one caller as MySQL does and goes on with TLS; with no certificate it offers none."""
    abilities = 0x0200 | 0x8000 | (0x0800 if files else 0)
    told = greeting or (
        b"\x0a8.4.0\0" + bytes(4) + b"saltsalt\0" + abilities.to_bytes(2, "little") + bytes(30)
    )
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            line, _ = listening.accept()
            with line:
                line.sendall(len(told).to_bytes(3, "little") + b"\0" + told)
                if files is None or len(line.recv(36)) < 36:
                    return
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(*files)
                try:
                    with context.wrap_socket(line, server_side=True) as tls:
                        tls.recv(1)
                except OSError:
                    pass  # the caller does not trust us

        thread = threading.Thread(target=serve)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(10)


def _line(port: int, ca_file: Path) -> dict[str, Finding]:
    address = DatabaseAddress("cashier", host="127.0.0.1", port=port, ca_file=str(ca_file))
    return {finding.name: finding for finding in doctor_server.look_at_line(address)}


@pytest.mark.parametrize(
    ("days", "state", "remedy"), [(400, State.OK, ""), (9, State.WARN, "Make a new one")]
)
def test_a_good_certificate_and_one_that_ends_soon(
    tmp_path: Path, days: int, state: State, remedy: str
) -> None:
    authority = Authority(tmp_path / "tls", life=timedelta(days=900))
    with _server(authority.server_files(life=timedelta(days=days))) as port:
        found = _line(port, authority.ca_file)
    assert found["server"].state is State.OK
    assert found["certificate"].state is state
    assert found["certificate"].remedy.startswith(remedy)
    assert "127.0.0.1" in found["certificate"].text


def test_certificates_that_nobody_should_trust(tmp_path: Path) -> None:
    ours, other = Authority(tmp_path / "ours"), Authority(tmp_path / "other")
    cases: tuple[tuple[Callable[[], tuple[Path, Path]], str, str], ...] = (
        (
            lambda: ours.server_files(life=timedelta(days=-1)),
            "certificate has expired",
            "new server certificate",
        ),
        (lambda: ours.server_files(address="127.0.0.2"), "mismatch", "host in cashier.toml"),
        (other.server_files, "certificate", "ca_file"),
    )
    for make, said, remedy in cases:
        with _server(make()) as port:
            found = _line(port, ours.ca_file)["certificate"]
        assert found.state is State.FAIL
        assert said in found.text
        assert remedy in found.remedy


def test_no_tls_no_server_and_one_that_takes_nobody(tmp_path: Path) -> None:
    ca_file = Authority(tmp_path / "tls").ca_file
    with _server(None) as port:
        assert "ssl_cert" in _line(port, ca_file)["certificate"].remedy
    with _server(None, b"\xff\x10\x04#08004Too many connections") as port:
        assert "Too many connections" in _line(port, ca_file)["server"].text
    found = _line(free_port(), ca_file)["server"]
    assert found.state is State.FAIL
    assert "cable" in found.remedy
    (tmp_path / "empty.pem").write_text("")
    with _server(None) as port:
        assert "no certificate" in _line(port, tmp_path / "empty.pem")["server"].text
        with socket.create_connection(("127.0.0.1", port)):
            pass


# -- inside ---------------------------------------------------------------------------


@pytest.fixture
def desk(world: World) -> Desk:
    return world.desk()


def _inside(desk: Desk, user: str = "", password: str = PASSWORD) -> dict[str, Finding]:
    identity = CounterIdentitySettings(desk.code, desk.token)
    central = DatabaseSettings(socket=desk.address.socket)
    settings = Settings(in_one_folder(desk.folder), central, counter=identity)
    return {
        finding.name: finding
        for finding in doctor_server.look_inside(
            settings, desk.address, user or desk.user_name, password
        )
    }


def test_all_well_inside(fresh_server: PrivateServer, tmp_path: Path) -> None:
    """On a server of its own: each counter and connection of other tests is one that it needs."""
    with closing(World(fresh_server.admin_login(DATABASE), DATABASE, tmp_path)) as world:
        desk = world.desk()
        selling = Selling(desk)
        selling.take(world.account(bills=("40",)))
        found = _inside(desk)
    assert found.keys() == {
        "server's settings and schema", "counter and person", "clock", "time zone", "receipts",
        "binary log", "connections", "time limits",
    }  # fmt: skip
    # A server for tests keeps none.
    log = found.pop("binary log")
    assert (log.state, "Set log_bin" in log.remedy) == (State.WARN, True)
    assert found.pop("time zone").state in (State.OK, State.WARN)
    assert {finding.state for finding in found.values()} == {State.OK}, found


@pytest.mark.parametrize(
    ("name", "value", "well"),
    [("innodb_flush_log_at_trx_commit", "2", "1"), ("sql_mode", "''", "'STRICT_ALL_TABLES'")],
)
def test_an_unsafe_server(desk: Desk, world: World, name: str, value: str, well: str) -> None:
    world.run(f"SET GLOBAL {name} = {value}")
    try:
        found = _inside(desk)["server's settings and schema"]
    finally:
        world.run(f"SET GLOBAL {name} = {well}")
    assert found.state is State.FAIL
    assert name in found.text
    assert "docs/administrator.md" in found.remedy


def test_what_the_server_says_of_itself_is_read_as_a_cashier(desk: Desk, world: World) -> None:
    world.run("SET GLOBAL wait_timeout = 60")
    try:
        found = _inside(desk)["time limits"]
    finally:
        world.run("SET GLOBAL wait_timeout = 28800")
    assert (found.state, "after 60 s" in found.text) == (State.WARN, True)
    assert "that may sell: " in _inside(desk)["connections"].text


@pytest.mark.parametrize(
    ("break_it", "mend", "name", "remedy"),
    [
        (
            "UPDATE schema_gate SET is_open = 0",
            "UPDATE schema_gate SET is_open = 1",
            "server's settings and schema", "cashier db upgrade",
        ),
        (
            "UPDATE schema_gate SET schema_version = '0001'",
            "UPDATE schema_gate SET schema_version = (SELECT version_num FROM alembic_version)",
            "server's settings and schema", "older release",
        ),
        (
            "UPDATE schema_objects SET checksum = REVERSE(checksum) WHERE name = 'begin_act'",
            "UPDATE schema_objects SET checksum = REVERSE(checksum) WHERE name = 'begin_act'",
            "server's settings and schema", "--force",
        ),
    ],
)  # fmt: skip
def test_a_schema_that_does_not_fit(
    desk: Desk, world: World, break_it: str, mend: str, name: str, remedy: str
) -> None:
    world.run(break_it)
    try:
        found = _inside(desk)[name]
    finally:
        world.run(mend)
    assert found.state is State.FAIL
    assert remedy in found.remedy


def test_who_may_not(desk: Desk, world: World) -> None:
    elsewhere = world.person(Role.CASHIER, counters=(world.desk().code,))
    cases: tuple[tuple[Callable[[], dict[str, Finding]], str, str], ...] = (
        (lambda: _inside(desk, password="wrong"), "sign-in", "do not fit"),
        (lambda: _inside(desk, elsewhere), "counter and person", "users counters"),
    )
    for look, name, remedy in cases:
        found = look()[name]
        assert found.state is State.FAIL
        assert remedy in found.remedy
    world.run("UPDATE counters SET is_active = 0 WHERE counter_id = %s", desk.counter_id)
    assert "counter enable" in _inside(desk)["counter and person"].remedy
    world.run("UPDATE counters SET is_active = 1 WHERE counter_id = %s", desk.counter_id)
    world.run("UPDATE counters SET computer = NULL WHERE counter_id = %s", desk.counter_id)
    world.run(
        "UPDATE counters SET computer = UNHEX(REPEAT('ab', 32)) WHERE counter_id = %s",
        desk.counter_id,
    )
    assert "enrol this one" in _inside(desk)["counter and person"].remedy
    desk.token = "another"
    assert "--replace" in _inside(desk)["counter and person"].remedy


def test_clocks_and_zones_that_differ(desk: Desk, world: World, monkeypatch: Patch) -> None:

    now = time.time
    for ahead, state in ((3600, State.FAIL), (-30, State.WARN)):
        monkeypatch.setattr(
            "cashier_app.commands.doctor_server.time.time", lambda ahead=ahead: now() + ahead
        )
        found = _inside(desk)["clock"]
        assert found.state is state
        assert found.remedy
    monkeypatch.undo()
    ((minutes,),) = world.run("SELECT minutes FROM utility_offsets")
    told = {}
    right, wrong, elsewhere = minutes_ahead(), minutes_ahead() + 60, "Asia/Kathmandu"
    for here, there in ((elsewhere, right), (ZONE_NAME, right), (ZONE_NAME, wrong)):
        monkeypatch.setenv("TZ", here)
        time.tzset()
        world.run("UPDATE utility_offsets SET minutes = %s", there)
        try:
            told[here, there] = _inside(desk)["time zone"]
        finally:
            world.run("UPDATE utility_offsets SET minutes = %s", minutes)
            monkeypatch.undo()
            time.tzset()
    assert told[ZONE_NAME, right].state is State.OK
    assert f"set-timezone {ZONE_NAME}" in told[elsewhere, right].remedy
    assert "cashier db upgrade" in told[ZONE_NAME, wrong].remedy


def test_receipts_that_the_server_has_forgotten(desk: Desk, world: World) -> None:
    selling = Selling(desk)
    selling.program.close()
    desk.programs.clear()
    with closing(CounterLog(desk.setup.log_path)) as log:
        log.acknowledged(new_request_id(), f"{desk.code}-000077", b"\1" * 32)
    found = _inside(desk)["receipts"]
    assert found.state is State.FAIL
    assert f"{desk.code}-000077" in found.text
    assert "cashier counter lost" in found.remedy


# -- the command ----------------------------------------------------------------------


def test_the_command(home: Path, cashier: Command, tmp_path: Path, monkeypatch: Patch) -> None:
    # Qt has a test of its own; it starts slowly.
    monkeypatch.setattr(doctor_here, "look_at_screen", lambda: iter(()))
    status, out, _ = cashier("doctor")
    assert status == 1
    assert "fail  enrolment: this computer is no counter  -> " in out
    assert "warn  sign-in: not asked as anybody  -> " in out
    assert cashier("db", "start")[0] == 0
    assert cashier("db", "upgrade")[0] == 0
    world = World(PrivateServer(home / "server").admin_login("cashier"), "cashier", tmp_path / "w")
    desk = world.desk()
    world.close()
    save_counter(home, CounterIdentitySettings(desk.code, desk.token))
    (desk.folder / "counter.key").rename(home / "counter.key")
    (home / "cashier.toml").write_text(
        f'[printer]\nkind = "folder"\npath = "{tmp_path / "papers"}"\n', "utf-8"
    )
    password = tmp_path / "password"
    password.write_text(f"{PASSWORD}\n", "utf-8")
    me = ("doctor", "--user", desk.user_name, "--password-file", str(password))
    status, out, err = cashier(*me)
    assert (status, err) == (0, ""), out
    assert "fail" not in out
    status, out, _ = cashier(*me, "--json")
    told = json.loads(out)
    assert (status, told["ok"]) == (0, True)
    assert {"name", "state", "text", "remedy"} == told["findings"][0].keys()
    (home / "counter.toml").chmod(0o644)
    status, out, _ = cashier(*me)
    assert status == 1
    assert "-> chmod 600 that file." in out
    (home / "counter.toml").chmod(0o600)
    (home / "cashier.toml").write_text("[printer\n", "utf-8")
    status, out, _ = cashier(*me)
    assert (status, "-> Correct that file." in out) == (1, True)
