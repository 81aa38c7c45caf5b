"""The commands as an administrator types them, on a private server of their own."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pymysql
import pytest

from cashier_app import cli
from cashier_app.bootstrap import CounterSetup, load_program
from cashier_app.db.engine import connect_arguments
from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.errors import SignInFailed
from cashier_app.domain.utility import Role, SignedIn
from cashier_app.receipt_code import load_private_key, public_key
from cashier_app.settings import (
    CounterIdentitySettings,
    Settings,
    load_settings,
    training_settings,
)
from receipts.printers import PrinterSettings
from tests.support.command_line import Command, cashier, home

__all__ = ["cashier", "home"]


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    file = tmp_path / "password"
    file.write_text("Winter-lamp-42\n", "utf-8")
    return file


def test_start_status_stop(cashier: Command, home: Path) -> None:
    assert cashier("db", "status")[1] == "The server is stopped.\n"
    status, out, _ = cashier("db", "start")
    assert status == 0
    assert "db.sock" in out
    status, out, _ = cashier("db", "status")
    assert "runs as process" in out
    assert "stays up until it is stopped" in out
    with PrivateServer(home / "server"):
        status, _, err = cashier("db", "stop")
        assert status == 1
        assert f"in use by process {os.getpid()}" in err
    assert cashier("db", "stop")[0] == 0
    assert cashier("db", "status")[1] == "The server is stopped.\n"


def test_upgrade_installs_and_check_finds_tampering(cashier: Command, home: Path) -> None:
    cashier("db", "start")
    status, out, _ = cashier("db", "upgrade")
    assert status == 0
    assert out.startswith("From version none to ")
    assert "already" in cashier("db", "upgrade")[1]
    assert cashier("db", "check")[:2] == (0, "The schema is complete and unchanged.\n")
    with PrivateServer(home / "server").admin_connection("cashier") as admin:
        admin.cursor().execute("DROP TRIGGER journal_no_delete")
    assert cashier("db", "check")[:2] == (1, "trigger journal_no_delete: missing\n")
    assert cashier("db", "upgrade")[0] == 0
    assert cashier("db", "check")[0] == 0


def test_people(cashier: Command, home: Path, password_file: Path) -> None:
    cashier("db", "start")
    cashier("db", "upgrade")
    cashier("counter", "enrol", "03", "--create", "Three", "--office", "HO", "--office-name", "HO")
    secret = ("--new-password-file", str(password_file))
    status, out, _ = cashier(
        "db", "users", "add", "asha", "--full-name", "Asha Rai", "--role", "cashier",
        "--counter", "03", *secret,
    )  # fmt: skip
    assert status == 0, out
    listed = cashier("db", "users")[1]
    assert listed.split() == ["asha", "cashier", "Asha", "Rai", "03"]
    assert can_sign_in(home, "asha", "Winter-lamp-42")
    cashier("db", "users", "disable", "asha")
    assert not can_sign_in(home, "asha", "Winter-lamp-42")
    assert "disabled" in cashier("db", "users", "list")[1]
    cashier("db", "users", "enable", "asha")
    password_file.write_text("Summer-rain-43\n", "utf-8")
    assert cashier("db", "users", "password", "asha", *secret)[0] == 0
    assert can_sign_in(home, "asha", "Summer-rain-43")
    status, _, err = cashier("db", "users", "disable", "nobody")
    assert (status, err) == (1, "cashier: no such user, user_name: nobody\n")


def test_administrator_by_name(cashier: Command, home: Path, password_file: Path) -> None:
    """The socket's administrator adds the first one; from then on it is done under that name."""
    cashier("db", "start")
    cashier("db", "upgrade")
    secret = ("--new-password-file", str(password_file))
    named = ("--admin", "david", "--password-file", str(password_file))
    add = ("--full-name", "Some Body", "--role")
    assert cashier("db", "users", "add", "david", *add, "administrator", *secret)[0] == 0
    new = ("--create", "Three", "--office", "HO", "--office-name", "HO")
    assert cashier("counter", "enrol", "03", *new, *named)[0] == 0
    users = ("db", "users", *named)
    assert cashier(*users, "add", "tomas", *add, "supervisor", *secret)[0] == 0
    assert cashier(*users, "counters", "tomas", "03")[1] == "tomas may work at: 03\n"
    said = cashier(*users, "rights", "tomas", "approve=5000", "reprint")[1]
    assert said == "tomas may do from now on: approve up to 5000, reprint\n"
    assert cashier(*users, "disable", "david")[2] == "cashier: not yourself, user_name: david\n"
    assert cashier("counter", "list", *named)[1].split() == ["03", "Three", "HO"]
    assert cashier("counter", "disable", "03", *named)[0] == 0
    assert "disabled" in cashier("counter", "list", *named)[1]
    assert cashier("counter", "enable", "03", *named)[0] == 0
    rows = audit(home)
    assert ("david", "person_added", "tomas supervisor") in rows
    assert ("david", "counter_enrolled", "counter 03") in rows
    assert (None, "person_added", "david administrator (by root@localhost)") in rows


