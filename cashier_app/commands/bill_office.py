"""`cashier bill adjust | cancel | fee | plan | end-plan | notices | supply | disconnections`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal

from cashier_app.bootstrap import new_request_id
from cashier_app.commands.database_options import add_place_options, reader
from cashier_app.commands.db import explained
from cashier_app.commands.output import DONE
from cashier_app.commands.typed import count, day, number
from cashier_app.db.repositories.bill_office import BillOffice
from cashier_app.db.repositories.bill_papers import read_utility
from cashier_app.domain.accounts import Supply
from cashier_app.domain.bill_office import Notices, NoticesLook, in_instalments

Run = Callable[[argparse.Namespace], int]
_WHOSE = "a clerk's or supervisor's database user: the books keep the name"


def add_acts(acts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the office's acts to `cashier bill`."""
    act = _act(acts, "adjust", "post a signed correction to an issued bill", _adjust)
    act.add_argument("--bill", required=True, metavar="NUMBER", help="as it stands on the bill")
    act.add_argument("--amount", required=True, type=number, help="signed: -30.50 owes less")
    act.add_argument("--reason", required=True, help="kept with the act")
    act = _act(acts, "cancel", "take an unpaid bill back by a credit note", _cancel)
    act.add_argument("--bill", required=True, metavar="NUMBER", help="as it stands on the bill")
    act.add_argument("--reason", required=True, help="kept with the act")
    act = _act(acts, "fee", "bill a service: meter test, reconnection, deposit", _fee)
    act.add_argument("--account", required=True, metavar="NUMBER", help="who owes it")
    act.add_argument("--title", required=True, help="what it is for, on the bill")
    act.add_argument("--amount", required=True, type=number, help="above 0")
    act.add_argument("--due", required=True, type=day, metavar="DATE", help="last day to pay it")
    act = _act(acts, "plan", "agree equal instalments for what an account owes", _plan)
    act.add_argument("--account", required=True, metavar="NUMBER", help="who owes it")
    act.add_argument("--owed", required=True, type=number, help="all of it, to the last unit")
    act.add_argument("--months", required=True, type=count, help="how many instalments")
    act.add_argument(
        "--first", required=True, type=day, metavar="DATE", help="when the first is due"
    )
    act.add_argument("--note", default="", help="agreed with whom")
    act = _act(acts, "end-plan", "end an instalment plan", _end_plan)
    act.add_argument("plan", type=int, help="number of the plan")
    act.add_argument(
        "--why", required=True, choices=("kept", "broken", "withdrawn"), help="what became of it"
    )
    act = _act(acts, "notices", "put long overdue accounts on the disconnection list", _notices)
    act.add_argument("--days", required=True, type=count, help="overdue by more than this")
    act.add_argument("--minimum", type=number, default=Decimal(0), help="owing more than this")
    act.add_argument(
        "--on", required=True, type=day, metavar="DATE", dest="cut_on", help="cut off on"
    )
    act.add_argument("--route", default="", metavar="CODE", help="only this route")
    act.add_argument("--dry-run", action="store_true", help="only look who they are")
    act = _act(acts, "supply", "say that a supply was cut off or switched on", _supply)
    act.add_argument("--connection", required=True, metavar="NUMBER", help="the place")
    act.add_argument("--state", required=True, choices=("on", "off"), help="as it is now")
    act.add_argument("--reason", required=True, help="kept with the act")
    act = _act(acts, "disconnections", "the list: whoever paid enough is not on it", _list)
    act.add_argument("--route", default="", metavar="CODE", help="only this route")
    act.add_argument("--search", default="", metavar="TEXT", help="a number, name or address")


def _act(
    acts: argparse._SubParsersAction[argparse.ArgumentParser], name: str, what: str, run: Run
) -> argparse.ArgumentParser:
    act = acts.add_parser(name, help=what, description=what)
    add_place_options(act, _WHOSE)
    act.set_defaults(run=explained(run))
    return act


@contextmanager
def _office(options: argparse.Namespace) -> Iterator[BillOffice]:
    with reader(options) as login:
        engine = login.engine()
        with engine.connect() as connection:
            yield BillOffice(connection)
        engine.dispose()


def _adjust(options: argparse.Namespace) -> int:
    bill_no = options.bill.replace("-", "")
    with _office(options) as office:
        version = office.version_of(bill_no)
        office.adjust(new_request_id(), bill_no, version, options.amount, options.reason)
    return _say(f"Bill {bill_no} is corrected by {options.amount}.")


def _cancel(options: argparse.Namespace) -> int:
    bill_no = options.bill.replace("-", "")
    with _office(options) as office:
        office.cancel(new_request_id(), bill_no, office.version_of(bill_no), options.reason)
    return _say(f"Bill {bill_no} is cancelled.")


def _fee(options: argparse.Namespace) -> int:
    account_no = options.account.replace("-", "")
    with _office(options) as office:
        number = office.issue_fee(
            new_request_id(), account_no, options.title, options.amount, options.due
        )
    return _say(f"Bill {number} is issued.")


def _plan(options: argparse.Namespace) -> int:
    with reader(options) as login:
        engine = login.engine()
        with engine.connect() as connection:
            unit = read_utility(connection).currency.unit
            parts = in_instalments(options.owed, options.first, options.months, unit)
            plan = BillOffice(connection).agree_plan(
                new_request_id(), options.account.replace("-", ""), parts, options.note
            )
        engine.dispose()
    lines = "".join(f"  {part.due_on}  {part.amount:>12}\n" for part in parts)
    return _say(f"Plan {plan} is agreed:\n{lines}".rstrip())


def _end_plan(options: argparse.Namespace) -> int:
    with _office(options) as office:
        office.end_plan(options.plan, options.why)
    return _say(f"Plan {options.plan} has ended: {options.why}.")


def _notices(options: argparse.Namespace) -> int:
    with _office(options) as office:
        notices = Notices(options.days, options.minimum, options.cut_on, options.route)
        if options.dry_run:
            return _look_at(office.look_at_notices(notices))
        given = office.give_notices(notices)
    return _say(f"{given} connections are on the list for {options.cut_on}.")


def _look_at(found: NoticesLook) -> int:
    """The largest amounts, who is left out, and the sums of all."""
    for row in (*found.rows, *found.left_out):
        why = row.left_out.value if row.left_out else "notice"
        _say(
            f"{row.route:8} {why:8} {row.oldest_due_on} {row.overdue:>14}"
            f"  {row.account_no:14} {row.connection_no:12} {row.customer_name}, {row.address}"
        )
    for reason, total in found.without.items():
        _say(f"{total.connections} left out ({reason}), {total.overdue} overdue.")
    total = found.given
    return _say(
        f"{total.connections} connections would get a notice, {total.overdue} overdue;"
        " nothing was changed."
    )


def _supply(options: argparse.Namespace) -> int:
    with _office(options) as office:
        office.set_supply(options.connection, Supply(options.state), options.reason)
    return _say(f"The supply of {options.connection} is {options.state}.")


def _list(options: argparse.Namespace) -> int:
    with _office(options) as office:
        rows = office.to_disconnect(options.route, options.search)
    for row in rows:
        cut_on = str(row.disconnect_on or "")
        _say(
            f"{row.route:8} {row.supply.value:6} {cut_on:10} {row.owed:>14} {row.minimum:>14}"
            f"  {row.account_no:14} {row.connection_no:12} {row.customer_name}, {row.address}"
        )
    return _say(f"{len(rows)} connections.")


def _say(text: str) -> int:
    sys.stdout.write(f"{text}\n")
    return DONE
