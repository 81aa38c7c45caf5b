"""Where a command finds the database, and how an administrator signs in."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cashier_app.db.engine import DatabaseAddress, Login
from cashier_app.db.private_server import PrivateServer
from cashier_app.settings import Settings, SettingsProblem, load_settings


def add_admin_options(parser: argparse.ArgumentParser) -> None:
    """The administrator of a central database; a private server needs none of this."""
    group = parser.add_argument_group("administrator of a central database")
    group.add_argument("--admin", default="root", metavar="USER", help="default: %(default)s")
    group.add_argument(
        "--password-file", type=Path, metavar="FILE", help="instead of being asked; - reads a line"
    )


def read_password(prompt: str, file: Path | None) -> str:
    """From a file's first line, from standard input ("-"), or asked without an echo.

    Raises SettingsProblem when the file cannot be read.
    """
    if file is None:
        return getpass.getpass(prompt)
    try:
        text = sys.stdin.readline() if str(file) == "-" else file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsProblem(f"The password file {file} cannot be read: {error}") from error
    return text.splitlines()[0] if text else ""


def database_address(settings: Settings) -> DatabaseAddress:
    """The settings as an address. Raises UnsafeAddress."""
    found = settings.database
    return DatabaseAddress(found.name, found.socket, found.host, found.port, found.ca_file)


@contextmanager
def administrator(options: argparse.Namespace) -> Iterator[Login]:
    """The administrator's login at the database of the settings; a private server is started."""
    settings = load_settings()
    if settings.database.is_private:
        with PrivateServer(settings.server_folder) as server:
            yield server.admin_login(settings.database.name)
        return
    password = read_password(f"Password of {options.admin}: ", options.password_file)
    yield Login(database_address(settings), options.admin, password)