def audit(home: Path) -> list[tuple[str | None, str, str]]:
    with PrivateServer(home / "server").admin_connection("cashier") as admin:
        cursor = admin.cursor()
        cursor.execute(
            "SELECT u.user_name, e.act, e.detail"
            " FROM audit_events e LEFT JOIN users u USING (user_id)"
        )
        return [(name, act, detail) for name, act, detail in cursor.fetchall()]


def test_who_is_no_administrator_is_told_so(
    cashier: Command, home: Path, password_file: Path
) -> None:
    cashier("db", "start")
    cashier("db", "upgrade")
    secret = ("--new-password-file", str(password_file))
    add = ("add", "tomas", "--full-name", "Tomas", "--role", "supervisor")
    cashier("db", "users", *add, *secret)
    named = ("--admin", "tomas", "--password-file", str(password_file))
    assert cashier("db", "users", *named) == (1, "", "cashier: not allowed\n")
    status, _, err = cashier("counter", "enrol", "03", "--create", "X", "--office", "HO", *named)
    assert (status, err) == (1, "cashier: not allowed\n")
    assert load_settings().counter is None
    password_file.write_text("another password\n", "utf-8")
    status, _, err = cashier("db", "users", *named)
    assert status == 1
    assert "Access denied" in err


def test_central_database_wants_a_name(cashier: Command, home: Path) -> None:
    ca_file = home / "ca.pem"
    text = f'[database]\nhost = "db.example.org"\nca_file = "{ca_file}"\n'
    (home / "cashier.toml").write_text(text, "utf-8")
    assert cashier("db", "check")[2] == "cashier: Name your database user with --admin.\n"


