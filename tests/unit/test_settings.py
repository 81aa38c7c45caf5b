"""The settings folder: defaults, mistakes named, secrets protected."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from platformdirs import user_data_path

from cashier_app.home import counter_code, home_folder
from cashier_app.settings import (
    CounterIdentitySettings,
    SettingsProblem,
    load_settings,
    save_counter,
)


def write(home: Path, text: str) -> None:
    (home / "cashier.toml").write_text(text, "utf-8")


def test_empty_folder_means_a_private_server_and_no_printer(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    assert settings.database.is_private
    assert settings.printer.kind == "none"
    assert settings.counter is None
    assert settings.server_folder == tmp_path / "server"


def test_values_are_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        '[database]\nhost = "db.example.org"\nport = 3307\nca_file = "/ca.pem"\n'
        '[printer]\nkind = "network"\naddress = "10.0.0.9"\nwidth_dots = 384\n',
    )
    settings = load_settings(tmp_path)
    assert (settings.database.host, settings.database.port) == ("db.example.org", 3307)
    assert not settings.database.is_private
    assert (settings.printer.address, settings.printer.width_dots) == ("10.0.0.9", 384)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[database\n", "cashier.toml"),
        ("[databse]\n", "unknown section databse"),
        ('[database]\npassword = "x"\n', "unknown setting password"),
        ('[database]\nport = "3306"\n', "port must be of type int"),
        ("[printer]\nport = true\n", "port must be of type int"),
        ("database = 5\n", "must be a section"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, found: str) -> None:
    write(tmp_path, text)
    with pytest.raises(SettingsProblem, match=found.replace("[", r"\[")):
        load_settings(tmp_path)


def test_token_is_kept_for_this_person_alone(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    counter = CounterIdentitySettings("03", 'a"b\\c')
    save_counter(home, counter)
    assert load_settings(home).counter == counter
    assert stat.S_IMODE((home / "counter.toml").stat().st_mode) == 0o600
    assert counter.token not in repr(load_settings(home))


def test_token_that_others_can_read_is_refused(tmp_path: Path) -> None:
    save_counter(tmp_path, CounterIdentitySettings("03", "secret"))
    (tmp_path / "counter.toml").chmod(0o644)
    with pytest.raises(SettingsProblem, match="0600"):
        load_settings(tmp_path)


def test_half_a_counter_is_refused(tmp_path: Path) -> None:
    (tmp_path / "counter.toml").write_text('code = "03"\n', "utf-8")
    (tmp_path / "counter.toml").chmod(0o600)
    with pytest.raises(SettingsProblem, match="token"):
        load_settings(tmp_path)


def test_home_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASHIER_HOME", str(tmp_path))
    assert home_folder() == tmp_path
    monkeypatch.delenv("CASHIER_HOME")
    assert home_folder() == user_data_path("cashier", appauthor=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert home_folder() == user_data_path("cashier", appauthor=False)


def test_the_code_is_read_without_the_settings(tmp_path: Path) -> None:
    assert counter_code(tmp_path) == ""
    save_counter(tmp_path, CounterIdentitySettings("03", 'a"b'))
    assert counter_code(tmp_path) == "03"


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ('code = "03"\ntoken = "secret"\n', 0o644),
        ('code = "03"\n', 0o600),
        ('token = "secret"\ncode = "03"\n', 0o600),
        ('code = "03"\ntoken = "secret"\nname = "x"\n', 0o600),
        ("", 0o600),
    ],
)
def test_anything_unusual_is_left_to_the_settings(tmp_path: Path, text: str, mode: int) -> None:
    (tmp_path / "counter.toml").write_text(text, "utf-8")
    (tmp_path / "counter.toml").chmod(mode)
    assert counter_code(tmp_path) == ""
