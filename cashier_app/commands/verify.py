"""`cashier verify`: checks everything that must hold in a database."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cashier_app.commands.database_options import add_place_options, reader
from cashier_app.db.engine import UnsafeAddress
from cashier_app.db.server_binary import ServerFailed, ServerMissing
from cashier_app.settings import SettingsProblem
from cashier_app.verify.connection import readers_for
from cashier_app.verify.findings import CannotLook, Findings
from cashier_app.verify.report import json_report, text_report
from cashier_app.verify.verification import verify

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
    add_place_options(parser, "the auditor's database user")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Look, print the report, and say by the status whether everything holds."""
    try:
        with reader(arguments, any_version=True) as login, readers_for(login) as readers:
            reading, beside = readers
            findings = verify(reading, arguments.counter_logs, _say, beside)
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
