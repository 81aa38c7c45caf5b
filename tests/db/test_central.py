"""Several counters on one central server with TLS: docs/administrator.md, followed word by word."""

from __future__ import annotations

import configparser
import getpass
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pymysql
import pytest
from cryptography import x509

from cashier_app import cli
from cashier_app.bootstrap import CounterSetup, load_program
from cashier_app.commands.database_options import database_address
from cashier_app.db.private_server import PrivateServer, ServerOptions
from cashier_app.domain.allocation import Basket, order_from, plan_payment
from cashier_app.domain.errors import SignInFailed
from cashier_app.domain.payments import Receipt
from cashier_app.domain.shifts import Pieces, StartShift
from cashier_app.services.program import Program
from cashier_app.settings import load_settings
from receipts.desk import printer_settings
from tests.plugins.database import copy_of_template, free_port, wanted_server
from tests.support.certificates import Authority
from tests.support.counter import SeedAccount, World
from tests.support.guide import Guide

DBA_PASSWORD = "Long-harbour-88"
FIRST_PASSWORD = "Winter-lamp-42"
Said = pytest.CaptureFixture[str]


@dataclass
class Centre:
    """The central server, its CA, and the guide with this test's names in it."""

    server: PrivateServer
    authority: Authority
    guide: Guide
    folder: Path

    def home(self, name: str) -> Path:
        """A computer with the guide's settings in its CASHIER_HOME."""
        home = self.folder / name
        home.mkdir(exist_ok=True)
        (home / "cashier.toml").write_text(self.guide.blocks(2, "toml")[0], "utf-8")
        return home

    def run_statements(self, section: int, database: str = "") -> None:
        with closing(self.server.admin_connection(database)) as root, root.cursor() as cursor:
            for statement in self.guide.statements(section):
                cursor.execute(statement)


