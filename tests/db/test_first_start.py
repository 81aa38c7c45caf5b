"""A computer's first start does what it says, says why it cannot, and may be done again."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cashier_app.commands.open import load_counter
from cashier_app.db.engine import DatabaseAddress, Login, connected
from cashier_app.db.private_server import PrivateServer, ServerOptions
from cashier_app.domain.errors import Refused
from cashier_app.domain.printing import PrinterFault
from cashier_app.first_start import FirstStartHere
from cashier_app.home import Places
from cashier_app.services.first_start import (
    Begun,
    CentralPlace,
    ChosenPrinter,
    CounterEntry,
    FirstPerson,
    NewUtility,
)
from cashier_app.settings import load_settings
from tests.plugins.database import DATABASE, copy_of_template, free_port, wanted_server
from tests.support.certificates import Authority
from tests.support.command_line import home

__all__ = ["home"]

PASSWORD = "Long-harbour-88"
UTILITY = NewUtility(
    "Rivergate Electricity", "INR", "Rs", 2, "Asia/Kolkata",
    (Decimal(500), Decimal(100)), (Decimal(5),),
)  # fmt: skip
ASHA = FirstPerson("Asha Rao", "asha", PASSWORD)


def refusal(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.code


@pytest.fixture
def computer(home: Path) -> FirstStartHere:
    """Its private server has the schema under the tests' name: it need not be installed anew."""
    (home / "cashier.toml").write_text(f'[database]\nname = "{DATABASE}"\n', "utf-8")
    return FirstStartHere(home)


def test_alone_its_administrator_signs_in(computer: FirstStartHere, home: Path) -> None:
    computer.make_alone(UTILITY, ASHA)
    computer.save_printer(ChosenPrinter("folder", path=str(home / "papers"), width_dots=384))
    program = load_counter(home, training=False)
    try:
        signed_in = program.sessions.sign_in("asha", PASSWORD).signed_in
    finally:
        program.close()
    assert signed_in.utility.name == "Rivergate Electricity"
    assert signed_in.utility.time_zone == "Asia/Kolkata"
    assert stat.S_IMODE((home / "counter.toml").stat().st_mode) == 0o600
    settings = load_settings(home)
    assert (settings.printer.kind, settings.printer.width_dots) == ("folder", 384)
    assert settings.database.name == DATABASE


def test_settings_data_and_log_may_lie_apart(home: Path, tmp_path: Path) -> None:
    """As on a new computer; the private server stays the one with the schema."""
    here = Places(tmp_path / "config", home, tmp_path / "log")
    here.make()
    (here.settings / "cashier.toml").write_text(f'[database]\nname = "{DATABASE}"\n', "utf-8")
    FirstStartHere(here).make_alone(UTILITY, ASHA)
    assert {path.name for path in here.settings.iterdir()} == {
        "cashier.toml", "counter.key", "counter.toml",
    }  # fmt: skip
    assert not (home / "counter.toml").exists()
    program = load_counter(here, training=False)
    try:
        assert program.sessions.sign_in("asha", PASSWORD).signed_in.utility.name == UTILITY.name
    finally:
        program.close()
    assert (home / "counter.log").exists()


def test_done_again_it_takes_the_newest_answers(computer: FirstStartHere, home: Path) -> None:
    with pytest.raises(Refused) as weak:
        computer.make_alone(UTILITY, FirstPerson("Asha Rao", "asha", "short"))
    assert refusal(weak) == "password_too_short"
    assert not (home / "counter.toml").exists()
    computer.make_alone(UTILITY, ASHA)
    token = load_settings(home).counter
    computer.make_alone(UTILITY, FirstPerson("Asha Rao", "asha", "Winter-lamp-42"))
    assert load_settings(home).counter == token
    program = load_counter(home, training=False)
    try:
        signed_in = program.sessions.sign_in("asha", "Winter-lamp-42").signed_in
        assert signed_in.utility.name == "Rivergate Electricity"
    finally:
        program.close()


