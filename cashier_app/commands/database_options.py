"""Where a command finds the database, and who signs in there."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cashier_app.commands.output import NobodyAnswers
from cashier_app.db.engine import DatabaseAddress, Login, connected
from cashier_app.db.errors import Kind, classify, database_errors, error_number
from cashier_app.db.newer import NewerDatabase, refuse_newer, version_at
from cashier_app.db.office import CommandConnection
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.sentences import database_sentence
from cashier_app.settings import Settings, SettingsProblem, load_settings

_UNKNOWN_DATABASE = 1049


class NobodyNamed(SettingsProblem):
    """Only a private server lets somebody in who gives no name; the text says what to add."""


def add_admin_options(parser: argparse.ArgumentParser) -> None:
    """Who signs in: an administrator, by name, or nobody on a private server."""
    group = parser.add_argument_group("administrator")
    group.add_argument(
        "--admin",
        default="",
        metavar="NAME",
        help="a person with the role administrator, or the server's own administrator; "
        "a private server needs none",
    )
    add_password_option(group)


def add_place_options(parser: argparse.ArgumentParser, whose: str) -> None:
    """Another database than that of the settings, and who reads it."""
    where = parser.add_argument_group("another database than that of the settings")
    where.add_argument("--folder", type=Path, help="the folder of a private server")
    where.add_argument("--socket", default="", help="the socket of a server on this computer")
    where.add_argument("--host", default="", help="the server's name")
    where.add_argument("--port", type=int, default=3306, help="default: %(default)s")
    where.add_argument("--ca", default="", metavar="FILE", help="the CA of its certificate")
    where.add_argument("--database", default="cashier", help="its name (default: %(default)s)")
    where.add_argument("--user", default="", help=whose)
    add_password_option(where)


def add_password_option(group: argparse._ActionsContainer) -> None:
    """Where the password of the one who signs in is read from; see `read_password`."""
    group.add_argument(
        "--password-file", type=Path, metavar="FILE", help="instead of being asked; - reads a line"
    )


def read_password(prompt: str, file: Path | None, option: str = "--password-file") -> str:
    """From a file's first line, from standard input ("-"), or asked without an echo.

    `option` is the one that names the file.
    Raises SettingsProblem when the file cannot be read, NobodyAnswers where the input has ended.
    """
    if file is None:
        return _asked(prompt, option)
    try:
        text = _line_of_input(prompt, option) if str(file) == "-" else file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsProblem(f"The password file {file} cannot be read: {error}") from error
    return text.splitlines()[0] if text else ""


def _asked(prompt: str, option: str) -> str:
    """Typed at the terminal; without one, a line of the input."""
    try:
        return getpass.getpass(prompt)
    except EOFError as error:
        raise _unanswered(prompt, option) from error
    except AttributeError as error:
        # A closed input is no stream at all, which getpass does not expect.
        if sys.stdin is None:
            raise _unanswered(prompt, option) from error
        raise


def _line_of_input(prompt: str, option: str) -> str:
    line = sys.stdin.readline() if sys.stdin is not None else ""
    if not line:
        raise _unanswered(prompt, option)
    return line


def _unanswered(prompt: str, option: str) -> NobodyAnswers:
    what = prompt.strip().removesuffix(":")
    return NobodyAnswers(f"{what}: nobody answered. Give it by {option} FILE.")


def database_address(settings: Settings) -> DatabaseAddress:
    """The settings as an address. Raises UnsafeAddress."""
    found = settings.database
    return DatabaseAddress(found.name, found.socket, found.host, found.port, found.ca_file)


@contextmanager
def administrator(options: argparse.Namespace, *, any_version: bool = False) -> Iterator[Login]:
    """The administrator's login at the database of the settings; a private server is started.

    With `any_version` the caller looks by itself whether the database is of a newer release.
    Raises NobodyNamed, UnsafeAddress, SettingsProblem.
    """
    with _of_settings(options.admin, "--admin", options.password_file) as login:
        if not any_version:
            _refuse_newer(login)
        yield login


@contextmanager
def administrator_connection(options: argparse.Namespace) -> Iterator[CommandConnection]:
    """As `administrator`, connected."""
    with administrator(options) as login, connected(login) as connection:
        yield connection


@contextmanager
def reader(options: argparse.Namespace, *, any_version: bool = False) -> Iterator[Login]:
    """The login of `--user` at the place of the options, else at the database of the settings.

    As `administrator`.
    """
    with _reader(options) as login:
        if not any_version:
            _refuse_newer(login)
        yield login


def _refuse_newer(login: Login) -> None:
    """Raises SettingsProblem, also for whoever is not let in."""
    try:
        refuse_newer(version_at(login))
    except NewerDatabase as error:
        raise SettingsProblem(str(error)) from error
    except database_errors() as error:
        if error_number(error) == _UNKNOWN_DATABASE:
            return
        if classify(error) is Kind.BUG:
            raise
        raise SettingsProblem(database_sentence(error)) from error


@contextmanager
def _reader(options: argparse.Namespace) -> Iterator[Login]:
    user, file = options.user, options.password_file
    if options.folder is not None:
        with _private(options.folder, options.database, user, file) as login:
            yield login
    elif options.socket or options.host:
        address = DatabaseAddress(
            options.database, options.socket, options.host, options.port, options.ca
        )
        yield _named(address, user, "--user", file)
    else:
        with _of_settings(user, "--user", file) as login:
            yield login


@contextmanager
def _of_settings(user: str, option: str, password_file: Path | None) -> Iterator[Login]:
    settings = load_settings()
    name = settings.database.name
    if not settings.database.is_private:
        yield _named(database_address(settings), user, option, password_file)
        return
    with _private(settings.server_folder, name, user, password_file) as login:
        yield login


@contextmanager
def _private(folder: Path, database: str, user: str, password_file: Path | None) -> Iterator[Login]:
    """Who may read the folder of a private server is its administrator, unless a name is given."""
    with PrivateServer(folder) as server:
        if user:
            yield _named(server.address(database), user, "", password_file)
        else:
            yield server.admin_login(database)


def _named(address: DatabaseAddress, user: str, option: str, password_file: Path | None) -> Login:
    if not user:
        raise NobodyNamed(f"Name your database user with {option}.")
    return Login(address, user, read_password(f"Password of {user}: ", password_file))
