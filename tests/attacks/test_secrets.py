"""Passwords, tokens and private keys stand nowhere but where they must (payments.md, section 6).

A counter works with secrets that nobody else has, does what may go wrong with them, and then its
folder, its log, its crash reports, the environment, every command line, every table and every
file of the database server are searched for them.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import os
import stat
import sys
from base64 import b32encode, b64encode
from binascii import hexlify
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pymysql
import pytest

from cashier_app.db.engine import connected
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.users import create_user, reset_password
from cashier_app.domain.errors import CashierError
from cashier_app.domain.people import NewUser
from cashier_app.domain.utility import Role
from cashier_app.settings import CounterIdentitySettings
from tests.attacks.stage import TABLES, root_client
from tests.plugins.database import DATABASE, started
from tests.support.correcting import Correcting
from tests.support.counter import Desk, World
from tests.support.selling import Selling
from ui import crash

if TYPE_CHECKING:
    Client = pymysql.Connection[Any]

CASHIERS = "Zebra-lantern-93"
SUPERVISORS = "Ochre-kettle-58"
NEW_ONE = "Marble-anchor-71"
WRONG_ONE = "Cobalt-ferry-26"


@dataclass
class Worked:
    """What is left when the counter and the server have stopped."""

    desk: Desk
    server_folder: Path
    log: str
    rows: bytes
    processes: bytes

    @property
    def secrets(self) -> dict[str, bytes]:
        """Each secret as it is and as it is written down."""
        key = (self.desk.folder / "counter.key").read_bytes()
        found = {
            "cashier's password": CASHIERS.encode(),
            "supervisor's password": SUPERVISORS.encode(),
            "new password": NEW_ONE.encode(),
            "wrong password": WRONG_ONE.encode(),
            "token": self.desk.token.encode(),
            "private key": key,
        }
        forms = {"hex": hexlify(key), "base 64": b64encode(key), "base 32": b32encode(key)}
        return found | {f"private key in {form}": text for form, text in forms.items()}


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Worked:
    folder = tmp_path_factory.mktemp("secrets")
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        with started(folder / "server") as server:
            world = World(server.admin_login(DATABASE), DATABASE, folder / "counters")
            with closing(world):
                desk = _work(world)
            with root_client(world) as client:
                rows = _every_row(client)
            processes = _command_lines_and_environment(server)
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    return Worked(desk, folder / "server", stream.getvalue(), rows, processes)


def _work(world: World) -> Desk:
    desk = world.desk()
    with connected(replace(world.admin, address=world.address)) as office:
        for name, role, password in (
            ("zarah", Role.CASHIER, CASHIERS), ("olive", Role.SUPERVISOR, SUPERVISORS),
        ):  # fmt: skip
            new = NewUser(name, name, role, password, (desk.code,), must_change_password=False)
            create_user(office, new)
    own = replace(desk, user_name="zarah", password=CASHIERS)
    selling = Selling(own)
    correcting = Correcting(world, selling)
    receipt = selling.take(world.account(("100",)))
    utility = selling.program.sessions.sign_in("zarah", CASHIERS).signed_in.utility
    selling.program.printer.print_receipt(receipt, utility, 330)
    prepared = correcting.program.corrections.prepare(correcting.reversal(receipt.number))
    with pytest.raises(CashierError):
        correcting.program.approvals.approve("olive", WRONG_ONE, prepared, "seen")
    correcting.program.approvals.approve("olive", SUPERVISORS, prepared, "seen and right")
    correcting.program.corrections.carry_out(prepared, "zarah")
    correcting.program.sessions.change_password("zarah", CASHIERS, NEW_ONE)
    with connected(replace(world.admin, address=world.address)) as office:
        reset_password(office, "olive", NEW_ONE + "x")
    _crash(own)
    selling.count()
    selling.program.printer.print_z(selling.close("counted by two"), utility, 330)
    for program in own.programs:
        program.close()
    return desk


def _crash(desk: Desk) -> None:
    """Errors that carry a connection and its password in their frames are reported."""
    for password in (WRONG_ONE, NEW_ONE):
        try:
            connection = replace(desk, password=password).client()
            with closing(connection), connection.cursor() as cursor:
                cursor.execute("SELECT * FROM users WHERE user_name = %s", (password[:3],))
        except pymysql.MySQLError as error:
            crash.report(type(error), error, sys.exc_info()[2])


def _every_row(client: Client) -> bytes:
    seen = bytearray()
    with client.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                for value in row:
                    seen += value if isinstance(value, bytes) else repr(value).encode()
                    seen += b"\n"
        for question in (
            "SHOW FULL PROCESSLIST",
            "SHOW GLOBAL VARIABLES",
            "SHOW ENGINE INNODB STATUS",
        ):
            cursor.execute(question)
            seen += repr(cursor.fetchall()).encode()
    return bytes(seen)


def _command_lines_and_environment(server: PrivateServer) -> bytes:
    seen = repr(sorted(os.environ.items())).encode()
    for process in Path("/proc").glob("[0-9]*"):
        for name in ("cmdline", "environ"):
            with contextlib.suppress(OSError):
                seen += (process / name).read_bytes()
    assert server.address(DATABASE).database
    return seen


def found_in(data: bytes, worked: Worked) -> list[str]:
    return [name for name, secret in worked.secrets.items() if secret in data]


def test_the_search_finds_what_is_there(worked: Worked) -> None:
    assert found_in(f"x{CASHIERS}x".encode(), worked) == ["cashier's password"]


def test_no_file_of_the_counter_holds_a_secret(worked: Worked) -> None:
    """Counter log, receipts, reports; the private key stands in its own file, for its owner."""
    files = [file for file in worked.desk.folder.rglob("*") if file.is_file()]
    assert {"counter.log", "counter.key"} <= {file.name for file in files}
    assert any("papers" in file.parts for file in files)
    for file in files:
        if file.name == "counter.key":
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
            assert found_in(file.read_bytes(), worked) == ["private key"]
        else:
            assert found_in(file.read_bytes(), worked) == [], file.name


def test_no_log_line_and_no_crash_report_holds_a_secret(worked: Worked) -> None:
    assert "unexpected error" in worked.log
    assert found_in(worked.log.encode(), worked) == []


def test_no_table_holds_a_secret(worked: Worked) -> None:
    """A token is kept as its hash."""
    assert hashlib.sha256(worked.desk.token.encode()).digest() in worked.rows
    assert found_in(worked.rows, worked) == []


def test_no_command_line_and_no_environment_holds_a_secret(worked: Worked) -> None:
    assert found_in(worked.processes, worked) == []


def test_no_file_of_the_server_holds_a_secret(worked: Worked) -> None:
    """Tables, redo log, temporary files, error log: what a stolen disk or a dump would have."""
    held = {
        str(file.relative_to(worked.server_folder)): names
        for file in worked.server_folder.rglob("*")
        if file.is_file() and (names := found_in(file.read_bytes(), worked))
    }
    assert held == {}


def test_a_token_stays_out_of_a_settings_text() -> None:
    assert "secret-token" not in repr(CounterIdentitySettings("03", "secret-token"))


def test_a_fresh_server_knows_nobody(fresh_server: PrivateServer) -> None:
    """No user with a password that is known: the owner is locked, roles sign nobody in."""
    with fresh_server.admin_connection(DATABASE) as root, root.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM users")
        assert cursor.fetchall() == ((0,),)
        cursor.execute(
            "SELECT User, Host FROM mysql.user WHERE User NOT LIKE 'mysql.%' AND User NOT LIKE"
            " 'cashier\\_test\\_%' AND User NOT IN ('root', 'PUBLIC', 'mariadb.sys', 'mysql')"
        )
        users = [tuple(map(str, row)) for row in cursor.fetchall()]
        administrator = fresh_server.admin_account()[0]
        assert [user for user, _ in users if user != administrator] == ["cashier_owner"]
        address = fresh_server.address(DATABASE)
    for name in ("cashier_owner", f"{DATABASE}_cashier", f"{DATABASE}_administrator"):
        with pytest.raises(pymysql.MySQLError):
            pymysql.connect(user=name, password="", unix_socket=address.socket)