def test_a_database_in_which_money_has_moved_is_left_alone(
    computer: FirstStartHere, home: Path
) -> None:
    computer.make_alone(UTILITY, ASHA)
    with (
        PrivateServer(home / "server") as server,
        closing(server.admin_connection(DATABASE)) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("DROP TRIGGER IF EXISTS journal_chain")
        cursor.execute("SET FOREIGN_KEY_CHECKS = 0")
        cursor.execute(
            "INSERT INTO bills (bill_no, series, running_no, account_id, connection_id, kind,"
            " title, issued_on, due_on, total, balance, status) VALUES ('99000001', '99', 1, 1, 1,"
            " 'fee', 'Fee', '2026-01-01', '2026-02-01', 10, 10, 'issued')"
        )
    (home / "counter.toml").unlink()
    with pytest.raises(Refused) as refused:
        computer.make_alone(UTILITY, ASHA)
    assert refusal(refused) == "setup_books_there"
    assert not (home / "counter.toml").exists()


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("in the way", "utf-8")
    with pytest.raises(Refused) as refused:
        FirstStartHere(tmp_path / "home").make_alone(UTILITY, ASHA)
    assert refusal(refused) == "setup_folder"


def test_no_server_on_this_computer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASHIER_MYSQLD", str(tmp_path / "nothing"))
    with pytest.raises(Refused) as refused:
        FirstStartHere(tmp_path / "home").make_alone(UTILITY, ASHA)
    assert refusal(refused) == "setup_no_server"


# -- joining a central database ----------------------------------------------------------


class Centre:
    """A central server with TLS, and the answers that are right there."""

    def __init__(self, authority: Authority, port: int) -> None:
        self.authority = authority
        self.place = CentralPlace("127.0.0.1", port, str(authority.ca_file), DATABASE)
        self.entry = CounterEntry("cashier_dba", PASSWORD, "07", "Counter 7", "01")


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    folder = tmp_path_factory.mktemp("centre")
    authority = Authority(folder / "tls")
    certificate, key = authority.server_files()
    tls = (f"--ssl-ca={authority.ca_file}", f"--ssl-cert={certificate}", f"--ssl-key={key}")
    binary, port = wanted_server(), free_port()
    copy_of_template(folder / "server", binary)
    with PrivateServer(folder / "server", binary, port, ServerOptions(extra=tls)) as server:
        with closing(server.admin_connection(DATABASE)) as root, root.cursor() as cursor:
            cursor.execute(f"CREATE USER cashier_dba@'%' IDENTIFIED BY '{PASSWORD}' REQUIRE SSL")
            cursor.execute("GRANT ALL PRIVILEGES ON *.* TO cashier_dba@'%' WITH GRANT OPTION")
            cursor.execute("INSERT INTO offices (code, name, address) VALUES ('01', 'Main', '')")
        yield Centre(authority, port)


def test_joined_it_is_that_counter(centre: Centre, tmp_path: Path) -> None:
    first, second = FirstStartHere(tmp_path / "a"), FirstStartHere(tmp_path / "b")
    assert first.look_at(centre.place).year >= 2026
    with pytest.raises(Refused) as unknown:
        first.join(centre.place, CounterEntry("cashier_dba", PASSWORD, "07"))
    assert refusal(unknown) == "setup_no_counter"
    first.join(centre.place, centre.entry)
    settings = load_settings(tmp_path / "a")
    assert settings.counter is not None
    assert settings.counter.code == "07"
    assert settings.database.host == "127.0.0.1"
    assert PASSWORD not in "".join(p.read_text() for p in (tmp_path / "a").glob("*.toml"))

    again = CounterEntry("cashier_dba", PASSWORD, "07")
    with pytest.raises(Refused) as taken:
        second.join(centre.place, again)
    assert refusal(taken) == "setup_counter_taken"
    second.join(centre.place, CounterEntry("cashier_dba", PASSWORD, "07", take_over=True))
    found = load_settings(tmp_path / "b").counter
    assert found is not None
    assert found.token != settings.counter.token


def test_the_first_counter_of_a_new_office_makes_the_office(centre: Centre, tmp_path: Path) -> None:
    entry = CounterEntry("cashier_dba", PASSWORD, "11", "Counter 11", "ND")
    here = FirstStartHere(tmp_path)
    with pytest.raises(Refused) as unknown:
        here.join(centre.place, entry)
    assert (refusal(unknown), unknown.value.facts) == ("setup_no_office", {"office": "ND"})
    here.join(centre.place, replace(entry, office_name="North Dock"))
    found = load_settings(tmp_path).counter
    assert found is not None
    assert found.code == "11"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"port": 1}, "setup_no_answer"),
        ({"host": "localhost"}, "setup_other_name"),
        ({"ca_file": "/nowhere/ca.pem"}, "setup_ca_file"),
    ],
)
def test_a_wrong_address_has_a_sentence_of_its_own(
    centre: Centre, tmp_path: Path, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        FirstStartHere(tmp_path).look_at(replace(centre.place, **changes))
    assert refusal(refused) == code


def test_another_ca_and_a_server_without_tls_are_told_apart(
    centre: Centre, server: PrivateServer, tmp_path: Path
) -> None:
    other = Authority(tmp_path / "other", "Somebody else's CA")
    here = FirstStartHere(tmp_path)
    with pytest.raises(Refused) as strange:
        here.look_at(CentralPlace("127.0.0.1", centre.place.port, str(other.ca_file), DATABASE))
    assert refusal(strange) == "setup_other_ca"


@pytest.mark.mariadb_only
def test_a_server_without_tls_is_sent_no_password(
    centre: Centre, server: PrivateServer, tmp_path: Path
) -> None:
    assert server.tcp_port is not None
    with closing(server.admin_connection()) as root, root.cursor() as cursor:
        # Without anybody who may come from there it turns the line away before it says more.
        cursor.execute("CREATE OR REPLACE USER from_anywhere@'%' ACCOUNT LOCK")
    place = CentralPlace("127.0.0.1", server.tcp_port, centre.place.ca_file, DATABASE)
    with pytest.raises(Refused) as bare:
        FirstStartHere(tmp_path).join(place, centre.entry)
    assert refusal(bare) == "setup_no_tls"


def test_wrong_password_and_wrong_database_are_told_apart(centre: Centre, tmp_path: Path) -> None:
    here = FirstStartHere(tmp_path)
    with pytest.raises(Refused) as denied:
        here.join(centre.place, replace(centre.entry, password="no"))
    assert refusal(denied) == "setup_denied"
    with pytest.raises(Refused) as missing:
        here.join(replace(centre.place, database="elsewhere"), centre.entry)
    assert refusal(missing) == "setup_no_database"
    assert not (tmp_path / "counter.toml").exists()


def test_the_database_of_a_newer_release_is_not_joined(centre: Centre, tmp_path: Path) -> None:
    place = CentralPlace("127.0.0.1", centre.place.port, centre.place.ca_file, "next_year")
    login = Login(
        DatabaseAddress("", host=place.host, port=place.port, ca_file=place.ca_file),
        "cashier_dba", PASSWORD,
    )  # fmt: skip
    with connected(login) as root:
        root.exec_driver_sql("CREATE DATABASE next_year")
        root.exec_driver_sql("CREATE TABLE next_year.alembic_version (version_num VARCHAR(32))")
        root.exec_driver_sql("INSERT INTO next_year.alembic_version VALUES ('9999')")
    with pytest.raises(Refused) as newer:
        FirstStartHere(tmp_path).join(place, centre.entry)
    assert refusal(newer) == "setup_newer_database"
    assert not (tmp_path / "counter.toml").exists()


# -- notes and printer ---------------------------------------------------------------------


def test_what_was_typed_is_there_at_the_next_start(tmp_path: Path) -> None:
    here = FirstStartHere(tmp_path / "home")
    assert here.begun() == Begun("way", {})
    here.keep(Begun("server", {"way": "central", "host": "db"}))
    assert FirstStartHere(tmp_path / "home").begun() == Begun(
        "server", {"way": "central", "host": "db"}
    )
    (tmp_path / "home" / "first-start.json").write_text('{"page": 3', "utf-8")
    assert here.begun() == Begun("way", {})
    here.finish()
    assert not (tmp_path / "home" / "first-start.json").exists()


def test_a_printer_that_is_not_there_is_told(tmp_path: Path) -> None:
    here = FirstStartHere(tmp_path)
    gone = ChosenPrinter("network", "127.0.0.1", free_port())
    assert here.try_printer(gone).fault is PrinterFault.UNREACHABLE
    assert here.try_printer(ChosenPrinter("folder", path=str(tmp_path / "papers"))).ready
