"""`cashier tariff import | export | list`: tariffs of the database as files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cashier_app.commands.database_options import add_place_options, reader
from cashier_app.commands.db import explained
from cashier_app.commands.output import DONE, FAILED
from cashier_app.commands.tariff_price import read_file
from cashier_app.commands.typed import day
from cashier_app.db.engine import LONG_READ_SECONDS
from cashier_app.db.repositories.tariffs import TariffRepository
from cashier_app.domain.tariffs import TariffRefused

Run = Callable[[argparse.Namespace], int]
_WHOSE = "a clerk's database user"


def add_book_parsers(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the parts of `tariff` that need a database."""
    what = "keep the versions of a tariff file; the same file again changes nothing"
    act = _act(actions, "import", what, _import)
    act.add_argument("file", type=Path, metavar="FILE", help="the tariff's text")
    act = _act(actions, "export", "write a tariff with all its versions as one file", _export)
    act.add_argument("code", metavar="CODE", help="the tariff's")
    act.add_argument(
        "--valid-from", type=day, metavar="DATE",
        help="one version, just as it was imported",
    )  # fmt: skip
    act.add_argument("--out", type=Path, metavar="FILE", help="instead of standard output")
    _act(actions, "list", "every tariff, with the first days of its versions", _list)


def _act(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], name: str, what: str, run: Run
) -> argparse.ArgumentParser:
    act = actions.add_parser(name, help=what, description=what)
    add_place_options(act, _WHOSE)
    act.set_defaults(run=explained(run))
    return act


@contextmanager
def _book(options: argparse.Namespace) -> Iterator[TariffRepository]:
    with reader(options) as login:
        engine = login.engine(read_seconds=LONG_READ_SECONDS)
        with engine.connect() as connection:
            yield TariffRepository(connection)
        engine.dispose()


def _import(options: argparse.Namespace) -> int:
    try:
        text = read_file(options.file)
    except OSError as error:
        sys.stderr.write(f"cashier: the file cannot be read: {error}\n")
        return FAILED
    if text is None:
        return FAILED
    try:
        with _book(options) as book:
            taken = book.take_in(text)
    except TariffRefused as refused:
        for problem in refused.problems:
            sys.stderr.write(f"{options.file.name}: {problem}\n")
        return FAILED
    for one in taken:
        sys.stdout.write(f"{one.code} from {one.valid_from}: {one.done}\n")
    return DONE


def _export(options: argparse.Namespace) -> int:
    with _book(options) as book:
        text = book.text(options.code, options.valid_from)
    if options.out is None:
        sys.stdout.write(text)
    else:
        options.out.write_text(text, "utf-8")
    return DONE


def _list(options: argparse.Namespace) -> int:
    with _book(options) as book:
        for kept in book.kept():
            days = ", ".join(map(str, kept.valid_from))
            sys.stdout.write(f"{kept.code:24} {kept.name}, {kept.tariff_class}: {days}\n")
    return DONE
