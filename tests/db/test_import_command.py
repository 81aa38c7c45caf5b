"""`cashier import` as people type it: every refusal in words, with its line; the end status."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cashier_app import cli
from tests.support.counter import PASSWORD, World, unique
from tests.support.office import Office, days_ago

Command = Callable[..., tuple[int, str, str]]
HEAD = "customer_no,name,account_no,opened_on,tariff_class"


@pytest.fixture
def office(world: World, tmp_path: Path) -> Office:
    return Office(world, tmp_path)


@pytest.fixture
def read_in(office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    password = tmp_path / "password"
    password.write_text(PASSWORD + "\n", "utf-8")
    address = office.world.address
    where = ("--database", address.database, "--user", office.user_name)
    assert address.socket

    def run(kind: str, path: Path, *more: str) -> tuple[int, str, str]:
        secret = ("--password-file", str(password), "--socket", address.socket)
        status = cli.run(("import", kind, str(path), *more, *where, *secret))
        written = capsys.readouterr()
        return status, written.out, written.err

    return run


def test_a_file_comes_in_once(office: Office, read_in: Command) -> None:
    path = office.file(HEAD, f"{unique('C')},Maya,{unique('4')},2024-01-01,residential")
    status, out, err = read_in("customers", path)
    assert (status, err) == (0, "")
    assert out == "1 records of customers: 1 new, 0 there already, 0 refused.\n1 stored.\n"
    status, out, _ = read_in("customers", path)
    assert status == 0
    assert out.endswith("already. Nothing was changed.\n")


def test_every_refused_record_is_a_line_in_words(office: Office, read_in: Command) -> None:
    home = office.metered([(30, "1300")])
    path = office.file(
        "meter_no,read_on,value",
        f"{home.meter_no},{days_ago(0)},-5",
        f"{home.meter_no},{days_ago(0)},120000",
        f"{home.meter_no},{days_ago(40)},1250",
        f"{home.meter_no},{days_ago(0)},absurd",
        "NOSUCH,2026-13-01,1",
    )
    status, out, err = read_in("readings", path)
    assert status == 1
    assert err.splitlines() == [
        "Line 2, value: -5 is below zero.",
        "Line 3, read_on: stands in line 2 of this file already.",
        f"Line 4, read_on: {days_ago(40)} is before the last reading, of {days_ago(30)}.",
        "Line 5, value: “absurd” is no figure: digits with a decimal point, no grouping.",
        "Line 6, read_on: there is no day 2026-13-01.",
    ]
    assert out.endswith("Nothing was changed.\n")


def test_what_is_held_is_told_with_its_reason(office: Office, read_in: Command) -> None:
    home = office.metered([(120, "1000"), (90, "1100"), (60, "1200"), (30, "1300")])
    path = office.file("meter_no,read_on,value", f"{home.meter_no},{days_ago(0)},9000")
    status, out, _ = read_in("readings", path)
    assert status == 0
    assert f"line 2, meter {home.meter_no}: much more than usual" in out


def test_no_table_of_this_kind_is_one_sentence(office: Office, read_in: Command) -> None:
    path = office.folder / "latin.csv"
    path.write_bytes(f"{HEAD}\nC1,Zoë,41,2024-01-01,x\n".encode("latin-1"))
    status, out, err = read_in("customers", path)
    assert (status, out) == (1, "")
    assert err == (
        f"cashier: {path}: Line 2 is not UTF-8 text: save the file as UTF-8. Nothing was changed.\n"
    )
    status, _, err = read_in("customers", office.folder / "nowhere.csv")
    assert status == 1
    assert "The file cannot be read: No such file or directory." in err
