"""`cashier kiosk`: the customers' own screen in the hall; enrols kiosks; the hall's display."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from cashier_app.commands.database_options import (
    add_admin_options,
    administrator_connection,
    database_address,
)
from cashier_app.commands.db import explained
from cashier_app.commands.output import DONE
from cashier_app.db.engine import Login
from cashier_app.db.kiosk_enrolment import NewKiosk, enrol_kiosk, list_kiosks, set_kiosk
from cashier_app.db.office import CommandConnection
from cashier_app.db.private_server import PrivateServer
from cashier_app.services.kiosk import Kiosk
from cashier_app.settings import (
    KioskIdentitySettings,
    Settings,
    SettingsProblem,
    check_central,
    load_settings,
    save_kiosk,
)

Act = Callable[[CommandConnection, argparse.Namespace], None]


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `kiosk` to the commands; without an act it opens the screen."""
    what = "the customers' own screen in the hall; enrol one; show the numbers called"
    parser = subparsers.add_parser("kiosk", help=what, description=what)
    _add_looks(parser)
    parser.set_defaults(run=explained(_open))
    acts = parser.add_subparsers(metavar="act")
    display = acts.add_parser("display", help="the hall's display: which number is called where")
    _add_looks(display)
    display.set_defaults(run=explained(_display))
    enrol = _act(acts, "enrol", "make this computer a kiosk, with a database user of its own", None)
    enrol.add_argument("code", help="the kiosk's number, two to four digits")
    enrol.add_argument("--name", default="", help="such as: Kiosk at the door")
    enrol.add_argument("--office", metavar="CODE", default="", help="the hall of a new kiosk")
    enrol.add_argument("--user", default="", help="its database user (default: kiosk and the code)")
    enrol.add_argument("--replace", action="store_true", help="end this computer's old enrolment")
    enrol.set_defaults(run=explained(_enrol))
    _act(acts, "list", "every kiosk and its state", _list)
    for name, about, is_active in (
        ("disable", "stop a kiosk at its next act: stolen, or out of use", False),
        ("enable", "let a kiosk go on", True),
    ):
        act = _act(acts, name, about, _set)
        act.add_argument("code", help="the kiosk's number")
        act.set_defaults(is_active=is_active)


def _add_looks(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--theme", choices=("light", "dark", "system"), default="light", help="its look"
    )
    parser.add_argument("--window", action="store_true", help="not full screen")


def _act(
    acts: argparse._SubParsersAction[argparse.ArgumentParser], name: str, what: str, run: Act | None
) -> argparse.ArgumentParser:
    parser = acts.add_parser(name, help=what, description=what)
    add_admin_options(parser)

    def connected(options: argparse.Namespace) -> int:
        with administrator_connection(options) as connection:
            if run is not None:
                run(connection, options)
        return DONE

    parser.set_defaults(run=explained(connected))
    return parser


def _enrol(options: argparse.Namespace) -> int:
    settings = load_settings()
    if settings.kiosk is not None and not options.replace:
        raise SettingsProblem(
            f"This computer is kiosk {settings.kiosk.code} already; --replace ends that."
        )
    with administrator_connection(options) as connection:
        new = NewKiosk(options.code, options.name, options.office, options.user)
        login = enrol_kiosk(connection, new)
    save_kiosk(settings.home, KioskIdentitySettings(login.code, login.user_name, login.password))
    sys.stdout.write(f"This computer is kiosk {login.code}. Its database user: {login.user_name}\n")
    return DONE


def _list(connection: CommandConnection, _options: argparse.Namespace) -> None:
    for kiosk in list_kiosks(connection):
        state = "" if kiosk.is_active else "disabled"
        wrong = f"{kiosk.failures} wrong numbers since yesterday" if kiosk.failures else ""
        line = f"{kiosk.code:<4} {kiosk.name:<24} {kiosk.office}  {kiosk.user_name}"
        sys.stdout.write("  ".join(filter(None, (line, state, wrong))) + "\n")


def _set(connection: CommandConnection, options: argparse.Namespace) -> None:
    set_kiosk(connection, options.code, is_active=options.is_active)
    words = "may work." if options.is_active else "can do nothing from now on."
    sys.stdout.write(f"Kiosk {options.code} {words}\n")


def _open(options: argparse.Namespace) -> int:
    from ui.kiosk.start import run_kiosk

    settings = load_settings()
    _identity(settings)
    return run_kiosk(
        load_kiosk, full_screen=not options.window, theme=options.theme, logs=settings.places.logs
    )


def _display(options: argparse.Namespace) -> int:
    from ui.kiosk.start import run_display

    settings = load_settings()
    _identity(settings)
    return run_display(
        load_kiosk, full_screen=not options.window, theme=options.theme, logs=settings.places.logs
    )


def load_kiosk() -> Kiosk:
    """The services of this computer's kiosk; a private server is attached, and left at the end."""
    settings = load_settings()
    check_central(settings)
    if not settings.database.is_private:
        return _kiosk(settings, Login(database_address(settings), *_identity(settings)), _nothing)
    server = PrivateServer(settings.server_folder)
    server.attach()
    try:
        login = Login(server.address(settings.database.name), *_identity(settings))
        return _kiosk(settings, login, server.detach)
    except BaseException:
        server.detach()
        raise


def _identity(settings: Settings) -> tuple[str, str]:
    if settings.kiosk is None:
        raise SettingsProblem(
            "This computer is not a kiosk yet. An administrator makes it one by"
            " `cashier kiosk enrol`."
        )
    return settings.kiosk.user, settings.kiosk.password


def _kiosk(settings: Settings, login: Login, on_close: Callable[[], None]) -> Kiosk:
    from cashier_app.kiosk_wiring import wire_kiosk
    from receipts.desk import printer_settings

    papers = settings.kiosk_papers
    return wire_kiosk(
        login, printer_settings(settings.printer), papers.sheet_queue, papers.sheet_folder, on_close
    )


def _nothing() -> None:
    """A central server is nobody's to stop."""
