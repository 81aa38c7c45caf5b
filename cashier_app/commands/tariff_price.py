"""`cashier tariff price`: what a use costs by a tariff file; no database is asked."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

from cashier_app.commands.tariff_curve import draw_curve
from cashier_app.commands.tariff_report import (
    json_bill,
    json_table,
    text_bill,
    text_table,
)
from cashier_app.commands.typed import count, day, number
from cashier_app.domain.tariffs import (
    PricingRefused,
    Tariff,
    TariffRefused,
    Usage,
    decoded,
    price,
    read_tariff,
)
from cashier_app.domain.tariffs.curve import KwhRange, curve, priced_table

DONE, REFUSED = 0, 1

_EPILOG = """
Both days of a period belong to it. Several FILEs are versions of one tariff. Ends with 1 when the
file is wrong (each line and reason is said) or when the tariff needs what is not given.
Example: cashier tariff price r1.toml --kwh 312 --from 2024-07-01 --to 2024-07-31 --load-kw 3
"""


def add_price_parser(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `price` to the parts of `tariff`."""
    what = "print the lines and the total of a use; needs no database"
    parser = actions.add_parser("price", help=what, description=what, epilog=_EPILOG)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="the tariff (TOML)")
    _add_use(parser)
    _add_load(parser)
    _add_period(parser)
    _add_account(parser)
    output = parser.add_argument_group("what is printed")
    output.add_argument("--json", action="store_true", help="one JSON object instead of text")
    output.add_argument(
        "--table", type=_range, metavar="0..1000:50", help="the totals for a range of kWh"
    )
    output.add_argument(
        "--plot", type=Path, metavar="OUT.png", help="draw the totals over the kWh of --table"
    )
    parser.set_defaults(run=run)


def _add_use(parser: argparse.ArgumentParser) -> None:
    use = parser.add_argument_group("what was used")
    use.add_argument("--kwh", type=number, metavar="N", help="in all; else the registers' sum")
    use.add_argument(
        "--register", type=_pair, nargs="+", action="extend", default=[], metavar="NAME=N",
        help="kWh of each register of a time-of-use meter",
    )  # fmt: skip
    use.add_argument("--kw", type=number, metavar="N", help="recorded maximum demand")
    use.add_argument("--kva", type=number, metavar="N", help="the same in kVA")
    use.add_argument(
        "--previous-kw", type=number, metavar="N", help="earlier maximum, for a ratchet"
    )
    use.add_argument("--previous-kva", type=number, metavar="N", help="the same in kVA")


def _add_load(parser: argparse.ArgumentParser) -> None:
    load = parser.add_argument_group("the connection")
    load.add_argument(
        "--load-kw",
        type=number,
        metavar="N",
        help="connected load; without it --kw stands for it",
    )
    load.add_argument("--load-kva", type=number, metavar="N", help="the same in kVA")
    load.add_argument("--amperes", type=number, metavar="N", help="of the main fuse")
    load.add_argument("--phases", type=int, choices=(1, 2, 3), help="of the supply")
    load.add_argument(
        "--scheme", nargs="+", action="extend", default=[], metavar="CODE",
        help="discount schemes of the customer",
    )  # fmt: skip


def _add_period(parser: argparse.ArgumentParser) -> None:
    period = parser.add_argument_group("the period")
    period.add_argument("--from", type=day, metavar="DATE", dest="starts_on", help="first day")
    period.add_argument("--to", type=day, metavar="DATE", dest="ends_on", help="last day")
    period.add_argument("--days", type=count, metavar="N", help="instead of the dates")
    period.add_argument("--months", type=number, metavar="N", help="months billed (default: 1)")
    period.add_argument(
        "--bills", type=count, metavar="N", default=1,
        help="bills that it stands for: a true-up of two estimates is 3",
    )  # fmt: skip
    period.add_argument(
        "--read-on", type=_reading, nargs="+", action="extend", default=[],
        metavar="DATE[:REGISTER]=N", help="kWh used before a day on which prices change",
    )  # fmt: skip


