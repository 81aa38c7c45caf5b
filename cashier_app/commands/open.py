"""`cashier open`: the window of this computer's counter."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cashier_app.counter_log import read_last_close
from cashier_app.services.local_facts import LocalFacts
from cashier_app.settings import (
    PrinterChoice,
    Settings,
    SettingsProblem,
    check_central,
    load_settings,
    training_settings,
)

if TYPE_CHECKING:
    from cashier_app.bootstrap import CounterSetup
    from cashier_app.db.engine import DatabaseAddress
    from cashier_app.services.program import Program
    from receipts.printers import PrinterSettings


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `open` to the commands."""
    what = "open the counter's window"
    parser = subparsers.add_parser("open", help=what, description=what)
    parser.add_argument("--theme", choices=("light", "dark", "system"), default="light")
    parser.add_argument("--window", action="store_true", help="not full screen")
    parser.add_argument("--customer-display", action="store_true", help="open the second window")
    parser.add_argument("--training", action="store_true", help="at the database to practise in")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Open the window; 0 when it was closed, 1 when the settings say why it cannot open."""
    try:
        settings = _usable_settings(training=options.training)
    except SettingsProblem as error:
        sys.stderr.write(f"cashier: {error}\n")
        return 1
    from ui.start import run as run_window

    return run_window(
        _local_facts(settings),
        lambda: _load(settings),
        full_screen=not options.window,
        theme=options.theme,
        customer_display=options.customer_display,
    )


def _usable_settings(*, training: bool) -> Settings:
    settings = load_settings()
    if training:
        settings = training_settings(settings)
        if settings.counter is None:
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
    return settings


def _local_facts(settings: Settings) -> LocalFacts:
    code = settings.counter.code if settings.counter else ""
    close = read_last_close(settings.log_path)
    facts = LocalFacts(f"Counter {int(code)}", "", is_training=settings.is_training)
    if close is None:
        return facts
    local = close.closed_at.astimezone().replace(tzinfo=None)
    return replace(facts, last_close=local, last_difference=close.difference)


def _load(settings: Settings) -> Program:
    """The services; a private server is attached and left again with the window."""
    from cashier_app.bootstrap import load_program
    from cashier_app.commands.database_options import database_address
    from cashier_app.db.private_server import PrivateServer

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

    token = settings.counter.token if settings.counter else ""
    return CounterSetup(
        address=address,
        token=token,
        key_path=settings.key_path,
        log_path=settings.log_path,
        printer=printer_settings(settings.printer),
        must_be_training=settings.is_training,
    )


def printer_settings(choice: PrinterChoice) -> PrinterSettings:
    """The printer of the settings file. Raises ValueError for a kind or width that is not known."""
    from receipts.printers import PrinterKind, PrinterSettings, PrintMode

    return PrinterSettings(
        kind=PrinterKind(choice.kind),
        address=choice.address,
        port=choice.port,
        path=Path(choice.path),
        width_dots=choice.width_dots,
        mode=PrintMode(choice.mode),
        profile=choice.profile,
        drawer_pin=choice.drawer_pin,
    )
