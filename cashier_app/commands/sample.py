"""`cashier sample`: fills an empty database with a believable utility."""

from __future__ import annotations

import argparse
import sys

from cashier_app.commands.database_options import add_admin_options, administrator
from cashier_app.commands.db import explained
from cashier_app.commands.output import DONE, failed
from cashier_app.commands.typed import day
from cashier_app.db.errors import database_errors, error_text
from cashier_app.db.installer import UpgradeBlocked
from cashier_app.db.sample_loader import NoSchema, NotEmpty
from cashier_app.sample.calendar import local_today
from cashier_app.sample.generate import NotASample
from cashier_app.sample.story import DEMO_CUSTOMERS
from cashier_app.sample_filling import MOST_IN_ONE_TRANSACTION, fill_with_sample

_EPILOG = """
The same numbers, seed and day give the same rows. Bills of the last months, payments and closed
shifts until yesterday; no shift is open. Load it before people and counters are added: the
history belongs to the people and counters that come with it. Above 20,000 customers most are
copies: other names and numbers, the bills and amounts of some 2,500 accounts. Of such a one that
was broken off nobody is let into what there is; the command begins it anew.
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `sample` to the commands."""
    what = "fill an empty database with a made-up utility"
    parser = subparsers.add_parser("sample", help=what, description=what, epilog=_EPILOG)
    parser.add_argument(
        "--customers", type=int, default=DEMO_CUSTOMERS, metavar="N", help="default: %(default)s"
    )
    parser.add_argument(
        "--months", type=int, default=12, metavar="M", help="of bills; default: %(default)s"
    )
    parser.add_argument(
        "--seed", type=int, default=1, metavar="S", help="another one, other people"
    )
    parser.add_argument(
        "--today",
        type=day,
        metavar="YYYY-MM-DD",
        help="the day on which the sample stands; default: today at the utility",
    )
    add_admin_options(parser)
    parser.set_defaults(run=explained(_run))


def _run(options: argparse.Namespace) -> int:
    today = options.today or local_today()
    try:
        with administrator(options) as login:
            rows = fill_with_sample(login, options.customers, options.months, options.seed, today)
    except (NotEmpty, NoSchema, NotASample, UpgradeBlocked) as error:
        return failed(str(error))
    except database_errors() as error:
        return failed(
            f"The database refused: {error_text(error)}. {_left_behind(options.customers)}"
        )
    sys.stdout.write(
        f"{options.customers:,} customers, {rows:,} rows; the sample stands on {today}.\n"
    )
    return DONE


def _left_behind(customers: int) -> str:
    if customers <= MOST_IN_ONE_TRANSACTION:
        return "Nothing was changed."
    return "The load stopped halfway: nobody is let in. Begin it anew: cashier sample."
