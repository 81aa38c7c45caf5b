"""`cashier bill`: bills and statements of account as PDF, and the office's acts on them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cashier_app.commands import bill_office, bill_run
from cashier_app.commands.database_options import add_place_options, reader
from cashier_app.commands.db import explained
from cashier_app.commands.output import DONE, FAILED
from cashier_app.commands.typed import day, month
from cashier_app.db.engine import LONG_READ_SECONDS
from cashier_app.db.repositories.bill_papers import (
    BillPaperRepository,
    read_statement,
    read_utility,
    utility_today,
)

_WHOSE = "a clerk's database user"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `bill` to the commands."""
    parser = subparsers.add_parser("bill", help="print, correct and issue bills")
    acts = parser.add_subparsers(metavar="act")
    _add_print(acts)
    _add_statement(acts)
    bill_run.add_act(acts)
    bill_office.add_acts(acts)


def _add_print(acts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    what = "one bill, or those of a route, as one PDF"
    act = acts.add_parser("print", help=what, description=what)
    which = act.add_mutually_exclusive_group(required=True)
    which.add_argument("--bill", metavar="NUMBER", help="this bill again")
    which.add_argument("--route", metavar="CODE", help="all of a route, with --cycle")
    act.add_argument("--cycle", type=month, metavar="YYYY-MM", help="with --route")
    act.add_argument("--sheet", choices=("A4", "A5"), default="A4", help="default: %(default)s")
    act.add_argument(
        "--out", type=Path, required=True, metavar="FILE.pdf", help="the file to write"
    )
    add_place_options(act, _WHOSE)
    act.set_defaults(run=explained(_print))


def _add_statement(acts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    what = "every posting of an account between two days"
    act = acts.add_parser("statement", help=what, description=what)
    act.add_argument("--account", required=True, metavar="NUMBER", help="whose statement")
    act.add_argument(
        "--from", required=True, type=day, dest="first", metavar="DATE", help="its first day"
    )
    act.add_argument(
        "--to", required=True, type=day, dest="last", metavar="DATE", help="its last day"
    )
    act.add_argument(
        "--out", type=Path, required=True, metavar="FILE.pdf", help="the file to write"
    )
    add_place_options(act, _WHOSE)
    act.set_defaults(run=explained(_statement))


def _print(options: argparse.Namespace) -> int:
    from receipts.bill_page import BillSheet, bills_pdf

    if options.route and options.cycle is None:
        sys.stderr.write("cashier: --route needs --cycle YYYY-MM.\n")
        return FAILED
    with reader(options) as login:
        engine = login.engine(read_seconds=LONG_READ_SECONDS)
        with engine.connect() as connection:
            repository = BillPaperRepository(connection)
            today = utility_today(connection)
            papers = (
                [repository.bill(options.bill.replace("-", ""), today)]
                if options.bill
                else list(repository.route(options.route, options.cycle, today))
            )
            utility = read_utility(connection)
        engine.dispose()
    options.out.write_bytes(bills_pdf(papers, utility, BillSheet[options.sheet]))
    sys.stdout.write(f"{len(papers)} bills in {options.out}\n")
    return DONE


def _statement(options: argparse.Namespace) -> int:
    from receipts.statement_pages import statement_pdf

    with reader(options) as login:
        engine = login.engine(read_seconds=LONG_READ_SECONDS)
        with engine.connect() as connection:
            number = options.account.replace("-", "")
            statement = read_statement(connection, number, options.first, options.last)
            utility = read_utility(connection)
        engine.dispose()
    options.out.write_bytes(statement_pdf(statement, utility))
    sys.stdout.write(f"{len(statement.rows)} postings in {options.out}\n")
    return DONE
