"""`cashier open`: the window of this computer's counter."""

from __future__ import annotations

import argparse
import gc
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cashier_app.commands.screen_options import add_choice, choice_of
from cashier_app.home import Places, counter_code, places
from cashier_app.log_lines import read_last_close
from cashier_app.screen_choice import ScreenChoice, save_choice
from cashier_app.services.local_facts import LocalFacts

if TYPE_CHECKING:
    from cashier_app.bootstrap import CounterSetup
    from cashier_app.db.engine import DatabaseAddress
    from cashier_app.services.program import Program
    from cashier_app.settings import Settings


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `open` to the commands."""
    what = "open the counter's window"
    parser = subparsers.add_parser("open", help=what, description=what)
    add_choice(parser)
    parser.add_argument("--window", action="store_true", help="not full screen")
    parser.add_argument("--customer-display", action="store_true", help="open the second window")
    parser.add_argument("--training", action="store_true", help="at the database to practise in")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Open the window; 0 when it was closed, 1 when the settings say why it cannot open."""
    here = places()
    if not options.training and _is_first_start(here.settings) and not _set_up(here, options):
        return 0
    counter = here.training() if options.training else here
    try:
        code = _enrolled_code(here, counter, training=options.training)
    except ValueError as error:  # SettingsProblem, without importing it
        sys.stderr.write(f"cashier: {error}\n")
        return 1
    gc.disable()  # until the window collects for itself (ui/garbage.py)
    from ui.start import run as run_window

    return run_window(
        _local_facts(counter.data, code, training=options.training),
        lambda: load_counter(here, training=options.training),
        full_screen=not options.window,
        choice=choice_of(options, counter.settings),
        keep_look=partial(save_choice, counter.settings),
        customer_display=options.customer_display,
        logs=counter.logs,
    )


def _is_first_start(home: Path) -> bool:
    """True on a computer without settings, or with a first start that did not end.

    Where no window can be seen the sentence of `_enrolled_code` says what is missing.
    """
    has_settings = (home / "counter.toml").exists() or (home / "cashier.toml").exists()
    if has_settings and not (home / "first-start.json").exists():
        return False
    from ui.self_check import has_screen

    return has_screen()


def _set_up(here: Places, options: argparse.Namespace) -> bool:
    from cashier_app.first_start import FirstStartHere
    from ui.first_start import run as run_first_start

    setup = FirstStartHere(here)
    theme = options.theme or ScreenChoice().theme
    return run_first_start(setup, full_screen=not options.window, theme=theme, logs=here.logs)


def _enrolled_code(here: Places, counter: Places, *, training: bool) -> str:
    """The counter's code; raises SettingsProblem where no window can come to anything.

    A counter with a private server, enrolled as usual, opens without parsing its settings:
    `load_counter` does that behind the door.
    """
    code = counter_code(counter.settings)
    if code and not (here.settings / "cashier.toml").exists():
        return code
    from cashier_app.settings import SettingsProblem, check_central

    settings = _settings(here, training=training)
    if training and settings.counter is None:
        raise SettingsProblem(
            "This computer has nothing to practise in yet. An administrator makes it by"
            " `cashier db training`."
        )
    if settings.counter is None:
        raise SettingsProblem(
            "This computer is not a counter yet. An administrator makes it one by"
            " `cashier counter enrol`; `cashier demo` shows the program without."
        )
    check_central(settings)
    return settings.counter.code


def _local_facts(data: Path, code: str, *, training: bool) -> LocalFacts:
    close = read_last_close(data / "counter.log")
    facts = LocalFacts(f"Counter {int(code)}", "", is_training=training)
    if close is None:
        return facts
    return facts._replace(last_close=close.closed_at, last_difference=close.difference)


def _settings(where: Path | Places, *, training: bool) -> Settings:
    from cashier_app.settings import load_settings, training_settings

    settings = load_settings(where)
    return training_settings(settings) if training else settings


def load_counter(where: Path | Places, *, training: bool) -> Program:
    """The services; a private server is attached and left again with the window."""
    from cashier_app.bootstrap import load_program
    from cashier_app.commands.database_options import database_address
    from cashier_app.db.private_server import PrivateServer

    settings = _settings(where, training=training)
    if not settings.database.is_private:
        return load_program(_setup(settings, database_address(settings)))
    server = PrivateServer(settings.server_folder)
    server.attach()
    try:
        address = server.address(settings.database.name)
        return load_program(_setup(settings, address), on_close=server.detach)
    except BaseException:
        server.detach()
        raise


def _setup(settings: Settings, address: DatabaseAddress) -> CounterSetup:
    from cashier_app.bootstrap import CounterSetup
    from cashier_app.computer import computer_id
    from cashier_app.settings import save_printer
    from receipts.desk import printer_settings

    token = settings.counter.token if settings.counter else ""
    is_private = settings.database.is_private
    return CounterSetup(
        address=address,
        token=token,
        key_path=settings.key_path,
        log_path=settings.log_path,
        printer=printer_settings(settings.printer),
        save_printer=partial(save_printer, settings.home),
        must_be_training=settings.is_training,
        computer="" if is_private else computer_id(settings.counter_folder),
    )
