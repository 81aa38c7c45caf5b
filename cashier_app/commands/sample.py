"""`cashier sample`: fills an empty database with a believable utility."""

from __future__ import annotations

import argparse
import getpass
import sys
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pymysql
from tqdm import tqdm

from cashier_app.db.engine import DatabaseAddress, Login, UnsafeAddress
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.sample_loader import NotEmpty, known_users, load_sample
from cashier_app.db.server_binary import ServerFailed, ServerMissing
from cashier_app.sample.calendar import local_today
from cashier_app.sample.generate import NotASample, SampleOrder, generate_sample
from cashier_app.sample.rows import COLUMNS
from cashier_app.sample.story import DEMO_CUSTOMERS

MOST_IN_ONE_TRANSACTION = 20_000
"""Customers; beyond, taking a stopped load back would cost more than a new database."""

_EPILOG = """
The same numbers, seed and day give the same rows. Bills of the last months, payments and closed
shifts until yesterday; no shift is open. Load it before people and counters are added: the
history belongs to the people and counters that come with it.
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `sample` to the commands."""
    what = "fill an empty database with a made-up utility"
    parser = subparsers.add_parser("sample", help=what, description=what, epilog=_EPILOG)
    parser.add_argument("--customers", type=int, default=DEMO_CUSTOMERS, metavar="N")
    parser.add_argument("--months", type=int, default=12, metavar="M")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="the day on which the sample stands (default: today at the utility)",
    )
    _add_database_options(parser)
    parser.set_defaults(run=run)


def _add_database_options(parser: argparse.ArgumentParser) -> None:
    where = parser.add_argument_group("where the database is")
    where.add_argument("--folder", type=Path, help="the folder of a private server")
    where.add_argument("--socket", default="", help="the socket of a server on this computer")
    where.add_argument("--host", default="", help="the server's name")
    where.add_argument("--port", type=int, default=3306)
    where.add_argument("--ca", default="", metavar="FILE", help="the CA of its certificate")
    where.add_argument("--database", default="cashier", help="its name (default: %(default)s)")
    where.add_argument("--user", default="root", help="the administrator's database user")
    where.add_argument(
        "--password-file", type=Path, help="a file with the password, instead of being asked"
    )


def run(arguments: argparse.Namespace) -> int:
    """Load the sample; 0 when it stands, 1 when nothing was changed and why is said."""
    try:
        with ExitStack() as stack:
            login = _login(arguments, stack)
            today = arguments.today or local_today()
            fill_with_sample(login, arguments.customers, arguments.months, arguments.seed, today)
    except (NotEmpty, NotASample, UnsafeAddress, ServerMissing, ServerFailed, OSError) as error:
        return _complain(str(error))
    except pymysql.MySQLError as error:
        return _complain(f"The database refused: {error.args[-1]}")
    return 0


def fill_with_sample(
    login: Login, customers: int, months: int, seed: int, today: date, *, quiet: bool = False
) -> int:
    """Load a sample with the administrator's `login` and a progress bar; the number of rows.

    Raises NotEmpty, NotASample and the driver's errors.
    """
    order = SampleOrder(customers, months, seed, today, known_users(login))
    with tqdm(total=order.steps, desc="Sample", disable=quiet or None, leave=False) as bar:
        return load_sample(
            login,
            COLUMNS,
            generate_sample(order),
            bar.update,
            one_transaction=customers <= MOST_IN_ONE_TRANSACTION,
        )


def _complain(text: str) -> int:
    print(text, file=sys.stderr)  # noqa: T201 - a command's output
    return 1


def _login(arguments: argparse.Namespace, stack: ExitStack) -> Login:
    if arguments.folder is not None:
        server = stack.enter_context(PrivateServer(arguments.folder))
        return server.admin_login(arguments.database)
    address = DatabaseAddress(
        arguments.database,
        socket=arguments.socket,
        host=arguments.host,
        port=arguments.port,
        ca_file=arguments.ca,
    )
    return Login(address, arguments.user, _password(arguments))


def _password(arguments: argparse.Namespace) -> str:
    if arguments.password_file is not None:
        return str(arguments.password_file.read_text("utf-8")).rstrip("\n")
    return getpass.getpass(f"Password of {arguments.user}: ")
