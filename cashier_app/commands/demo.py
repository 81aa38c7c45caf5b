"""`cashier demo`: the program with a private database and a sample utility."""

from __future__ import annotations

import argparse
import gc
import sys
from functools import partial
from pathlib import Path

from cashier_app.commands.output import failed
from cashier_app.commands.screen_options import add_choice, choice_of
from cashier_app.db.server_binary import ServerFailed, ServerMissing
from cashier_app.demo import COUNTERS, DemoHall, demo_folder
from cashier_app.home import places
from cashier_app.sample.generate import NotASample
from cashier_app.screen_choice import save_choice
from ui.self_check import has_screen

_DESCRIPTION = """
Makes a private database with a made-up utility the first time, then opens the counter's window.
Without a screen, or with --tour, it walks through a day by itself and keeps a picture of each
step, the receipts and their PDFs. With --day it is the day of the whole hall, from the safe in
the morning to the lock on last month.
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `demo` to the commands."""
    what = "show the program with a private database and a sample utility"
    parser = subparsers.add_parser("demo", help=what, description=_DESCRIPTION)
    numbers = [int(code) for code in COUNTERS]
    parser.add_argument(
        "--counter", type=int, choices=sorted(numbers), default=numbers[0], help="which one this is"
    )
    parser.add_argument("--tour", type=Path, metavar="DIR", help="walk by itself, pictures in DIR")
    parser.add_argument("--day", action="store_true", help="the tour is the day of the whole hall")
    parser.add_argument("--one-look", action="store_true", help="the tour at one size, light only")
    parser.add_argument(
        "--customers", type=int, default=2000, metavar="N", help="default: %(default)s"
    )
    parser.add_argument("--fresh", action="store_true", help="begin with a new database")
    add_choice(parser)
    parser.add_argument("--window", action="store_true", help="not full screen")
    parser.add_argument("--customer-display", action="store_true", help="open the second window")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Open the demo; 0 when its window was closed or the tour ended well."""
    try:
        return _run(options)
    except (ServerFailed, ServerMissing, NotASample) as error:
        return failed(str(error))
    except OSError as error:
        return failed(f"{error.filename or places().data}: {error.strerror or error}")


def _run(options: argparse.Namespace) -> int:
    if options.tour is not None or not has_screen():
        from cashier_app.tour.command import run_tour

        return run_tour(
            options.tour or Path("demo-out"),
            options.customers,
            one_look=options.one_look,
            hall_day=options.day,
        )
    hall = DemoHall(demo_folder(places().data))
    if options.fresh:
        hall.clear()
    hall.prepare(options.customers, _say)
    counter = hall.counter(f"{options.counter:02d}")
    gc.disable()  # until the window collects for itself (ui/garbage.py)
    from ui.start import run as run_window

    folder = counter.home
    return run_window(
        counter.local_facts(),
        counter.load,
        full_screen=not options.window,
        choice=choice_of(options, folder),
        keep_look=partial(save_choice, folder),
        customer_display=options.customer_display,
        logs=folder,
    )


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
