"""`cashier tariff`: prices a use by a tariff file; keeps tariffs in the database."""

from __future__ import annotations

import argparse

from cashier_app.commands.tariff_book import add_book_parsers
from cashier_app.commands.tariff_price import add_price_parser

_EPILOG = "A tariff is a text file; docs/tariffs.md has one example for every form of charge."


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `tariff` to the commands."""
    what = "price a use by a tariff file; import and export tariffs"
    parser = subparsers.add_parser("tariff", help=what, description=what, epilog=_EPILOG)
    actions = parser.add_subparsers(metavar="what", required=True)
    add_price_parser(actions)
    add_book_parsers(actions)
