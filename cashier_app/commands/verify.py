"""`cashier verify`: checks everything that must hold in a database."""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path

from cashier_app.commands.database_options import database_address, read_password
from cashier_app.db.engine import DatabaseAddress, Login, UnsafeAddress
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.server_binary import ServerFailed, ServerMissing
from cashier_app.settings import SettingsProblem, load_settings
from cashier_app.verify.connection import reader_for
from cashier_app.verify.findings import CannotLook
from cashier_app.verify.report import json_report, text_report
from cashier_app.verify.verification import Findings, verify

HOLDS, BROKEN, NOT_LOOKED = 0, 1, 2

_FAULTS = (CannotLook, UnsafeAddress, ServerMissing, ServerFailed, SettingsProblem, OSError)

_EPILOG = """
Without options the database of the settings is looked at: a private server over its
administrator's socket, a central one as the auditor named with --user. Nothing is written and
no row is locked, so it may run while counters sell. Ends with 0 when everything holds, 1 when
something does not, 2 when it could not look.
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `verify` to the commands."""
    what = "check everything that must hold in the database"
    parser = subparsers.add_parser("verify", help=what, description=what, epilog=_EPILOG)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")
    parser.add_argument(
        "--counter-log",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        metavar="FILE",
        dest="counter_logs",
        help="counters' logs to compare with",
    )
    _add_database_options(parser)
    parser.set_defaults(run=run)


def _add_database_options(parser: argparse.ArgumentParser) -> None:
    where = parser.add_argument_group("another database than that of the settings")
    where.add_argument("--folder", type=Path, help="the folder of a private server")
    where.add_argument("--socket", default="", help="the socket of a server on this computer")
    where.add_argument("--host", default="", help="the server's name")
    where.add_argument("--port", type=int, default=3306)
    where.add_argument("--ca", default="", metavar="FILE", help="the CA of its certificate")
    where.add_argument("--database", default="cashier", help="its name (default: %(default)s)")
    where.add_argument("--user", default="", help="the auditor's database user")
    where.add_argument(
        "--password-file", type=Path, help="a file with the password, instead of being asked"
    )


def run(arguments: argparse.Namespace) -> int:
    """Look, print the report, and say by the status whether everything holds."""
    try:
        with ExitStack() as stack:
            login = _login(arguments, stack)
            reader = stack.enter_context(reader_for(login))
            findings = verify(reader, arguments.counter_logs, _say)
    except _FAULTS as error:
        print(f"Could not look: {error}", file=sys.stderr)  # noqa: T201 - a command's output
        return NOT_LOOKED
    _print_report(findings, as_json=arguments.json)
    return HOLDS if findings.holds else BROKEN


def _print_report(findings: Findings, *, as_json: bool) -> None:
    print(json_report(findings) if as_json else text_report(findings))  # noqa: T201


def _say(step: str) -> None:
    if sys.stderr.isatty():
        print(f"Looking at {step} …", file=sys.stderr)  # noqa: T201


def _login(arguments: argparse.Namespace, stack: ExitStack) -> Login:
    if arguments.folder is not None:
        return _private(arguments.folder, arguments.database, arguments, stack)
    if arguments.socket or arguments.host:
        address = DatabaseAddress(
            arguments.database, arguments.socket, arguments.host, arguments.port, arguments.ca
        )
        return _auditor(address, arguments)
    settings = load_settings()
    if settings.database.is_private:
        return _private(settings.server_folder, settings.database.name, arguments, stack)
    return _auditor(database_address(settings), arguments)


def _private(folder: Path, database: str, arguments: argparse.Namespace, stack: ExitStack) -> Login:
    """On a private server nobody needs to sign in, but an auditor may."""
    server = stack.enter_context(PrivateServer(folder))
    if arguments.user:
        return _auditor(server.address(database), arguments)
    return server.admin_login(database)


def _auditor(address: DatabaseAddress, arguments: argparse.Namespace) -> Login:
    if not arguments.user:
        raise CannotLook("name the auditor's database user with --user")
    password = read_password(f"Password of {arguments.user}: ", arguments.password_file)
    return Login(address, arguments.user, password)
