"""`cashier db`: the database's server, schema, backups and people."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from cashier_app.commands import db_backup, db_training, db_utility
from cashier_app.commands.database_options import (
    add_admin_options,
    administrator,
    administrator_connection,
    read_password,
)
from cashier_app.commands.output import DONE, FAILED, failed, say
from cashier_app.db.engine import UnsafeAddress
from cashier_app.db.errors import Kind, classify, database_errors
from cashier_app.db.installer import (
    LoadUnended,
    SchemaBroken,
    UpgradeBlocked,
    find_problems,
    upgrade,
)
from cashier_app.db.newer import NewerDatabase
from cashier_app.db.office import CommandConnection
from cashier_app.db.private_server import PrivateServer, ServerInUse
from cashier_app.db.sentences import database_sentence, is_not_made
from cashier_app.db.server_binary import ServerFailed, ServerMissing
from cashier_app.db.users import (
    create_account,
    create_user,
    disable_user,
    enable_user,
    list_users,
    reset_password,
    set_counters,
    set_rights,
)
from cashier_app.domain.people import NewUser, UserFacts
from cashier_app.domain.utility import Role
from cashier_app.settings import SettingsProblem, load_settings

_AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,3})?", re.ASCII)
Run = Callable[[argparse.Namespace], int]


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `db` to the commands."""
    what = "start, stop, upgrade, check, back up and restore the database; add people"
    parser = subparsers.add_parser("db", help=what, description=what)
    acts = parser.add_subparsers(required=True, metavar="act")
    _act(acts, "start", "start the private server and leave it running", _start)
    stop = _act(acts, "stop", "stop the private server", _stop)
    stop.add_argument("--force", action="store_true", help="also while counters are attached")
    _act(acts, "status", "what runs, and who is attached", _status)
    up = _act(acts, "upgrade", "install the schema or bring it to this version", _upgrade)
    up.add_argument("--force", action="store_true", help="make every object again")
    check = _act(acts, "check", "compare the schema with what was shipped", _check)
    training = _act(acts, "training", db_training.WHAT, db_training.run)
    db_training.add_options(training)
    db_utility.add_acts(acts, _act)
    db_backup.add_acts(acts, _act)
    users = _act(acts, "users", "list people, add them, let them in or out", _users)
    for found in (up, check, users):
        add_admin_options(found)
    _add_people(users)


def _act(
    acts: argparse._SubParsersAction[argparse.ArgumentParser], name: str, what: str, run: Run
) -> argparse.ArgumentParser:
    parser = acts.add_parser(name, help=what, description=what)
    parser.set_defaults(run=explained(run))
    return parser


def _add_people(users: argparse.ArgumentParser) -> None:
    acts = users.add_subparsers(dest="act", metavar="act")
    acts.add_parser("list", help="everybody (also when no act is given)")
    add = acts.add_parser("add", help="a new person")
    add.add_argument("--full-name", required=True, metavar="NAME", help="on screens and papers")
    add.add_argument(
        "--role", required=True, choices=[role.value for role in Role], help="sets the rights"
    )
    add.add_argument(
        "--counter",
        action="append",
        default=[],
        metavar="CODE",
        help="where they may work; once for each",
    )
    password = acts.add_parser("password", help="a new password, to be changed at sign-in")
    account = acts.add_parser("account", help="a database user after a restore or a sample")
    for found in (add, password, account):
        found.add_argument(
            "--new-password-file", type=Path, metavar="FILE", help="instead of being asked"
        )
    out = acts.add_parser("disable", help="out at the next act")
    back = acts.add_parser("enable", help="in again, also after wrong passwords")
    rights = acts.add_parser("rights", help="what a person may do: the whole new list")
    counters = acts.add_parser("counters", help="where a person may work: the whole new list")
    for found in (add, password, account, out, back, rights, counters):
        found.add_argument("user_name", metavar="name", help="the name to sign in with")
    rights.add_argument(
        "rights", nargs="*", metavar="right[=limit]", type=_right, help="such as approve=5000"
    )
    counters.add_argument("counters", nargs="*", metavar="code", help="none: no counter")


def _right(text: str) -> tuple[str, Decimal | None]:
    """Read approve=5000 as approve up to 5,000. Raises ArgumentTypeError."""
    activity, has_limit, limit = text.partition("=")
    if not has_limit:
        return activity, None
    if not _AMOUNT.fullmatch(limit):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a right with its limit, like approve=5000"
        )
    return activity, Decimal(limit)


def explained(run: Run) -> Run:
    """The same act; what it expects to fail is one sentence instead of a traceback."""

    def run_explained(options: argparse.Namespace) -> int:
        try:
            return run(options)
        except ServerInUse as error:
            return failed(f"The server is in use by process {error}. Close them, or use --force.")
        except (ServerFailed, ServerMissing, SettingsProblem, UnsafeAddress) as error:
            return failed(str(error))
        except (NewerDatabase, LoadUnended) as error:
            return failed(str(error))
        except (UpgradeBlocked, SchemaBroken) as error:
            return failed(f"The upgrade did not end: {error}")
        except database_errors() as error:
            if classify(error) is Kind.BUG and not is_not_made(error):
                raise
            return failed(database_sentence(error))

    return run_explained


