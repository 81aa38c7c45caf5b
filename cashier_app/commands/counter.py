"""`cashier counter`: makes this computer a counter; lists, stops and recovers counters."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial

from cashier_app.commands import counter_lost
from cashier_app.commands.database_options import add_admin_options, administrator_connection
from cashier_app.commands.db import explained
from cashier_app.commands.output import DONE
from cashier_app.db.enrolment import (
    Enrolment,
    NewCounter,
    create_counter,
    disable_counter,
    enable_counter,
    enrol_counter,
    identity_of,
    list_counters,
)
from cashier_app.db.office import CommandConnection
from cashier_app.domain.outside import Channel
from cashier_app.domain.people import CounterFacts
from cashier_app.enrol_here import LogOfOther, enrol_here
from cashier_app.held_file import FileInUse
from cashier_app.log_of_others import LogChoice, name_aside
from cashier_app.receipt_code import fingerprint
from cashier_app.settings import SettingsProblem, load_settings

Act = Callable[[CommandConnection, argparse.Namespace], None]


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `counter` to the commands."""
    what = "enrol this computer as a counter; list, stop counters"
    parser = subparsers.add_parser("counter", help=what, description=what)
    acts = parser.add_subparsers(required=True, metavar="act")
    _add_enrol(acts)
    channel = _act(acts, "channel", "make a counter for money from outside the hall", _channel)
    channel.add_argument("code", help="the counter's number, two to four digits")
    kinds = [kind.value for kind in Channel]
    channel.add_argument("kind", choices=kinds, help="where its money comes in")
    channel.add_argument("name", help="such as: Bank files")
    channel.add_argument("--office", metavar="CODE", required=True, help="whose money it is")
    channel.add_argument("--office-name", metavar="NAME", default="", help="make the office, too")
    _act(acts, "list", "every counter and its state", _list)
    lost = acts.add_parser("lost", help=counter_lost.WHAT, description=counter_lost.WHAT)
    counter_lost.add_options(lost)
    lost.set_defaults(run=explained(counter_lost.run))
    for name, about, run in (
        ("disable", "stop a counter at its next act: stolen, or out of use", _disable),
        ("enable", "let a counter go on", _enable),
    ):
        _act(acts, name, about, run).add_argument("code", help="the counter's number")


def _act(
    acts: argparse._SubParsersAction[argparse.ArgumentParser], name: str, what: str, run: Act
) -> argparse.ArgumentParser:
    parser = acts.add_parser(name, help=what, description=what)
    add_admin_options(parser)

    def connected(options: argparse.Namespace) -> int:
        with administrator_connection(options) as connection:
            run(connection, options)
        return DONE

    parser.set_defaults(run=explained(connected))
    return parser


def _add_enrol(acts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    enrol = acts.add_parser("enrol", help="enrol this computer as a counter", description=_ENROL)
    enrol.add_argument("code", help="the counter's number, two to four digits")
    enrol.add_argument("--create", metavar="NAME", help="make the counter, with this name")
    enrol.add_argument("--office", metavar="CODE", default="", help="office of a new counter")
    enrol.add_argument("--office-name", metavar="NAME", default="", help="make the office, too")
    enrol.add_argument("--replace", action="store_true", help="end this computer's old enrolment")
    enrol.add_argument(
        "--log",
        choices=[choice.value for choice in LogChoice],
        help="a counter log of another counter or database: put it aside, or keep it in use",
    )
    add_admin_options(enrol)
    enrol.set_defaults(run=explained(_enrol))


_ENROL = (
    "Puts a token and a private key into this computer's settings and their counterparts into "
    "the database. Enrolling a counter again ends the enrolment of its old computer."
)


def _channel(connection: CommandConnection, options: argparse.Namespace) -> None:
    create_counter(
        connection,
        NewCounter(options.code, options.name, options.office, options.office_name, options.kind),
    )
    sys.stdout.write(
        f"Counter {options.code} takes {options.kind} payments. Allow people there with "
        "`cashier db users counters`.\n"
    )


def _enrol(options: argparse.Namespace) -> int:
    settings = load_settings()
    if settings.counter is not None and not options.replace:
        raise SettingsProblem(
            f"This computer is counter {settings.counter.code} already; --replace ends that."
        )
    log = LogChoice(options.log) if options.log else None
    aside = name_aside(settings.log_path)
    try:
        with administrator_connection(options) as connection:
            enrol = partial(_in_database, connection, options)
            identity = partial(identity_of, connection, options.code)
            public = enrol_here(settings, options.code, enrol, identity, log)
    except LogOfOther as error:
        raise SettingsProblem(
            f"{error}. Settle them first: sign in as that counter and close its shift. Else choose:"
            f" --log aside moves the file to {aside.name}, where `cashier verify --counter-log`"
            f" reads it; --log keep lets counter {options.code} settle and look for them."
        ) from error
    except FileInUse as error:
        raise SettingsProblem("The counter's window is open: close it first.") from error
    if aside.exists():
        sys.stdout.write(f"The log of the other counter is {aside}.\n")
    sys.stdout.write(f"This computer is counter {options.code}. Its key: {fingerprint(public)}\n")
    return DONE


def _in_database(
    connection: CommandConnection, options: argparse.Namespace, public: bytes
) -> Enrolment:
    if options.create:
        create_counter(
            connection,
            NewCounter(options.code, options.create, options.office, options.office_name),
        )
    return enrol_counter(connection, options.code, public)


def _list(connection: CommandConnection, _options: argparse.Namespace) -> None:
    for counter in list_counters(connection):
        line = f"{counter.code:<4} {counter.name:<24} {counter.office}  {_state(counter)}"
        sys.stdout.write(f"{line.rstrip()}\n")


def _state(counter: CounterFacts) -> str:
    if not counter.is_active:
        return "disabled"
    return "" if counter.is_enrolled else "not enrolled"


def _disable(connection: CommandConnection, options: argparse.Namespace) -> None:
    disable_counter(connection, options.code)
    sys.stdout.write(f"Counter {options.code} can do nothing from now on.\n")


def _enable(connection: CommandConnection, options: argparse.Namespace) -> None:
    enable_counter(connection, options.code)
    sys.stdout.write(f"Counter {options.code} may work.\n")
