"""`cashier counter enrol`: makes this computer a counter."""

from __future__ import annotations

import argparse
import sys
from getpass import getuser
from pathlib import Path

from sqlalchemy import Connection

from cashier_app.commands.database_options import add_admin_options, administrator
from cashier_app.commands.db import explained
from cashier_app.db.enrolment import NewCounter, create_counter, enrol_counter
from cashier_app.receipt_code import fingerprint, make_keys
from cashier_app.settings import (
    CounterIdentitySettings,
    Settings,
    SettingsProblem,
    load_settings,
    save_counter,
)


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `counter` to the commands."""
    what = "enrol this computer as a counter"
    parser = subparsers.add_parser("counter", help=what, description=what)
    acts = parser.add_subparsers(required=True, metavar="act")
    enrol = acts.add_parser("enrol", help=what, description=_ENROL)
    enrol.add_argument("code", help="the counter's number, two to four digits")
    enrol.add_argument("--create", metavar="NAME", help="make the counter, with this name")
    enrol.add_argument("--office", metavar="CODE", default="", help="office of a new counter")
    enrol.add_argument("--office-name", metavar="NAME", default="", help="make the office, too")
    enrol.add_argument("--replace", action="store_true", help="end this computer's old enrolment")
    add_admin_options(enrol)
    enrol.set_defaults(run=explained(_enrol))


_ENROL = (
    "Puts a token and a private key into this computer's settings and their counterparts into "
    "the database. Enrolling a counter again ends the enrolment of its old computer."
)


def _enrol(options: argparse.Namespace) -> int:
    settings = load_settings()
    if settings.counter is not None and not options.replace:
        raise SettingsProblem(
            f"This computer is counter {settings.counter.code} already; --replace ends that."
        )
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh_key = settings.home / "counter.key.new"
    # Left by an enrolment that failed: no receipt was ever signed with it.
    fresh_key.unlink(missing_ok=True)
    public = make_keys(fresh_key)
    with administrator(options) as login:
        engine = login.engine()
        try:
            with engine.connect() as connection:
                token = _in_database(connection, options, public)
        finally:
            engine.dispose()
    _keep(settings, options.code, token, fresh_key)
    sys.stdout.write(f"This computer is counter {options.code}. Its key: {fingerprint(public)}\n")
    return 0


def _in_database(connection: Connection, options: argparse.Namespace, public: bytes) -> str:
    if options.create:
        create_counter(
            connection,
            NewCounter(options.code, options.create, options.office, options.office_name),
        )
    return enrol_counter(connection, options.code, public, getuser()).token


def _keep(settings: Settings, code: str, token: str, fresh_key: Path) -> None:
    """Token and key change together as nearly as two files can; a torn pair is enrolled again."""
    fresh_key.replace(settings.key_path)
    save_counter(settings.home, CounterIdentitySettings(code, token))