@pytest.mark.parametrize("right", ["approve=", "approve=-1", "approve=1e3", "approve=x"])
def test_limits_that_are_no_amounts(
    cashier: Command, right: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        cashier("db", "users", "rights", "tomas", right)
    assert caught.value.code == 2
    assert right in capsys.readouterr().err


def can_sign_in(home: Path, user: str, password: str) -> bool:
    arguments = connect_arguments(PrivateServer(home / "server").address())
    try:
        pymysql.connect(user=user, password=password, database="cashier", **arguments).close()
    except pymysql.MySQLError:
        return False
    return True


def test_enrol(cashier: Command, home: Path) -> None:
    cashier("db", "start")
    cashier("db", "upgrade")
    status, _, err = cashier("counter", "enrol", "07")
    assert status == 1
    assert "no such counter" in err
    assert load_settings().counter is None
    new = ("--create", "Counter 7", "--office", "HO", "--office-name", "Head office")
    assert cashier("counter", "enrol", "07", *new)[0] == 0
    settings = load_settings()
    assert settings.counter is not None
    assert settings.counter.code == "07"
    for name in ("counter.toml", "counter.key"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o600
    token, public = stored(home)
    assert token == hashlib.sha256(settings.counter.token.encode()).digest()
    assert public == [public_key(load_private_key(settings.key_path))]


def stored(home: Path) -> tuple[bytes, list[bytes]]:
    """The token's hash and the public keys that the database holds."""
    with PrivateServer(home / "server").admin_connection("cashier") as admin:
        cursor = admin.cursor()
        cursor.execute("SELECT token_hash FROM counters")
        (token,) = cursor.fetchone() or (b"",)
        cursor.execute("SELECT public_key FROM counter_keys ORDER BY counter_key_id")
        return token, [row[0] for row in cursor.fetchall()]


def test_enrolling_again_needs_a_word_and_keeps_old_keys(cashier: Command, home: Path) -> None:
    cashier("db", "start")
    cashier("db", "upgrade")
    new = ("--create", "Counter 8", "--office", "HO", "--office-name", "Head office")
    cashier("counter", "enrol", "08", *new)
    first = (home / "counter.toml").read_bytes()
    status, _, err = cashier("counter", "enrol", "08")
    assert status == 1
    assert "--replace" in err
    assert (home / "counter.toml").read_bytes() == first
    assert cashier("counter", "enrol", "08", "--replace")[0] == 0
    assert (home / "counter.toml").read_bytes() != first
    assert len(stored(home)[1]) == 2


def test_central_database_is_not_started(cashier: Command, home: Path) -> None:
    (home / "cashier.toml").write_text('[database]\nhost = "db.example.org"\n', "utf-8")
    status, _, err = cashier("db", "start")
    assert status == 1
    assert "central database" in err
    status, _, err = cashier("db", "check", "--password-file", os.devnull)
    assert status == 1
    assert "needs the file of the CA" in err


def test_no_server_is_one_sentence(
    cashier: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("CASHIER_MYSQLD", "/bin/false")
        status, _, err = cashier("db", "status")
    assert status == 1
    assert "not a database server" in err


@pytest.mark.parametrize(
    "words",
    [
        "db users list", "db settings", "db check", "db backup never.cashier", "db training",
        "counter list", "kiosk list",
        "counter enrol 01 --create One --office MS --office-name Main",
    ],
)  # fmt: skip
def test_before_the_database_is_made_a_sentence_says_what_makes_it(
    cashier: Command, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (home / "cashier.toml").write_text('[database]\nname = "elsewhere"\n', "utf-8")
    status, _, error = cashier(*words.split())
    assert status == 1
    assert "`cashier db upgrade` makes it." in error
    assert not (tmp_path / "never.cashier").exists()


@pytest.mark.parametrize(
    ("folder", "customers", "said"),
    [("out", "3", "A sample has 20 to"), ("/proc/none", "30", "/proc/none: No such file")],
)
def test_a_demo_that_cannot_be_is_one_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    folder: str, customers: str, said: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("CASHIER_HOME", str(tmp_path / "home"))
    status = cli.run(("demo", "--tour", str(tmp_path / folder), "--customers", customers))
    error = capfd.readouterr().err
    assert (status, said in error, "Traceback" in error) == (1, True, False)


def test_help_is_quick_and_names_the_subjects() -> None:
    code = (
        "import sys; from cashier_app import cli\n"
        "try: cli.run(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'sqlalchemy', 'pymysql', 'alembic', 'PySide6', 'reportlab', 'cryptography'}\n"
        "print('HEAVY', sorted(heavy & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert "HEAVY []" in done.stdout
    for subject in ("db", "counter"):
        assert f"    {subject}" in done.stdout


def test_unknown_command_is_named(cashier: Command, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cashier("sell")
    assert caught.value.code == 2
    assert "sell" in capsys.readouterr().err


def test_the_utility_and_its_settings(cashier: Command, home: Path, tmp_path: Path) -> None:
    cashier("db", "start")
    cashier("db", "upgrade")
    assert "no utility yet" in cashier("db", "utility")[1]
    status, _, err = cashier("db", "utility", "--name", "Rivergate")
    assert (status, err) == (1, "cashier: bad utility, field: currency_code\n")
    status, out, _ = cashier(
        "db", "utility", "--name", "Rivergate", "--currency-code", "INR", "--currency-symbol", "Rs",
        "--time-zone", "Asia/Kolkata", "--notes", "500,100", "--coins", "5,0.5",
    )  # fmt: skip
    assert status == 0
    assert "currency-decimals  2\n" in out
    assert "notes              500,100\ncoins              5,0.5\n" in out
    assert "coins              1\n" in cashier("db", "utility", "--coins", "1")[1]
    status, _, err = cashier("db", "utility", "--logo", str(tmp_path / "none.png"))
    assert (status, "cannot be read" in err) == (1, True)
    assert "idle_minutes           3\n" in cashier("db", "settings")[1]
    assert "idle_minutes           9\n" in cashier("db", "settings", "idle_minutes=9")[1]
    assert cashier("db", "settings", "idle_minutes=0")[0] == 1


def test_training_has_people_and_books_of_its_own(
    cashier: Command, home: Path, password_file: Path
) -> None:
    cashier("db", "start")
    cashier("db", "upgrade")
    cashier("db", "utility", "--name", "Real", "--currency-code", "INR", "--currency-symbol", "Rs",
            "--time-zone", "UTC")  # fmt: skip
    cashier("counter", "enrol", "07", "--create", "Seven", "--office", "HO", "--office-name", "HO")
    file = str(password_file)
    for name, role in (("amina", "supervisor"), ("zed", "cashier")):
        cashier("db", "users", "add", name, "--full-name", name.title(), "--role", role,
                "--counter", "07", "--new-password-file", file)  # fmt: skip
    cashier("db", "users", "disable", "zed")
    status, out, err = cashier("db", "training", "--customers", "20")
    assert (status, err) == (0, "")
    assert "this computer is its counter 07" in out
    real = load_settings()
    training = training_settings(real)
    assert training.counter is not None
    assert real.counter is not None
    assert training.counter.token != real.counter.token
    assert training.key_path.read_bytes() != real.key_path.read_bytes()
    with PrivateServer(home / "server") as server:
        facts = sign_in_at(server, training, "amina")
        assert (facts.utility.is_training, facts.person.role) == (True, Role.SUPERVISOR)
        assert "approve" in facts.person.rights
        with pytest.raises(SignInFailed, match=r"wrong_name|person_disabled"):
            sign_in_at(server, training, "zed")
        with pytest.raises(SignInFailed, match="not_training"):
            sign_in_at(server, replace(real, is_training=True), "amina", real.counter)
    assert cashier("db", "training", "--fresh", "--customers", "20")[0] == 0
    with PrivateServer(home / "server") as server:
        assert sign_in_at(server, training_settings(real), "amina").utility.is_training
        marks = server.admin_connection("cashier_training")
        marks.cursor().execute("DELETE FROM utility")
        marks.cursor().execute(
            "INSERT INTO utility (utility_id, name, address, tax_no, contact, receipt_foot,"
            " currency_code, currency_symbol, currency_decimals, digit_grouping, time_zone)"
            " VALUES (1, 'Real', '', '', '', '', 'INR', 'Rs', 2, '3', 'UTC')"
        )
        marks.commit()
    status, _, err = cashier("db", "training", "--fresh")
    assert (status, "not for training" in err) == (1, True)


def sign_in_at(
    server: PrivateServer,
    settings: Settings,
    name: str,
    counter: CounterIdentitySettings | None = None,
) -> SignedIn:
    """As the window does it, at the database of `settings`."""
    identity = counter or settings.counter
    assert identity is not None
    settings.log_path.parent.mkdir(exist_ok=True)
    key_path = settings.key_path if counter is None else settings.home / "counter.key"
    program = load_program(
        CounterSetup(
            address=server.address(settings.database.name), token=identity.token,
            key_path=key_path, log_path=settings.log_path,
            printer=PrinterSettings(), must_be_training=settings.is_training,
        )
    )  # fmt: skip
    try:
        return program.sessions.sign_in(name, "Winter-lamp-42").signed_in
    finally:
        program.close()