@pytest.fixture(autouse=True)
def answers(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What a person types when a command asks for a password."""
    found = {
        "Password of cashier_dba: ": DBA_PASSWORD,
        "Password of cashier_backup: ": "Quiet-night-77",
    }
    monkeypatch.setattr(getpass, "getpass", lambda prompt: found.get(prompt, FIRST_PASSWORD))
    return found


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    """Section 1: certificate, settings, the administrator's account."""
    authority = Authority(tmp_path / "tls")
    certificate, key = authority.server_files()
    port = free_port()
    guide = Guide(
        "administrator.md",
        {
            "/etc/mysql/tls/server.pem": str(certificate),
            "/etc/mysql/tls/server-key.pem": str(key),
            "/etc/mysql/tls/ca.pem": str(authority.ca_file),
            "/etc/cashier/ca.pem": str(authority.ca_file),
            '"db.example.org"': '"127.0.0.1"',
            "port = 3306": f"port = {port}",
            # No printer stands here: its papers go into a folder.
            'kind = "network"\naddress = "192.168.1.60"': 'kind = "folder"\npath = "papers"',
            "--customers 2000 --months 12": "--customers 60 --months 6",
        },
    )
    config = configparser.ConfigParser()
    config.read_string(guide.blocks(1, "ini")[0])
    options = tuple(f"--{name}={value}" for name, value in config["mysqld"].items())
    binary = wanted_server()
    copy_of_template(tmp_path / "server", binary)
    extra = ServerOptions(extra=options)
    with PrivateServer(tmp_path / "server", binary, port, extra) as server:
        made = Centre(server, authority, guide, tmp_path)
        made.run_statements(1)
        yield made


def at(home: Path, monkeypatch: pytest.MonkeyPatch, *commands: list[str]) -> None:
    """Type commands on the computer of that folder; each must end well."""
    monkeypatch.setenv("CASHIER_HOME", str(home))
    for command in commands:
        assert cli.run(command) == 0, command


def make_database(centre: Centre, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Section 3."""
    at(home, monkeypatch, *centre.guide.commands(3))


def program_of(home: Path) -> Program:
    """What `cashier open` wires, without its window."""
    settings = load_settings(home)
    assert settings.counter is not None
    return load_program(
        CounterSetup(
            address=database_address(settings),
            token=settings.counter.token,
            key_path=settings.key_path,
            log_path=settings.log_path,
            printer=printer_settings(settings.printer),
        )
    )


def sell(home: Path, person: str, account: SeedAccount, *, opens: bool = True) -> Receipt:
    """Sign in, open a shift, take the account's bills in exact cash."""
    with closing(program_of(home)) as program:
        signed_in = program.sessions.sign_in(person, FIRST_PASSWORD).signed_in
        float_ = (Pieces(Decimal(100), 10),)
        start = StartShift(program.new_request_id(), float_, datetime.now(UTC))
        shift = program.shifts.open(start, person).shift if opens else signed_in.shift
        assert shift is not None
        opened = program.lookup.open_account(account.account_id)
        basket = Basket(opened.account_id, opened.bills, {opened.account_id: opened.credit})
        plan = plan_payment(basket, sum((b.total for b in account.bills), Decimal(0)))
        order = order_from(
            plan,
            basket,
            request_id=program.new_request_id(),
            shift_id=shift.shift_id,
            taken_at=datetime.now(UTC),
        )
        return program.payments.take(order, "central").receipt


def test_two_counters_by_the_guide(
    centre: Centre, monkeypatch: pytest.MonkeyPatch, capsys: Said, answers: dict[str, str]
) -> None:
    """Sections 2, 3, 5 and 7: from two empty computers to verified receipts."""
    first, second = centre.home("counter-1"), centre.home("counter-2")
    make_database(centre, first, monkeypatch)
    david, own_password, enrol_first, enrol_second, *people = centre.guide.commands(5)
    at(first, monkeypatch, david, own_password, enrol_first)
    assert "david has a new password.\n" in capsys.readouterr().out
    at(second, monkeypatch, enrol_second, *people)
    assert "asha                 auditor        Asha Pillai" in capsys.readouterr().out

    world = World(centre.server.admin_login("cashier"), "cashier", centre.folder)
    receipts = [
        sell(first, "amina", world.account(("1259.50", "260"))),
        sell(second, "rana", world.account(("75",))),
    ]
    world.close()
    assert [(r.number, r.total) for r in receipts] == [
        ("01-000001", Decimal("1519.50")),
        ("02-000001", Decimal(75)),
    ]

    shutil.copy(first / "counter.log", centre.folder / "counter.log")
    monkeypatch.chdir(centre.folder)
    at(second, monkeypatch, *centre.guide.commands(7))
    assert "Everything holds." in capsys.readouterr().out

    answers["Password of cashier_dba: "] = "Other-harbour-99"
    centre.run_statements(7)
    at(first, monkeypatch, ["db", "check", "--admin", "cashier_dba"])


def test_back_up_restore_and_enter_again_by_the_guide(
    centre: Centre, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """Sections 11 to 13: backed up in the middle of a shift, restored, the rest entered again."""
    first = centre.home("counter-1")
    make_database(centre, first, monkeypatch)
    david, _own, enrol_first, _second, *people = centre.guide.commands(5)
    at(first, monkeypatch, david, enrol_first)
    at(centre.home("counter-2"), monkeypatch, _second)
    at(first, monkeypatch, *people)
    world = World(centre.server.admin_login("cashier"), "cashier", centre.folder)
    early, late = world.account(("75",)), world.account(("1259.50", "260"))
    world.close()
    sell(first, "amina", early)
    centre.run_statements(11)
    monkeypatch.chdir(centre.folder)
    monkeypatch.setenv("CASHIER_MYSQLD", str(wanted_server().path))
    backup, checked, before, restore = centre.guide.commands(11)
    at(first, monkeypatch, backup, checked)
    assert "Restored on a private server in" in capsys.readouterr().out
    lost = sell(first, "amina", late, opens=False)
    at(first, monkeypatch, before, restore)
    assert "Verified: everything holds." in capsys.readouterr().out

    with closing(program_of(first)) as program, pytest.raises(SignInFailed) as stopped:
        program.sessions.sign_in("amina", FIRST_PASSWORD)
    assert stopped.value.facts["numbers"] == lost.number == "01-000002"
    enter_again, verify_again = centre.guide.commands(12)
    at(first, monkeypatch, enter_again)
    assert "01-000002 -> 01-000003" in capsys.readouterr().out
    shutil.copy(first / "counter.log", centre.folder / "counter.log")
    at(first, monkeypatch, verify_again)
    (doctor,) = centre.guide.commands(13)
    monkeypatch.setattr("cashier_app.commands.doctor_here.look_at_screen", lambda: iter(()))
    first.chmod(0o700)
    (centre.folder / "papers").mkdir(exist_ok=True)
    at(first, monkeypatch, doctor)
    said = capsys.readouterr().out
    assert "ok    server: 127.0.0.1" in said
    assert "ok    receipts: all" in said


def test_a_trial_with_the_sample(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    """Section 4, then a person of the sample at an enrolled counter of the sample."""
    home = centre.home("trial")
    create, check, _utility = centre.guide.commands(3)
    at(home, monkeypatch, create, check, *centre.guide.commands(4))
    at(home, monkeypatch, ["counter", "enrol", "01", "--admin", "cashier_dba"])
    with closing(program_of(home)) as program:
        signed_in = program.sessions.sign_in("joseph", FIRST_PASSWORD).signed_in
    assert (signed_in.person.full_name, signed_in.counter.code) == ("Joseph Mensah", "01")


def refusal(centre: Centre, monkeypatch: pytest.MonkeyPatch, capsys: Said, **changed: str) -> str:
    """What `cashier db check` says on a computer whose settings were changed."""
    home = centre.home("refused")
    file = home / "cashier.toml"
    lines = file.read_text("utf-8").splitlines()
    new = [
        f"{k} = {changed[k]}" if (k := line.split(" ")[0]) in changed else line for line in lines
    ]
    file.write_text("\n".join(new), "utf-8")
    monkeypatch.setenv("CASHIER_HOME", str(home))
    assert cli.run(["db", "check", "--admin", "cashier_dba"]) == 1
    return capsys.readouterr().err


def test_another_ca_is_refused(
    centre: Centre, monkeypatch: pytest.MonkeyPatch, capsys: Said, tmp_path: Path
) -> None:
    other = Authority(tmp_path / "other")
    said = refusal(centre, monkeypatch, capsys, ca_file=f'"{other.ca_file}"')
    assert "certificate was not signed by the CA of the settings" in said
    assert "No password was sent." in said


def test_another_name_is_refused(
    centre: Centre, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    said = refusal(centre, monkeypatch, capsys, host='"localhost"')
    assert "certificate is for another name than the host of the settings" in said
    assert "'localhost'" in said


@pytest.mark.mariadb_only
def test_a_server_without_tls_is_refused(
    centre: Centre, monkeypatch: pytest.MonkeyPatch, capsys: Said, fresh_server: PrivateServer
) -> None:
    """MySQL always makes itself a certificate; MariaDB without the guide's settings has none."""
    with closing(fresh_server.admin_connection()) as root:
        root.cursor().execute(f"CREATE USER cashier_dba@'%' IDENTIFIED BY '{DBA_PASSWORD}'")
    said = refusal(centre, monkeypatch, capsys, port=str(fresh_server.tcp_port))
    assert "The server offers no TLS" in said


def test_a_missing_ca_file_is_named(
    centre: Centre, monkeypatch: pytest.MonkeyPatch, capsys: Said, tmp_path: Path
) -> None:
    assert "nowhere.pem cannot be used: No such file" in refusal(
        centre, monkeypatch, capsys, ca_file=f'"{tmp_path / "nowhere.pem"}"'
    )
    empty = tmp_path / "empty.pem"
    empty.touch()
    assert "it holds no certificate" in refusal(centre, monkeypatch, capsys, ca_file=f'"{empty}"')


def test_the_window_refuses_in_the_same_cases(
    centre: Centre, monkeypatch: pytest.MonkeyPatch, capsys: Said, tmp_path: Path
) -> None:
    """A distrusted server ends the sign-in; settings that cannot work do not open a window."""
    home = centre.home("desk")
    make_database(centre, home, monkeypatch)
    david, _, enrol, _, add, *_ = centre.guide.commands(5)
    at(home, monkeypatch, david, enrol, add)
    file = home / "cashier.toml"
    good = file.read_text("utf-8")
    file.write_text(good.replace('"127.0.0.1"', '"localhost"'), "utf-8")
    with closing(program_of(home)) as program, pytest.raises(SignInFailed) as caught:
        program.sessions.sign_in("amina", FIRST_PASSWORD)
    assert caught.value.code == "server_not_trusted"
    file.write_text(good.replace(str(centre.authority.ca_file), "nowhere.pem"), "utf-8")
    assert cli.run(["open"]) == 1
    assert "the CA file nowhere.pem cannot be read" in capsys.readouterr().err


def test_nobody_comes_in_without_tls(centre: Centre) -> None:
    """Section 1's require_secure_transport, with any client."""
    port = centre.server.tcp_port
    assert port is not None
    with pytest.raises(pymysql.MySQLError) as caught:
        pymysql.connect(
            host="127.0.0.1",
            port=port,
            user="cashier_dba",
            password=DBA_PASSWORD,
            ssl_disabled=True,
        )
    assert caught.value.args[0] in (1045, 3159)


def test_a_computer_that_is_no_counter_opens_no_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setenv("CASHIER_HOME", str(tmp_path))
    assert cli.run(["open"]) == 1
    assert "not a counter yet" in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this computer")
def test_the_guides_certificates_are_good(tmp_path: Path) -> None:
    """The openssl lines of section 1: signed by the CA, and the name is in the certificate."""
    (script,) = Guide("administrator.md", {"rsa:3072": "rsa:2048"}).blocks(1, "sh")
    subprocess.run(["sh", "-e"], input=script, text=True, cwd=tmp_path, check=True, timeout=60)
    ca, server = (
        x509.load_pem_x509_certificate((tmp_path / name).read_bytes())
        for name in ("ca.pem", "server.pem")
    )
    server.verify_directly_issued_by(ca)
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["db.example.org"]


def test_a_private_server_by_the_guide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """Section 9: no settings, no password."""
    home = tmp_path / "home"
    monkeypatch.setenv("CASHIER_MYSQLD", str(wanted_server().path))
    copy_of_template(home / "server", wanted_server())
    try:
        at(home, monkeypatch, *Guide("administrator.md", {}).commands(9))
    finally:
        PrivateServer(home / "server", wanted_server()).stop(force=True)
    said = capsys.readouterr().out
    assert "The schema is complete and unchanged." in said
    assert said.endswith("The server is stopped.\n")
