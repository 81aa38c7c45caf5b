"""`cashier bill run`: a cycle priced, previewed and issued."""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta

from cashier_app.commands.database_options import add_place_options, reader
from cashier_app.commands.db import explained
from cashier_app.commands.output import DONE, FAILED
from cashier_app.commands.typed import count, day, month
from cashier_app.db.engine import LONG_READ_SECONDS
from cashier_app.db.repositories.bill_papers import read_utility, utility_today
from cashier_app.db.repositories.bill_runs import BillRunRepository
from cashier_app.domain.bill_run import Run, RunOrder, RunTotals
from cashier_app.domain.errors import Refused
from cashier_app.domain.money import Currency

DUE_DAYS = 21
_SHOWN = 20
_EPILOG = """
Prices every connection that was read in the month, shows what it comes to beside the month before
and who is left out, and issues the bills after a yes (or --yes). A run that is cut off while it
issues goes on with the same command; before that, nothing of it stands. The same cycle again
bills who has no bill of it, or has none any more.
"""


def add_act(acts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `run` to `cashier bill`."""
    what = "price a cycle, show it, issue its bills"
    act = acts.add_parser("run", help=what, description=what, epilog=_EPILOG)
    act.add_argument("--cycle", required=True, type=month, metavar="YYYY-MM", help="the month read")
    act.add_argument("--route", default="", metavar="CODE", help="only this route")
    act.add_argument("--issue-on", type=day, metavar="DATE", help="default: today")
    act.add_argument(
        "--due-days", type=count, default=DUE_DAYS, metavar="N", help="default: %(default)s"
    )
    act.add_argument("--dry-run", action="store_true", help="show it, issue nothing")
    act.add_argument("--yes", action="store_true", help="issue without asking")
    add_place_options(act, "a clerk's database user: the books keep the name")
    act.set_defaults(run=explained(_run))


def _run(options: argparse.Namespace) -> int:
    with reader(options) as login:
        engine = login.engine(read_seconds=LONG_READ_SECONDS)
        with (
            engine.connect() as connection,
            engine.connect() as beside,
            engine.connect() as another,
        ):
            runs = BillRunRepository(connection, (beside, another))
            issue_on = options.issue_on or utility_today(connection)
            due_on = issue_on + timedelta(days=options.due_days)
            order = RunOrder(options.cycle, options.route, issue_on, due_on)
            currency = read_utility(connection).currency
            status = _priced_and_issued(runs, order, currency, options)
        engine.dispose()
    return status


def _priced_and_issued(
    runs: BillRunRepository, order: RunOrder, currency: Currency, options: argparse.Namespace
) -> int:
    run = runs.waiting(order.cycle, order.route)
    if run is not None and run.state == "issuing":
        _say(f"Run {run.run_id} goes on: {run.issued} of {run.items} bills are issued.")
        return _issued(runs, run)
    if run is not None and options.dry_run:
        # Somebody may be looking at it: to price it anew and drop it would take it from them.
        raise Refused("run_open_already", {"run": str(run.run_id)})
    run = runs.price(run or runs.open_run(order), _progress)
    _show(runs.totals(run), currency)
    _show_exceptions(runs, run)
    if run.items == 0:
        runs.drop(run)
        return _say("There is nothing to bill in this cycle.", FAILED)
    if options.dry_run or not (options.yes or _is_wanted(run)):
        runs.drop(run)
        return _say("Nothing was issued.")
    return _issued(runs, run)


def _issued(runs: BillRunRepository, run: Run) -> int:
    done = runs.issue(run, _progress)
    return _say(f"{done.issued:,} bills are issued.")


def _show(totals: RunTotals, currency: Currency) -> None:
    show = currency.show
    _say(f"{'':18}{'this cycle':>20}{'the one before':>20}")
    _say(f"{'Bills':18}{totals.bills:>20,}{totals.before_bills:>20,}")
    _say(f"{'kWh':18}{totals.kwh:>20,.0f}{totals.before_kwh:>20,.0f}")
    amount, before = show(totals.amount), show(totals.before_amount)
    _say(f"{'Amount, ' + currency.code:18}{amount:>20}{before:>20}")
    _say(f"{'Estimated':18}{totals.estimated:>20,}")
    _say(f"{'Left out':18}{totals.exceptions:>20,}")
    if totals.standing:
        _say(f"{totals.standing:,} bills of this month stand; who has one gets no other.")
    if totals.again:
        _say(f"{totals.again:,} of these bills are for who had one that was cancelled.")


def _show_exceptions(runs: BillRunRepository, run: Run) -> None:
    found = runs.exceptions(run)
    for one in found[:_SHOWN]:
        detail = f": {one.detail}" if one.detail else ""
        _say(f"  {one.connection_no}  {one.reason.replace('_', ' ')}{detail}")
    if len(found) > _SHOWN:
        _say(f"  and {len(found) - _SHOWN} more")


def _is_wanted(run: Run) -> bool:
    """Asked at a terminal; no answer is a no."""
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    try:
        return input(f"Issue {run.items:,} bills? [y/N] ").strip().lower() in {"y", "yes"}
    except EOFError:
        return False


def _progress(what: str, done: int, of: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{what} {done:,} of {of:,} " + ("\n" if done == of else ""))


def _say(text: str, status: int = DONE) -> int:
    sys.stdout.write(f"{text}\n")
    return status
