"""A sample on a real server: it loads, `cashier verify` accepts it, a second one is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pymysql
import pytest

from cashier_app import cli, sample_filling
from cashier_app.db.engine import Login
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.sample_loader import NotEmpty
from cashier_app.sample.generate import SampleOrder, generate_sample
from cashier_app.sample.rows import Chunk
from cashier_app.sample_filling import fill_with_sample
from cashier_app.verify.connection import reader_for
from cashier_app.verify.verification import verify
from tests.plugins.database import DATABASE, copy_of_template, wanted_server
from tests.support.asking import ask

TODAY = date(2026, 11, 23)


@pytest.fixture
def empty(fresh_server: PrivateServer) -> Login:
    return fresh_server.admin_login(DATABASE)


def test_a_loaded_sample_holds(fresh_server: PrivateServer, empty: Login) -> None:
    stored = fill_with_sample(empty, 200, 12, 1, TODAY, quiet=True)
    with reader_for(empty) as reader:
        findings = verify(reader, [], lambda _: None)
    assert [str(breach) for breach in findings.breaches] == []
    assert stored > 40_000
    assert ask(fresh_server, "SELECT COUNT(*) FROM customers") == [(200,)]
    # The screens' own definition of what is due today.
    due = "SELECT account_due(account_id, '2026-11-23') FROM accounts WHERE account_no = {}"
    assert ask(fresh_server, due.format("'4410029761'"))[0][0] == 2317.5
    offsets = ask(fresh_server, "SELECT minutes FROM utility_offsets ORDER BY from_utc DESC")
    assert offsets[0] == (330,)

    # The past is settled, so that a new demo's day ties out.
    decided = "SELECT COUNT(d.entry_id), COUNT(*) FROM z_reports z LEFT JOIN decisions d"
    ((found, left_open),) = ask(
        fresh_server, f"{decided} ON d.z_entry_id = z.entry_id WHERE z.is_decided = 0"
    )
    assert found == left_open > 0

    with pytest.raises(NotEmpty):
        fill_with_sample(empty, 20, 6, 1, TODAY, quiet=True)
    assert ask(fresh_server, "SELECT COUNT(*) FROM customers") == [(200,)]


def test_a_load_that_stops_leaves_nothing(
    fresh_server: PrivateServer, empty: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopping(order: SampleOrder) -> Iterator[Chunk]:
        for number, chunk in enumerate(generate_sample(order)):
            if number == 60:
                raise KeyboardInterrupt
            yield chunk

    monkeypatch.setattr(sample_filling, "generate_sample", stopping)
    with pytest.raises(KeyboardInterrupt):
        fill_with_sample(empty, 150, 6, 1, TODAY, quiet=True)
    for table in ("customers", "bills", "users", "counters", "settings"):
        assert ask(fresh_server, f"SELECT COUNT(*) FROM {table}") == [(0,)]
    monkeypatch.undo()
    assert fill_with_sample(empty, 20, 6, 1, TODAY, quiet=True)


def test_what_the_server_refuses_stops_the_load(empty: Login, fresh_server: PrivateServer) -> None:
    with fresh_server.admin_connection(DATABASE) as connection, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO offices (code, name, address) VALUES ('99', 'x', ''), ('01', 'y', '')"
        )
    with pytest.raises(pymysql.IntegrityError, match="Duplicate"):
        fill_with_sample(empty, 20, 6, 1, TODAY, quiet=True)
    assert ask(fresh_server, "SELECT COUNT(*) FROM customers") == [(0,)]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The settings folder of a computer whose private server has the schema and no rows."""
    monkeypatch.setenv("CASHIER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CASHIER_MYSQLD", str(wanted_server().path))
    server = tmp_path / "home" / "server"
    copy_of_template(server, wanted_server())
    (tmp_path / "home" / "cashier.toml").write_text(f'[database]\nname = "{DATABASE}"\n', "utf-8")
    yield tmp_path / "home"
    PrivateServer(server).stop(force=True)


def test_the_command_loads_and_then_refuses(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("sample", "--customers", "25", "--months", "6", "--seed", "4", "--today", "2026-11-23")
    assert cli.run(words) == 0
    assert "25 customers" in capsys.readouterr().out
    assert cli.run(words) == 1
    assert "has bills already" in capsys.readouterr().err


def test_the_command_says_what_a_sample_may_be(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(("sample", "--customers", "3")) == 1
    assert "20 to 2,000,000 customers" in capsys.readouterr().err


def test_the_command_names_the_upgrade_that_is_missing(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "cashier.toml").write_text('[database]\nname = "another"\n', "utf-8")
    assert cli.run(("sample",)) == 1
    assert "cashier db upgrade" in capsys.readouterr().err
