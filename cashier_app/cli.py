"""The command `cashier`: finds the subject's module and hands over.

Only the module of the chosen subject is imported, so that help is quick and a
counter does not wait for what it does not use.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from cashier_app.bundle import guides_folder
from cashier_app.commands.output import UNANSWERED, NobodyAnswers
from cashier_app.domain.errors import CashierError

PACKAGE = "cashier_app.commands"
SUBJECTS = {
    "open": "open the counter's window (also when no command is given)",
    "demo": "show the program with a private database and a sample utility",
    "db": "start, stop, upgrade, check, back up and restore the database; add people",
    "doctor": "look at everything this computer needs as a counter, and say what to do",
    "counter": "enrol this computer as a counter",
    "kiosk": "the customers' own screen in the hall; enrol one; show the numbers called",
    "import": "read customers, meters or readings in from a CSV file",
    "sample": "fill an empty database with a made-up utility",
    "payments": "take in payments from a bank, a mobile service or the paper book",
    "tariff": "price a use by a tariff file; import and export tariffs",
    "bill": "run a cycle; print, correct, issue bills; instalments; disconnections",
    "report": "reports of the books as pdf, xlsx, csv or json; lock a period; audit pack",
    "verify": "check everything that must hold in a database",
}
MODULES = {"import": "import_files"}
"""Subjects whose word no module can be named by."""
_DEFAULT = ("open",)
FAILED = 1
INTERRUPTED = 130


def run(arguments: Sequence[str]) -> int:
    """Do one command; returns the status for the shell."""
    options = options_of(arguments)
    if not hasattr(options, "run"):
        _parser(_chosen(arguments)).print_help()
        return FAILED
    try:
        return int(options.run(options))
    except CashierError as error:
        facts = "".join(f", {name}: {value}" for name, value in error.facts.items())
        sys.stderr.write(f"cashier: {error.code.replace('_', ' ')}{facts}\n")
        return FAILED
    except NobodyAnswers as unanswered:
        sys.stderr.write(f"\ncashier: {unanswered}\n")
        return UNANSWERED
    except KeyboardInterrupt:
        return INTERRUPTED


def options_of(arguments: Sequence[str]) -> argparse.Namespace:
    """The command line as it is understood; ends the program (SystemExit 2) where it is not."""
    return _parser(_chosen(arguments)).parse_args(arguments or _DEFAULT)


def _chosen(arguments: Sequence[str]) -> str:
    words = [word for word in arguments or _DEFAULT if not word.startswith("-")]
    return words[0] if words else ""


def _module(subject: str) -> str:
    return f"{PACKAGE}.{MODULES.get(subject, subject)}"


def _parser(chosen: str) -> argparse.ArgumentParser:
    folder = guides_folder()
    parser = argparse.ArgumentParser(
        prog="cashier",
        description="Cash counters of an electricity utility.",
        epilog=f"The guides lie in {folder}." if folder else None,
    )
    subparsers = parser.add_subparsers(metavar="command")
    for subject, summary in SUBJECTS.items():
        if subject == chosen:
            importlib.import_module(_module(subject)).add_parser(subparsers)
        else:
            subparsers.add_parser(subject, help=summary)
    return parser