def _add_account(parser: argparse.ArgumentParser) -> None:
    account = parser.add_argument_group("the bill")
    account.add_argument(
        "--amount", type=_pair, nargs="+", action="extend", default=[], metavar="CODE=N",
        help='amounts of charges of the form "given", for example arrears',
    )  # fmt: skip
    account.add_argument("--issued", type=day, metavar="DATE", help="day of issue")
    account.add_argument("--due", type=day, metavar="DATE", help="due date")
    account.add_argument(
        "--paid-on",
        type=day,
        metavar="DATE",
        help="prompt discount or late charge of this day",
    )


def run(options: argparse.Namespace) -> int:
    """Price, print; say why not on standard error."""
    try:
        texts = [read_file(path) for path in options.files]
        if None in texts:
            return REFUSED
        tariff = read_tariff(*(text for text in texts if text is not None))
        _print(options, tariff, _usage(options))
    except TariffRefused as refused:
        for problem in refused.problems:
            sys.stderr.write(f"cashier: {problem}\n")
        return REFUSED
    except PricingRefused as refused:
        sys.stderr.write(f"cashier: {refused}\n")
        return REFUSED
    except OSError as error:
        sys.stderr.write(f"cashier: the file cannot be read or written: {error}\n")
        return REFUSED
    return DONE


def read_file(path: Path) -> str | None:
    """The text of a tariff file that is right by itself; None once it is said what is wrong.

    Raises OSError.
    """
    try:
        text = decoded(path.read_bytes())
        read_tariff(text)
    except TariffRefused as refused:
        for problem in refused.problems:
            sys.stderr.write(f"{path.name}: {problem}\n")
        return None
    return text


def _print(options: argparse.Namespace, tariff: Tariff, usage: Usage) -> None:
    kwh_range: KwhRange = options.table or KwhRange(Decimal(0), Decimal(1000), Decimal(50))
    if options.plot is not None:
        draw_curve(curve(tariff, usage, kwh_range), tariff, options.plot)
    if options.table is not None:
        rows = priced_table(tariff, usage, kwh_range)
        table = json_table(tariff, rows) if options.json else text_table(tariff, rows)
        sys.stdout.write(table)
        return
    if options.plot is not None and options.kwh is None and not options.register:
        sys.stdout.write(f"{options.plot}\n")
        return
    priced = price(tariff, usage)
    if options.json:
        sys.stdout.write(json.dumps(json_bill(tariff, usage, priced), indent=2) + "\n")
    else:
        sys.stdout.write(text_bill(tariff, usage, priced))


def _usage(options: argparse.Namespace) -> Usage:
    return Usage(
        kwh=options.kwh,
        registers=tuple(options.register),
        starts_on=options.starts_on,
        ends_on=options.ends_on,
        days=options.days,
        months=options.months,
        bills=options.bills,
        kw=options.kw,
        kva=options.kva,
        previous_kw=options.previous_kw,
        previous_kva=options.previous_kva,
        load_kw=options.load_kw,
        load_kva=options.load_kva,
        amperes=options.amperes,
        phases=options.phases,
        schemes=frozenset(options.scheme),
        given=tuple(options.amount),
        read=tuple(options.read_on),
        issued_on=options.issued,
        due_on=options.due,
        paid_on=options.paid_on,
    )


def _pair(text: str) -> tuple[str, Decimal]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=NUMBER")
    return name, number(value)


def _reading(text: str) -> tuple[date, str, Decimal]:
    where, value = _pair(text)
    on, _, register = where.partition(":")
    return day(on), register, value


def _range(text: str) -> KwhRange:
    ends, _, step = text.partition(":")
    low, _, high = ends.partition("..")
    parts = (low, high, step or "50")
    try:
        found = KwhRange(*map(number, parts))
    except argparse.ArgumentTypeError:
        raise argparse.ArgumentTypeError(f"{text!r} is not like 0..1000:50") from None
    if not (0 <= found.low <= found.high) or found.step <= 0 or not found.is_small:
        raise argparse.ArgumentTypeError(f"{text!r} must rise, by at most 10,000 steps")
    return found
