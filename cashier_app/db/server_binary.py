"""Which database server is on this computer, and how a data folder is made with it."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

SERVER_VARIABLE = "CASHIER_MYSQLD"
"""Names a server's program when it is not on the usual paths (also an unpacked package)."""

_NAMES = ("mariadbd", "mysqld")
# Servers live in sbin, which is not on the PATH of ordinary people.
_FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/usr/libexec", "/usr/local/bin", "/opt/homebrew/bin")
_INSTALL_SECONDS = 120
ROOT_FILE = "root.secret"


class ServerMissing(RuntimeError):
    """No usable database server; the text names the package to install."""


class ServerFailed(RuntimeError):
    """The server could not be installed, started or stopped; the text says what it said."""


class Flavour(StrEnum):
    """The two servers that the program runs on."""

    MARIADB = "mariadb"
    MYSQL = "mysql"


@dataclass(frozen=True, slots=True)
class ServerBinary:
    """A server's program. `command` may begin with the loader of an unpacked package."""

    flavour: Flavour
    version: str
    path: Path
    command: tuple[str, ...]
    options: tuple[str, ...] = ()
    """Folders that the server cannot find by itself when it is not installed."""


def find_server(flavour: Flavour | None = None) -> ServerBinary:
    """The server to run: CASHIER_MYSQLD if set, else MariaDB, else MySQL.

    Raises ServerMissing when there is none (of that flavour).
    """
    named = os.environ.get(SERVER_VARIABLE)
    if named:
        found = describe_server(Path(named))
        if flavour in (None, found.flavour):
            return found
    for path in _candidates():
        found = describe_server(path)
        if flavour in (None, found.flavour):
            return found
    wanted = flavour.value if flavour else "mariadb or mysql"
    raise ServerMissing(
        f"No {wanted} server was found. On Debian or Ubuntu install the package"
        f" '{'mysql-server-core' if flavour is Flavour.MYSQL else 'mariadb-server-core'}'"
        f" (it starts no service), or set {SERVER_VARIABLE} to the server's program."
    )


def _candidates() -> Iterable[Path]:
    for name in _NAMES:
        on_path = shutil.which(name)
        places = ([on_path] if on_path else []) + [f"{folder}/{name}" for folder in _FOLDERS]
        yield from (Path(place) for place in places if os.access(place, os.X_OK))


@cache
def describe_server(path: Path) -> ServerBinary:
    """Ask the program for its version. Raises ServerMissing when it does not run."""
    command, options = _unpacked(path)
    try:
        answer = subprocess.run(
            [*command, "--no-defaults", "--version"],
            capture_output=True, text=True, timeout=20, check=True,
        ).stdout  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise ServerMissing(f"{path} is not a database server that runs here: {error}") from error
    version = re.search(r"Ver (\d+\.\d+\.\d+)", answer)
    if version is None:
        raise ServerMissing(f"{path} does not say its version: {answer.strip()[:200]}")
    flavour = Flavour.MARIADB if "mariadb" in answer.lower() else Flavour.MYSQL
    return ServerBinary(flavour, version[1], path, command, options)


def _unpacked(path: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Command and options for a server in a folder of unpacked packages.

    Such a folder carries its own C library; the server must be run by the loader
    that came with it.
    """
    root = path.resolve().parents[2] if len(path.resolve().parents) > 2 else Path("/")
    loaders = sorted(root.glob("usr/lib*/ld-linux*.so*")) or sorted(
        root.glob("usr/lib/*/ld-linux*.so*")
    )
    if root in (Path("/"), Path("/usr")) or not loaders:
        return (str(path),), ()
    libraries = sorted({str(found.parent) for found in root.glob("usr/lib/**/libc.so.6")})
    libraries.append(str(root / "usr/lib/mysql/private"))
    command = (str(loaders[0]), "--library-path", ":".join(libraries), str(path))
    return command, tuple(_folder_options(root))


def _folder_options(root: Path) -> Iterable[str]:
    share = root / "usr/share/mysql"
    if share.is_dir():
        yield f"--lc-messages-dir={share}"
        yield f"--character-sets-dir={share / 'charsets'}"
    plugins = next(iter(sorted(root.glob("usr/lib/**/plugin"))), None)
    if plugins is not None:
        yield f"--plugin-dir={plugins}"


def user_options() -> list[str]:
    """The servers refuse to run as root unless they are told to."""
    return ["--user=root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def install_data(binary: ServerBinary, data: Path) -> None:
    """Make the system tables in the empty folder `data`. Raises ServerFailed."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if binary.flavour is Flavour.MARIADB:
        _install_mariadb(binary, data)
    else:
        _install_mysql(binary, data)


def _install_mariadb(binary: ServerBinary, data: Path) -> None:
    installer = _mariadb_installer(binary)
    _run(
        [
            str(installer), "--no-defaults", f"--datadir={data}", *user_options(),
            "--auth-root-authentication-method=socket", "--skip-test-db", "--skip-name-resolve",
            "--innodb-log-file-size=8M",
        ]
    )  # fmt: skip


def _mariadb_installer(binary: ServerBinary) -> Path:
    for name in ("mariadb-install-db", "mysql_install_db"):
        beside = binary.path.parent.parent / "bin" / name
        found = beside if beside.exists() else shutil.which(name)
        if found:
            return Path(found)
    raise ServerMissing("mariadb-install-db is missing: install the package 'mariadb-server-core'.")


def _install_mysql(binary: ServerBinary, data: Path) -> None:
    """`--initialize-insecure`, with a random password for root set in the same run."""
    password = secrets.token_urlsafe(32)
    orders = data.parent / f".{data.name}.init.sql"
    write_secret(orders, f"ALTER USER 'root'@'localhost' IDENTIFIED BY '{password}';\n")
    try:
        _run(
            [
                *binary.command, "--no-defaults", "--initialize-insecure", f"--datadir={data}",
                *user_options(), *binary.options, f"--init-file={orders}",
                "--innodb-redo-log-capacity=8M", "--log-error-verbosity=1",
            ]
        )  # fmt: skip
    finally:
        orders.unlink()
    write_secret(data / ROOT_FILE, password)


def flavour_of_databases(data: Path) -> Flavour | None:
    """Who made a data folder in which there are databases of ours; None where there are none."""
    own = {"mysql", "sys", "performance_schema", "test"}
    if not data.is_dir() or not any(
        found.is_dir() and found.name not in own and not found.name.startswith("#")
        for found in data.iterdir()
    ):
        return None
    return Flavour.MARIADB if (data / "aria_log_control").exists() else Flavour.MYSQL


def write_secret(path: Path, text: str) -> None:
    """Write a file that only its owner can read, from its first byte on."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)


def _run(command: list[str]) -> None:
    try:
        # In a folder of its own: another server that starts sweeps the common one for temporary
        # tables, these too.
        with tempfile.TemporaryDirectory(prefix="cashier-install-") as own:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=_INSTALL_SECONDS, check=False,
                env={**os.environ, "TMPDIR": own},
            )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise ServerFailed(f"The database could not be installed: {error}") from error
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-800:]
        raise ServerFailed(f"The database could not be installed: {said}")
