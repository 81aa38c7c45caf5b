"""This computer's settings: frozen, read once, passed on.

`cashier.toml` says where the database and the printer are and may be read by anybody;
`counter.toml` (0600) holds the token of an enrolled counter, `counter.key` its private
key. No database password is ever stored. `cashier_app.home` says where they lie.
"""

from __future__ import annotations

import os
import stat
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from cashier_app.home import Places, in_one_folder, places
from cashier_app.whole_files import write_whole


class SettingsProblem(ValueError):
    """A settings file cannot be used; the text names the file and what is wrong in it."""


@dataclass(frozen=True, slots=True)
class DatabaseSettings:
    """Where the database is: a socket or a host with its CA; neither means our private server."""

    name: str = "cashier"
    socket: str = ""
    host: str = ""
    port: int = 3306
    ca_file: str = ""

    @property
    def is_private(self) -> bool:
        """True when this program starts the server itself."""
        return not self.socket and not self.host


@dataclass(frozen=True, slots=True)
class PrinterChoice:
    """The receipt printer; the meaning of each value is in `receipts.printers`."""

    kind: str = "none"
    address: str = ""
    port: int = 9100
    path: str = ""
    width_dots: int = 576
    mode: str = "picture"
    profile: str = "default"
    drawer_pin: int = 2
    cutter: bool = True
    baud: int = 9600


@dataclass(frozen=True, slots=True)
class CounterIdentitySettings:
    """The enrolled counter of this computer."""

    code: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KioskIdentitySettings:
    """The kiosk of this computer: a database user that may CALL a handful of procedures."""

    code: str
    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KioskChoice:
    """What a kiosk prints bills and statements on: a queue of the system, or files in a folder."""

    sheet_queue: str = ""
    sheet_folder: str = ""


