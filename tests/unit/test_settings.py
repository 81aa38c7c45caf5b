"""The settings folder: defaults, mistakes named, secrets protected."""

from __future__ import annotations

import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from platformdirs import PlatformDirs

from cashier_app.home import (
    HOME_VARIABLE,
    SETTINGS_FILES,
    counter_code,
    in_one_folder,
    places,
    unread_settings,
)
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


@pytest.mark.parametrize("name", ["cashier.toml", "counter.toml", "kiosk.toml"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir(mode=0o700)
    with pytest.raises(SettingsProblem, match=rf"{name} cannot be read: Is a directory"):
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


xdg = pytest.mark.skipif(sys.platform != "linux", reason="named as Linux has its folders")


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's home in which nobody has started the program yet."""
    for name in (HOME_VARIABLE, "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_one_folder_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    assert set(places()) == {tmp_path}
    assert places().training() == in_one_folder(tmp_path / "training")


@xdg
@pytest.mark.parametrize("variables", [False, True])
def test_a_new_installation_uses_the_platforms_own_places(
    person: Path, monkeypatch: pytest.MonkeyPatch, variables: bool
) -> None:
    if variables:
        for name in ("CONFIG", "DATA", "STATE"):
            monkeypatch.setenv(f"XDG_{name}_HOME", str(person / name))
    dirs = PlatformDirs("cashier", appauthor=False)
    expected = (dirs.user_config_path, dirs.user_data_path, dirs.user_log_path)
    assert places() == expected
    assert len({*expected}) == 3
    settings = load_settings()
    save_counter(settings.home, CounterIdentitySettings("03", "token"))
    settings = load_settings()
    assert settings.counter is not None
    assert settings.key_path.parent == dirs.user_config_path
    assert settings.log_path.parent == settings.server_folder.parent == dirs.user_data_path
    practice = replace(settings, is_training=True)
    assert practice.key_path == dirs.user_config_path / "training" / "counter.key"
    assert practice.log_path == dirs.user_data_path / "training" / "counter.log"


@xdg
@pytest.mark.parametrize("name", SETTINGS_FILES)
def test_settings_where_they_lay_until_now_are_found(person: Path, name: str) -> None:
    """Nothing of an installed counter moves: its token belongs to the folder it lies in."""
    data = person / ".local/share/cashier"
    data.mkdir(parents=True)
    (data / "counter.log").touch()
    assert places().settings != data
    (data / name).touch()
    assert places()[:2] == (data, data)
    assert places().logs == person / ".local/state/cashier/log"
    (data / "cashier.log").touch()
    assert places() == in_one_folder(data)


@xdg
def test_settings_in_two_places_are_noticed(person: Path) -> None:
    assert unread_settings(places()) is None
    for folder in (".local/share/cashier", ".config/cashier"):
        (person / folder).mkdir(parents=True)
        write(person / folder, "")
    assert places().settings == person / ".local/share/cashier"
    assert unread_settings(places()) == person / ".config/cashier"
    (person / ".config/cashier/cashier.toml").unlink()
    assert unread_settings(places()) is None


@xdg
def test_folders_are_made_for_one_person_alone(person: Path) -> None:
    places().make()
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in places()[:2]} == {0o700}


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