def _private_server() -> PrivateServer:
    settings = load_settings()
    if not settings.database.is_private:
        raise SettingsProblem("The settings name a central database: it is not ours to start.")
    return PrivateServer(settings.server_folder)


def _start(_options: argparse.Namespace) -> int:
    server = _private_server()
    server.start()
    say(f"{server.binary.flavour.value} {server.binary.version} listens on {server.socket}")
    return DONE


def _stop(options: argparse.Namespace) -> int:
    _private_server().stop(force=options.force)
    say("The server is stopped.")
    return DONE


def _status(_options: argparse.Namespace) -> int:
    status = _private_server().status()
    if not status.running:
        say("The server is stopped.")
        return DONE
    users = ", ".join(map(str, status.users)) or "none"
    say(f"{status.flavour} {status.version} runs as process {status.pid} on {status.socket}")
    say(f"Attached processes: {users}")
    if status.kept:
        say("It stays up until it is stopped.")
    return DONE


def _upgrade(options: argparse.Namespace) -> int:
    with administrator(options, any_version=True) as login:
        report = upgrade(login, login.address.database, force=options.force)
    if report.from_version == report.to_version and not report.objects_made:
        say(f"The schema is of version {report.to_version} already.")
    else:
        made = len(report.objects_made)
        say(f"From version {report.from_version or 'none'} to {report.to_version}, {made} objects.")
    return DONE


def _check(options: argparse.Namespace) -> int:
    with administrator_connection(options) as connection:
        problems = find_problems(connection)
    for problem in problems:
        say(problem)
    if not problems:
        say("The schema is complete and unchanged.")
    return FAILED if problems else DONE


def _users(options: argparse.Namespace) -> int:
    with administrator_connection(options) as connection:
        _PEOPLE[options.act or "list"](connection, options)
    return DONE


def _list(connection: CommandConnection, _options: argparse.Namespace) -> None:
    for user in list_users(connection):
        counters = ",".join(user.counters)
        line = f"{user.user_name:<20} {user.role:<14} {user.full_name}  {counters}"
        say(f"{line}{_state(user)}".rstrip())


def _state(user: UserFacts) -> str:
    if not user.has_account:
        return "  no database user"
    return "" if user.is_active else "  disabled"


def _add(connection: CommandConnection, options: argparse.Namespace) -> None:
    password = _new_password(options)
    role, counters = Role(options.role), tuple(options.counter)
    create_user(connection, NewUser(options.user_name, options.full_name, role, password, counters))
    say(f"{options.user_name} may sign in and is asked for a new password.")


def _reset(connection: CommandConnection, options: argparse.Namespace) -> None:
    """A first password for somebody else; of one's own nobody else knows it, so it stays."""
    is_own = options.user_name == options.admin
    reset_password(connection, options.user_name, _new_password(options), must_change=not is_own)
    more = "" if is_own else " and is asked for another at sign-in"
    say(f"{options.user_name} has a new password{more}.")


def _account(connection: CommandConnection, options: argparse.Namespace) -> None:
    create_account(connection, options.user_name, _new_password(options))
    say(f"{options.user_name} may sign in and is asked for a new password.")


def _disable(connection: CommandConnection, options: argparse.Namespace) -> None:
    disable_user(connection, options.user_name)
    say(f"{options.user_name} can do nothing from now on.")


def _enable(connection: CommandConnection, options: argparse.Namespace) -> None:
    enable_user(connection, options.user_name)
    say(f"{options.user_name} may sign in.")


def _set_rights(connection: CommandConnection, options: argparse.Namespace) -> None:
    set_rights(connection, options.user_name, dict(options.rights))
    say(f"{options.user_name} may do from now on: {_listed(options.rights)}")


def _listed(rights: list[tuple[str, Decimal | None]]) -> str:
    texts = [right if limit is None else f"{right} up to {limit}" for right, limit in rights]
    return ", ".join(texts) or "nothing"


def _set_counters(connection: CommandConnection, options: argparse.Namespace) -> None:
    set_counters(connection, options.user_name, options.counters)
    say(f"{options.user_name} may work at: {', '.join(options.counters) or 'no counter'}")


def _new_password(options: argparse.Namespace) -> str:
    prompt = f"New password of {options.user_name}: "
    return read_password(prompt, options.new_password_file, "--new-password-file")


_PEOPLE = {
    "list": _list,
    "add": _add,
    "password": _reset,
    "account": _account,
    "disable": _disable,
    "enable": _enable,
    "rights": _set_rights,
    "counters": _set_counters,
}