_Section = TypeVar(
    "_Section",
    DatabaseSettings,
    PrinterChoice,
    CounterIdentitySettings,
    KioskIdentitySettings,
    KioskChoice,
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that is set on this computer."""

    places: Places
    database: DatabaseSettings = DatabaseSettings()
    printer: PrinterChoice = PrinterChoice()
    counter: CounterIdentitySettings | None = None
    is_training: bool = False
    kiosk: KioskIdentitySettings | None = None
    kiosk_papers: KioskChoice = KioskChoice()

    @property
    def home(self) -> Path:
        """The folder of `cashier.toml`."""
        return self.places.settings

    @property
    def counter_places(self) -> Places:
        """The folders of the counter: the real one's, or the one's to practise at."""
        return self.places.training() if self.is_training else self.places

    @property
    def counter_folder(self) -> Path:
        """Where token and key lie."""
        return self.counter_places.settings

    @property
    def server_folder(self) -> Path:
        """The private server's folder."""
        return self.places.data / "server"

    @property
    def key_path(self) -> Path:
        """The counter's private key."""
        return self.counter_folder / "counter.key"

    @property
    def log_path(self) -> Path:
        """The counter's log."""
        return self.counter_places.data / "counter.log"


def load_settings(where: Path | Places | None = None) -> Settings:
    """Read the files there; what is missing has its default. Raises SettingsProblem.

    A Path has everything in one folder; None asks `places`.
    """
    if where is None:
        where = places()
    found = in_one_folder(where) if isinstance(where, Path) else where
    home = found.settings
    general = home / "cashier.toml"
    values = _read(general)
    unknown = values.keys() - {"database", "printer", "kiosk"}
    if unknown:
        raise SettingsProblem(f"{general}: unknown section {', '.join(sorted(unknown))}")
    return Settings(
        found,
        _section(general, "database", values.get("database", {}), DatabaseSettings),
        _section(general, "printer", values.get("printer", {}), PrinterChoice),
        _load_counter(home / "counter.toml"),
        kiosk=_load_private(home / "kiosk.toml", KioskIdentitySettings),
        kiosk_papers=_section(general, "kiosk", values.get("kiosk", {}), KioskChoice),
    )


def training_name(database: str) -> str:
    """The training database's name beside the real one's."""
    return f"{database}_training"


def training_settings(settings: Settings) -> Settings:
    """The same computer at the training database; `counter` is None until it is enrolled there.

    Raises SettingsProblem.
    """
    training = replace(
        settings,
        database=replace(settings.database, name=training_name(settings.database.name)),
        counter=None,
        is_training=True,
    )
    return replace(training, counter=_load_counter(training.counter_folder / "counter.toml"))


def check_central(settings: Settings) -> None:
    """Raise SettingsProblem if a central database of these settings cannot be reached safely.

    Looks at the settings only, so that a window need not open to say it.
    """
    found, file = settings.database, settings.home / "cashier.toml"
    if not found.host:
        return
    if not found.ca_file:
        raise SettingsProblem(f"{file} [database]: a host needs the ca_file of its certificate")
    if not os.access(found.ca_file, os.R_OK):
        raise SettingsProblem(f"{file} [database]: the CA file {found.ca_file} cannot be read")


def save_printer(home: Path, choice: PrinterChoice) -> None:
    """Write [printer] of cashier.toml anew, the rest stays. Raises OSError, SettingsProblem."""
    _save_section(home, "printer", choice, PrinterChoice())


def save_database(home: Path, choice: DatabaseSettings) -> None:
    """Write [database] of cashier.toml anew, the rest stays. Raises OSError, SettingsProblem."""
    _save_section(home, "database", choice, DatabaseSettings())


def _save_section(home: Path, name: str, choice: _Section, plain: _Section) -> None:
    """What differs from `plain`, in one step; every other line stays as it is.

    Raises OSError, and SettingsProblem where the file cannot be read as it stands.
    """
    path = home / "cashier.toml"
    before = _read(path)
    kept: list[str] = _without_section(path.read_text("utf-8") if path.exists() else "", name)
    values = {item.name: getattr(choice, item.name) for item in fields(choice)}
    lines: list[str] = [
        f"{key} = {_toml(v)}" for key, v in values.items() if v != getattr(plain, key)
    ]
    text = "\n".join([*kept, f"[{name}]", *lines, ""])
    if {**tomllib.loads(text), name: {}} != {**before, name: {}}:
        raise SettingsProblem(f"{path}: [{name}] cannot be told from the rest; set it by hand")
    write_whole(path, text)


def _without_section(text: str, name: str) -> list[str]:
    """The lines outside [name], ending with an empty one."""
    kept: list[str] = []
    inside = False
    for line in text.splitlines():
        head = line.split("#")[0].strip()
        if head.startswith("["):
            inside = head == f"[{name}]"
        if not inside:
            kept.append(line)
    while kept and not kept[-1].strip():
        kept.pop()
    return [*kept, ""] if kept else []


def _toml(value: object) -> str:
    """A word, a whole number or yes and no: written as in JSON."""
    import json

    return json.dumps(value, ensure_ascii=False)


def save_counter(home: Path, counter: CounterIdentitySettings) -> None:
    """Keep the token where only this person can read it, in one step."""
    _save_private(home / "counter.toml", {"code": counter.code, "token": counter.token})


def save_kiosk(home: Path, kiosk: KioskIdentitySettings) -> None:
    """Keep the kiosk's database user where only this person can read it, in one step."""
    values = {"code": kiosk.code, "user": kiosk.user, "password": kiosk.password}
    _save_private(home / "kiosk.toml", values)


def _save_private(path: Path, values: dict[str, str]) -> None:
    text = "".join(f"{name} = {_toml(value)}\n" for name, value in values.items())
    write_whole(path, text, private=True)


def _load_counter(path: Path) -> CounterIdentitySettings | None:
    return _load_private(path, CounterIdentitySettings)


def _load_private(path: Path, kind: type[_Section]) -> _Section | None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(path, error) from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingsProblem(f"{path} can be read by other people; make it 0600")
    return _section(path, "", _read(path), kind)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsProblem(f"{path}: {error}") from error
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> SettingsProblem:
    """Such as a file that somebody else has written as its owner."""
    return SettingsProblem(f"{path} cannot be read: {error.strerror}")


def _section(path: Path, name: str, values: object, kind: type[_Section]) -> _Section:
    """The values as a dataclass, every key known and of its type."""
    where = f"{path}{f' [{name}]' if name else ''}"
    if not isinstance(values, dict):
        raise SettingsProblem(f"{where} must be a section")
    # Annotations are texts here; the settings hold words and whole numbers only.
    types = {item.name: str(item.type) for item in fields(kind)}
    for key, value in values.items():
        if key not in types:
            raise SettingsProblem(f"{where}: unknown setting {key}")
        if type(value).__name__ != types[key]:
            raise SettingsProblem(f"{where}: {key} must be of type {types[key]}")
    try:
        return kind(**values)
    except TypeError as error:
        raise SettingsProblem(f"{where}: {error}") from error
